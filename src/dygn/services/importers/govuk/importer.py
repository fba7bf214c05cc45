"""The importer: each page over to a page; routes that skip pages become the pages' conditions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.conditions import Always, Condition, Opposite, Test, every
from dygn.services.importers.finishing import finished
from dygn.services.importers.govuk.questions import asked_on
from dygn.services.importers.govuk.source import OldForm, OldPage, Route, read_form
from dygn.services.importers.service_data import FORM, receipts, service_data
from dygn.services.importers.source import text_of
from dygn.services.importers.words import line_of, markdown_of, our_id
from dygn.services.importers.work import Asked, PageDraft, Work
from dygn.services.ports import FormatImporter, ImportedForm

_CHANNELS = (("phone", "support_phone"), ("email", "support_email"), ("web", "support_url"))
_LEFT = {
    "payment_url": _("connect a payment provider, then add the question on what is paid in the editor"),
    "submission_email": _("what is sent becomes a case"),
    "s3_bucket_name": _("what is sent becomes a case"),
}


class GovukImporter(FormatImporter):
    """Reads one form of GOV.UK Forms, whole."""

    def read(self, content: bytes, *, key: str) -> ImportedForm:
        old = read_form(content)
        form = _Form(old)
        form.take_over()
        pages = finished([page for page, _old_id in form.drafts], form.work)
        _mark_stops(pages, form.stops)
        title = form.work.in_all(old.name) if old.name else form.work.from_ours(FORM)
        service = service_data(title, title, pages, key=key, log_in="none", work=form.work)
        service |= dict(form.around())
        said = markdown_of(text_of(old.given, "what_happens_next_markdown"))
        return ImportedForm(service, receipts(form.work, form.work.in_all(said)), form.work.ledger.lines())


def _mark_stops(pages: list[dict[str, Any]], stops: set[str]) -> None:
    for page in pages:
        if page["questions"][0]["id"] in stops:
            page["stops"] = True


@dataclass
class _Form:
    """The form on its way over; ``drafts`` are the pages with the old ids."""

    old: OldForm
    work: Work = field(init=False)
    drafts: list[tuple[PageDraft, str]] = field(default_factory=list)
    stops: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.work = Work((self.old.language,), names=frozenset(page.id for page in self.old.pages))

    def take_over(self) -> None:
        """Make the pages, then let the routes hide those that they skip, in the order of the form."""
        for page in self.old.pages:
            self.drafts.append((self._page(page), page.id))
        for page in self.old.pages:
            for route in page.routes:
                self._follow(page, route)
        if declared := line_of(text_of(self.old.given, "declaration_text")):
            question = {
                "id": our_id("declaration", self.work.taken),
                "kind": "declaration",
                "label": self.work.in_all(declared),
            }
            self.drafts.append(
                (
                    PageDraft(
                        self.work.in_all(declared), "declaration_text", [Asked(question, "declaration_text")]
                    ),
                    "",
                )
            )
            self.work.ledger.carry("declaration_text", declared)

    def _page(self, page: OldPage) -> PageDraft:
        asked = asked_on(page, self.work)
        heading = line_of(text_of(page.data, "page_heading"))
        title = (
            self.work.in_all(heading)
            if heading
            else asked[-1].question["label"]
            if len(asked) == 1
            else asked[0].question["text"]
        )
        lead = markdown_of(text_of(page.data, "guidance_markdown"))
        return PageDraft(title, page.where, asked, self.work.in_all(lead) if lead else {})

    def _follow(self, page: OldPage, route: Route) -> None:
        """Say of the pages that the route skips when they are not shown."""
        places = {old_id: place for place, (_page, old_id) in enumerate(self.drafts) if old_id}
        here, there = places[page.id], places.get(route.to, len(self.drafts))
        taken = self._taken(page, route)
        where = f"{page.where}, route {route.number}"
        self.work.ledger.carry(where, f"{route.answer or 'any answer'} → {route.to or 'the end'}")
        if route.exit_heading:
            self._exit(route, here, taken, where)
        elif route.to and there <= here:
            self.work.ledger.leave(where, where, says(_("it leads back, and pages come in one order here")))
        elif route.to and route.to not in places:
            self.work.ledger.leave(where, where, says(_("the page that it leads to is not in the form")))
        else:
            for draft, _old_id in self.drafts[here + 1 : there]:
                draft.shown = every(draft.shown, Opposite(taken))

    def _taken(self, page: OldPage, route: Route) -> Condition:
        """When the route is taken: a certain answer, or whenever its page is shown."""
        if route.answer:
            return Test(route.check or page.id, "==", route.answer)
        return next((draft.shown for draft, old_id in self.drafts if old_id == page.id), None) or Always(True)

    def _exit(self, route: Route, here: int, taken: Condition, where: str) -> None:
        """A page that says that one cannot go on, and why."""
        text = markdown_of(route.exit_text) or route.exit_heading
        name = our_id("exit", self.work.taken)
        asked = Asked({"id": name, "kind": "information", "text": self.work.in_all(text)}, where)
        self.stops.add(name)
        self.drafts.insert(
            here + 1, (PageDraft(self.work.in_all(route.exit_heading), where, [asked], shown=taken), "")
        )

    def around(self) -> Iterator[tuple[str, Any]]:
        """What the form says besides its questions: whom to ask, and what becomes of personal data."""
        given, work = self.old.given, self.work
        channels = [
            {"kind": kind, "text": work.in_all(line)}
            for kind, name in _CHANNELS
            if (line := line_of(text_of(given, name)))
        ]
        if channels:
            yield "channels", channels
            work.ledger.carry("support", "whom to ask")
        if (address := line_of(text_of(given, "privacy_policy_url"))).startswith(
            "https://"
        ) and " " not in address:
            yield "personal_data", work.in_all(f"<{address}>")
            work.ledger.carry("privacy_policy_url", address)
        if next_text := line_of(text_of(given, "what_happens_next_markdown")):
            yield "next_text", work.in_all(next_text)
            work.ledger.carry("what_happens_next_markdown", next_text)
        for name, why in _LEFT.items():
            if text_of(given, name):
                work.ledger.leave(name, name, why)
