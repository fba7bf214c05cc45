"""The importer: steps over to pages, query by query; what evaluators do becomes conditions."""

from dataclasses import dataclass, field

from dygn.base.saying import _, says, says_number
from dygn.services.importers.conditions import Always, Condition, Either, Every, Opposite, Test, every
from dygn.services.importers.finishing import finished
from dygn.services.importers.oep.questions import asked_in
from dygn.services.importers.oep.source import HIDDEN, REQUIRED, Flow, Query, Rule, read_flow
from dygn.services.importers.service_data import FORM, receipts, service_data
from dygn.services.importers.words import line_of, markdown_of
from dygn.services.importers.work import Asked, PageDraft, Work
from dygn.services.ports import FormatImporter, ImportedForm

LANGUAGE = "sv"

_LEFT = {
    "requireSigning": _("connect a signing service, then choose who signs in the editor"),
    "paymentSupportEnabled": _("connect a payment provider, then add the question on what is paid in the editor"),
}


class OepImporter(FormatImporter):
    """Reads one exported flow, whole."""

    def read(self, content: bytes, *, key: str) -> ImportedForm:
        flow = read_flow(content)
        form = _Form(flow)
        form.take_over()
        pages = finished(form.pages, form.work)
        for page in pages:
            if page["questions"][0]["id"] in form.stops:
                page["stops"] = True
        name = line_of(flow.given.text("name"))
        title = form.work.in_all(name) if name else form.work.from_ours(FORM)
        short = line_of(flow.given.text("shortDescription"))[:500]
        log_in = "substantial" if flow.given.is_on("requireAuthentication") else "none"
        service = service_data(
            title, form.work.in_all(short) if short else title, pages, key=key, log_in=log_in, work=form.work
        )
        if description := markdown_of(flow.given.text("longDescription")):
            service["description"] = form.work.in_all(description)
        said = form.work.in_all(markdown_of(flow.given.text("submittedMessage")))
        return ImportedForm(service, receipts(form.work, said), form.work.ledger.lines())


@dataclass
class _Form:
    """The flow on its way over; ``asked`` are the questions of each query by its id."""

    flow: Flow
    work: Work = field(init=False)
    pages: list[PageDraft] = field(default_factory=list)
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    stops: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        names = frozenset(query.id for step in self.flow.steps for query in step.queries)
        self.work = Work((LANGUAGE,), names=names)

    def take_over(self) -> None:
        """Make the pages, then let the evaluators say when what is shown."""
        for step in self.flow.steps:
            title = self.work.in_all(step.name) if step.name else self.work.from_ours(FORM)
            self.work.ledger.carry(step.where, step.name or "step")
            self.pages.append(PageDraft(title, step.where))
            for query in step.queries:
                self._take(query)
        rules = [(query, rule) for step in self.flow.steps for query in step.queries for rule in query.rules]
        for step in self.flow.steps:
            for query in step.queries:
                self._say_when(query, [(owner, rule) for owner, rule in rules if query.id in rule.targets])
        for owner, rule in rules:
            self._tell(owner, rule)
        for name, why in _LEFT.items():
            if self.flow.given.is_on(name):
                self.work.ledger.leave(name, name, why)

    def _take(self, query: Query) -> None:
        asked = asked_in(query, self.work)
        self.asked[query.id] = asked
        if not asked:
            return
        self.work.found[query.id] = next(
            (each for each in asked if each.question["kind"] != "information"), asked[0]
        )
        if query.type.lower() != "stopquery":
            self.pages[-1].asked += asked
            return
        self.stops.add(asked[0].id)
        above = self.pages[-1]
        self.pages.append(
            PageDraft(self.work.in_all(query.name) if query.name else above.title, query.where, asked)
        )
        self.pages.append(PageDraft(above.title, above.where))

    def _say_when(self, query: Query, rules: list[tuple[Query, Rule]]) -> None:
        """A query has a state of its own, and evaluators give it another while answers are as they want."""
        known = [(self._holds(owner, rule), rule) for owner, rule in rules if _is_read(rule)]
        unread = len(known) < len(rules)
        hiding = tuple(condition for condition, rule in known if rule.state == HIDDEN)
        showing = tuple(condition for condition, rule in known if rule.state != HIDDEN)
        needing = tuple(condition for condition, rule in known if rule.state == REQUIRED)
        shown: Condition | None = Opposite(Either(hiding)) if hiding else None
        if query.state == HIDDEN:
            shown = Always(True) if unread else Either(showing) if showing else Always(False)
        if query.state == REQUIRED:
            needing = ()
        for each in self.asked[query.id]:
            each.shown = every(each.shown, shown)
            if unread and query.state == HIDDEN:
                self.work.ledger.change(
                    each.where, says(_("it was shown by a rule that is left out; it is always shown"))
                )
            if needing and each.needed is None and "label" in each.question:
                each.needed = Either(needing)

    def _holds(self, owner: Query, rule: Rule) -> Condition:
        """The alternatives that the rule wants are chosen."""
        values = (*rule.alternatives, *(("other",) if rule.has_free_text else ()))
        tests: tuple[Condition, ...] = tuple(Test(owner.id, "has", value) for value in values)
        return Every(tests) if rule.needs_all else Either(tests)

    def _tell(self, owner: Query, rule: Rule) -> None:
        what = says_number(
            "%(name)s: %(count)s query becomes %(state)s", "%(name)s: %(count)s queries become %(state)s", by="count",
            name=owner.name, count=len(rule.targets), state=rule.state or "—",
        )  # fmt: skip
        if not _is_read(rule):
            self.work.ledger.leave(rule.where, what, says(_("a rule “%(type)s” is not known"), type=rule.type[:60]))
        else:
            self.work.ledger.carry(rule.where, what)


def _is_read(rule: Rule) -> bool:
    return rule.type.lower() == "querystateevaluator" and bool(rule.alternatives or rule.has_free_text)
