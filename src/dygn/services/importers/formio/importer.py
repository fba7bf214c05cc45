"""The importer: panels over to pages, component by component; conditions when all questions are known."""

from dataclasses import dataclass, field

from dygn.base.saying import _, says
from dygn.services.importers.conditions import CannotBeSaid, Condition, every
from dygn.services.importers.finishing import finished
from dygn.services.importers.formio.components import FRAMES, LEFT, PAGES, QUESTIONS, TEXTS, Becomes
from dygn.services.importers.formio.questions import hint_of, questions_of, texts_of
from dygn.services.importers.formio.shown import shown_of
from dygn.services.importers.formio.source import REPEATING, Component, OldForm, read_form
from dygn.services.importers.service_data import FORM, receipts, service_data
from dygn.services.importers.service_data import QUESTIONS as ANSWERS
from dygn.services.importers.source import parts_of, text_of, whole_number
from dygn.services.importers.words import line_of, markdown_of, our_id
from dygn.services.importers.work import Asked, PageDraft, Work
from dygn.services.ports import FormatImporter, ImportedForm

MOST_ROWS = 50
_BEFORE = {
    "nb": "Datoen kan ikke være før den første datoen.",
    "sv": "Datumet kan inte vara före det första datumet.",
    "da": "Datoen kan ikke være før den første dato.",
    "en": "The date cannot be before the first date.",
}


class FormioImporter(FormatImporter):
    """Reads one form of Form.io, whole."""

    def read(self, content: bytes, *, key: str) -> ImportedForm:
        old = read_form(content)
        form = _Form(old)
        form.take_over()
        pages = finished(form.pages, form.work)
        title = form.work.in_all(old.title) if old.title else form.work.from_ours(FORM)
        log_in = "substantial" if old.needs_log_in else "none"
        service = service_data(title, title, pages, key=key, log_in=log_in, work=form.work)
        return ImportedForm(service, receipts(form.work), form.work.ledger.lines())


@dataclass
class _Waiting:
    """A question whose conditions are read when all questions are known; ``within`` is what it stands in."""

    asked: Asked
    component: Component
    within: tuple[Component, ...]


@dataclass
class _Form:
    """The form on its way over."""

    old: OldForm
    work: Work = field(init=False)
    pages: list[PageDraft] = field(default_factory=list)
    waiting: list[_Waiting] = field(default_factory=list)
    page_components: list[Component | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = frozenset(each.key for outer in self.old.components for each in outer.everywhere())
        self.work = Work((self.old.language,), names=names)

    def take_over(self) -> None:
        """Go through the form from the top, then read the conditions."""
        for component in self.old.components:
            self._take(component, ())
        for each in self.waiting:
            self._read_conditions(each)
        for page, panel in zip(self.pages, self.page_components, strict=True):
            if panel is not None:
                page.shown = self._shown(panel, page.asked)
        self._tell_of_the_rest()

    def _take(self, component: Component, within: tuple[Component, ...]) -> None:
        kind = component.type
        if kind in PAGES and not within:
            self._page(component)
        elif kind in REPEATING:
            self._group(component, within)
        elif kind in FRAMES or kind in PAGES:
            self._frame(component, within)
        elif kind in TEXTS or kind == "accordion":
            self._text(component, within)
        elif kind in LEFT:
            self.work.ledger.leave(component.path, self._name(component), LEFT[kind])
        elif component.components and kind not in QUESTIONS:
            self.work.ledger.change(
                component.path, says(_("a component “%(kind)s” is not known; what stands in it is asked"), kind=kind[:60])
            )
            self._frame(component, within)
        else:
            for asked in self._asked(component):
                self._ask(asked, component, within)

    def _asked(self, component: Component, row_of: str = "") -> list[Asked]:
        known = QUESTIONS.get(component.type)
        asked = questions_of(component, known or Becomes("text"), self.work, row_of)
        if known is None and component.type not in ("identity", "navAddress", "attachment", "survey"):
            self.work.ledger.change(
                component.path, says(_("a component “%(type)s” is not known; a text is asked instead"), type=component.type[:60])
            )
        return asked

    def _page(self, component: Component) -> None:
        title = texts_of(component, self.work, "title", "label") or self.work.from_ours(ANSWERS)
        self.work.ledger.carry(component.path, self._name(component))
        self.pages.append(PageDraft(title, component.path))
        self.page_components.append(component)
        for each in component.components:
            self._take(each, (component,))
        self.pages.append(PageDraft(title, component.path))
        self.page_components.append(None)

    def _frame(self, component: Component, within: tuple[Component, ...]) -> None:
        """What only holds others together; its title, when it is seen, is a heading."""
        self.work.ledger.carry(component.path, self._name(component))
        for asked in self._heading(component):
            self._ask(asked, component, within)
        for each in component.components:
            self._take(each, (*within, component))

    def _heading(self, component: Component) -> list[Asked]:
        names = {"navSkjemagruppe": ("legend",), "fieldset": ("legend", "label"), "panel": ("title",)}.get(
            component.type, ()
        )
        title, hint = texts_of(component, self.work, *names) if names else {}, hint_of(component, self.work)
        words = {each: f"### {text}\n\n{hint.get(each, '')}".strip() for each, text in title.items()} or hint
        return (
            [self._information(component, words)]
            if words and component.given.get("hideLabel") is not True
            else []
        )

    def _information(self, component: Component, words: dict[str, str], row_of: str = "") -> Asked:
        name = our_id(
            f"{row_of}_{component.key}_text" if row_of else f"{component.key}_text", self.work.taken
        )
        return Asked({"id": name, "kind": "information", "text": words}, component.path, row_of=row_of)

    def _text(self, component: Component, within: tuple[Component, ...], row_of: str = "") -> list[Asked]:
        """A text to read; give it when it stands in a row, else put it on the page."""
        said = component.text("content", "html")
        for part in parts_of(component.given, "accordionValues"):
            said += f"<h3>{text_of(part, 'title')}</h3>{text_of(part, 'content')}"
        words = markdown_of(said)
        if component.text("textDisplay") == "pdf":
            self.work.ledger.leave(
                component.path, self._name(component), says(_("it stood in the printed form alone"))
            )
        elif not words:
            self.work.ledger.leave(component.path, self._name(component), says(_("there is no text in it")))
        else:
            self.work.ledger.carry(component.path, line_of(words)[:80])
            asked = self._information(component, self.work.in_all(words), row_of)
            if row_of:
                self.waiting.append(_Waiting(asked, component, within))
                return [asked]
            self._ask(asked, component, within)
        return []

    def _group(self, component: Component, within: tuple[Component, ...]) -> None:
        """Rows of questions. What holds questions together within a row falls away, its condition does not."""
        (group,) = questions_of(component, Becomes("group"), self.work)
        most = whole_number(component.rules.get("maxLength"), least=1, most=MOST_ROWS)
        group.question["limits"] = {"max_count": most or 20}
        if not any(self._asks(each) for each in component.components):
            self.work.ledger.leave(component.path, self._name(component), says(_("nothing is asked in its rows")))
            return
        if name := line_of(component.text("rowTitle")):
            group.question["row_name"] = self.work.in_all(name)
        for each in component.components:
            self._take_row(each, (component,), group)
        self._ask(group, component, within)

    def _asks(self, component: Component) -> bool:
        kinds = {each.type for each in component.everywhere()}
        return bool(kinds - TEXTS - FRAMES - PAGES - LEFT.keys() - REPEATING - {"accordion"})

    def _take_row(self, component: Component, within: tuple[Component, ...], group: Asked) -> None:
        kind = component.type
        if kind in TEXTS or kind == "accordion":
            group.rows += self._text(component, within, group.id)
        elif kind in LEFT:
            self.work.ledger.leave(component.path, self._name(component), LEFT[kind])
        elif kind in FRAMES or kind in REPEATING or (component.components and kind not in QUESTIONS):
            self.work.ledger.carry(component.path, self._name(component))
            if kind in REPEATING:
                self.work.ledger.change(
                    component.path, says(_("rows within a row are not possible; it is asked once per row"))
                )
            for each in component.components:
                self._take_row(each, (*within, component), group)
        else:
            for asked in self._asked(component, group.id):
                group.rows.append(asked)
                self.waiting.append(_Waiting(asked, component, within))

    def _ask(self, asked: Asked, component: Component, within: tuple[Component, ...]) -> None:
        if not self.pages:
            self.pages.append(PageDraft(self.work.from_ours(ANSWERS), component.path))
            self.page_components.append(None)
        self.pages[-1].asked.append(asked)
        self.waiting.append(_Waiting(asked, component, within))

    def _read_conditions(self, waiting: _Waiting) -> None:
        """A question is shown when all that it stands in is; what the page says is said there."""
        asked = waiting.asked
        outer = [each for each in waiting.within if each not in self.page_components]
        if asked.row_of:
            outer = outer[1:]
        conditions: list[Condition | None] = [asked.shown]
        for component in (*outer, waiting.component):
            conditions.append(self._shown(component, [asked]))
        asked.shown = every(*conditions)
        self._must_come_after(waiting)

    def _shown(self, component: Component, hidden: list[Asked]) -> Condition | None:
        try:
            return shown_of(component, lambda name: self._resolve(name, component))
        except CannotBeSaid as reason:
            self.work.ledger.change(
                component.path, says(_("the condition that says when it is shown is left out: %(reason)s"), reason=reason.said)
            )
            for each in hidden:
                each.cannot_say(reason, self.work.ledger)
            return None

    def _must_come_after(self, waiting: _Waiting) -> None:
        """A date that must not be before another."""
        other = waiting.component.text("beforeDateInputKey")
        asked = waiting.asked
        if not other or asked.question["kind"] != "date":
            return
        known = self.work.find(self._resolve(other, waiting.component))
        if known is None or known.kind != "date" or known.row_of not in ("", asked.row_of):
            self.work.ledger.change(asked.where, says(_("that it must come after “%(other)s” is left out"), other=other[:60]))
            return
        sign = "<=" if waiting.component.given.get("mayBeEqual") else "<"
        asked.question["must_hold"] = f"{known.id} {sign} {asked.id}"
        asked.question.setdefault("errors", {})["must_hold"] = self.work.from_ours(_BEFORE)

    def _resolve(self, said: str, component: Component) -> str:
        """The full name of an answer: from where the component stands outwards, then by its end alone."""
        path = said.removesuffix(".value")
        root, _dot, rest = path.partition(".")
        path = rest if root in ("data", "row", "submission") and rest else path
        around = component.name.split(".")[:-1]
        candidates = [".".join([*around[:count], path]) for count in range(len(around), -1, -1)]
        candidates = candidates[::-1] if root == "data" else candidates
        if name := next((each for each in candidates if self._is_found(each)), ""):
            return name
        ends = [name for name in self.work.found if name.endswith(f".{path}")]
        return ends[0] if len(ends) == 1 else path

    def _is_found(self, name: str) -> bool:
        known = self.work.find(name)
        return known is not None and (known.kind != "nowhere" or bool(known.id))

    def _name(self, component: Component) -> str:
        return (
            line_of(component.text("legend", "title", "label", "key"))[:80]
            or component.type[:60]
            or "component"
        )

    def _tell_of_the_rest(self) -> None:
        for name, why in (
            ("introPage", _("its texts lie in another file; write them on the page of the service")),
            ("i18n", _("translations are written in the editor")),
            ("logic", _("rules that change the form are written in the editor")),
        ):
            if self.old.given.get(name):
                self.work.ledger.leave(name, name, why)
