"""The importer: pages of the wizard over to pages, element by element."""

from dataclasses import replace

from dygn.base.saying import _, says
from dygn.services.importers.conditions import Condition, every
from dygn.services.importers.finishing import finished
from dygn.services.importers.service_data import FORM, QUESTIONS, receipts, service_data
from dygn.services.importers.source import is_on, whole_number
from dygn.services.importers.webform.composites import NOT_REPEATED, SINGLE, fields_of
from dygn.services.importers.webform.elements import (
    FRAMES,
    LEFT,
    PAGES,
    PARTS,
    SECTIONS,
    TEXTS,
    Becomes,
)
from dygn.services.importers.webform.elements import (
    QUESTIONS as KINDS,
)
from dygn.services.importers.webform.hidden import ask_hidden, is_asked_about, name_anew, sum_up
from dygn.services.importers.webform.questions import (
    OF_REGISTERS,
    hint_of,
    question_of,
    read_states,
    texts_of,
)
from dygn.services.importers.webform.source import Element, OldForm, read_form
from dygn.services.importers.words import line_of, markdown_of, our_id
from dygn.services.importers.work import Asked, PageDraft, Texts, Work
from dygn.services.ports import FormatImporter, ImportedForm

SUM = "grants_webform_summation_field"
MOST_ROWS = 50


class WebformImporter(FormatImporter):
    """Reads the configuration of one webform, whole."""

    def read(self, content: bytes, *, key: str) -> ImportedForm:
        old = read_form(content)
        form = _Form(old)
        form.take_over()
        pages = finished(form.pages, form.work)
        title = {
            language: old.title[language] or form.work.from_ours(FORM)[language] for language in old.languages
        }
        summary = {
            language: line_of(old.description[language])[:500] or title[language]
            for language in old.languages
        }
        log_in = "none" if old.is_open_to_all else "substantial"
        service = service_data(title, summary, pages, key=key, log_in=log_in, work=form.work)
        return ImportedForm(service, receipts(form.work), form.work.ledger.lines())


class _Form:
    """The form on its way over: where each element goes."""

    def __init__(self, old: OldForm) -> None:
        self.old = old
        names = frozenset(each.key for outer in old.elements for each in outer.everywhere())
        self.work = Work(old.languages, names=names)
        self.pages: list[PageDraft] = []
        self.sums: list[Element] = []
        self.asked_about = is_asked_about(old.elements)

    def take_over(self) -> None:
        """Go through the form from the top."""
        for element in self.old.elements:
            self._take(element, None, at_top=True)
        for element in self.sums:
            sum_up(element, self.pages, self.work)
        ask_hidden(self.old, self.pages, self.asked_about, self.work)
        self._tell_of_the_rest()

    def _take(self, element: Element, shown: Condition | None, *, at_top: bool = False) -> None:
        """Put an element, and all within it, where it belongs."""
        kind = element.type
        if element.given.get("access") is False:
            self.work.ledger.leave(element.path, self._name(element), says(_("nobody had access to it")))
        elif kind in PAGES or (kind == "webform_section" and not self._is_within_section):
            self._page(element, shown)
        elif kind in SECTIONS:
            self._section(element, shown)
        elif kind in FRAMES:
            self.work.ledger.carry(element.path, self._name(element))
            self._within(element, self._shown(element, shown))
        elif kind == SUM:
            self.sums.append(element)
        elif kind in TEXTS:
            self._text(element, shown)
        elif kind in LEFT:
            is_kept = kind in ("hidden", "value") and element.key in self.asked_about
            if not is_kept and not name_anew(element, self.work):
                self.work.ledger.leave(element.path, self._name(element), LEFT[kind])
        else:
            self._question(element, shown)

    _is_within_section = False

    def _page(self, element: Element, shown: Condition | None) -> None:
        """A page of the wizard, or a section that stands on one, is a page."""
        shown = self._shown(element, shown)
        self.work.ledger.carry(element.path, self._name(element))
        title = texts_of(element, self.work, "title") or self._last_title()
        lead = texts_of(element, self.work, "description", clean=markdown_of)
        self.pages.append(PageDraft(title, element.path, [], lead, shown))
        was_within, self._is_within_section = self._is_within_section, element.type == "webform_section"
        self._within(element, shown)
        self._is_within_section = was_within
        if not was_within and element.type == "webform_section":
            self.pages.append(PageDraft(self._above(title), element.path))

    def _above(self, title: Texts) -> Texts:
        """The title for what stands after a section, on the same page of the old form."""
        return next((page.title for page in reversed(self.pages) if page.title != title), title)

    def _last_title(self) -> Texts:
        return self.pages[-1].title if self.pages else self.work.from_ours(QUESTIONS)

    def _within(self, element: Element, shown: Condition | None) -> None:
        for each in element.elements:
            self._take(each, shown)

    def _section(self, element: Element, shown: Condition | None) -> None:
        """A section within a section is a heading, with its help below."""
        shown = self._shown(element, shown)
        self._heading(element, shown)
        self._within(element, shown)

    def _heading(self, element: Element, shown: Condition | None) -> None:
        title, help_text = texts_of(element, self.work, "title"), hint_of(element, self.work)
        self.work.ledger.carry(element.path, self._name(element))
        if title and element.text("title_display") not in ("none", "invisible"):
            words = {each: f"### {title[each]}\n\n{help_text.get(each, '')}".strip() for each in title}
            self._ask(self._information(element, words), shown)
        elif help_text:
            self._ask(self._information(element, help_text), shown)

    def _information(self, element: Element, words: Texts) -> Asked:
        name = our_id(f"{element.key}_text", self.work.taken)
        return Asked({"id": name, "kind": "information", "text": words}, element.path)

    def _text(self, element: Element, shown: Condition | None) -> None:
        texts = texts_of(
            element, self.work, "markup", "text", "message_message", "more", "markup_text", clean=markdown_of
        )
        if not texts:
            self.work.ledger.leave(element.path, self._name(element), says(_("there is no text in it")))
            return
        asked = self._information(element, texts)
        self.work.ledger.carry(element.path, self._name(element))
        read_states(element, asked, self.work)
        asked.needed = None
        self._ask(asked, shown)

    def _question(self, element: Element, shown: Condition | None) -> None:
        work = self.work
        if element.type == "webform_likert":
            self._likert(element, shown)
        elif single := SINGLE.get(element.type):
            self._single(element, single, shown)
        elif fields := fields_of(element, work.languages):
            self._composite(element, fields, shown)
        elif element.type in PARTS and (whole := self._asked_already(element)) is not None:
            work.found.setdefault(element.key, whole)
        elif element.type in KINDS:
            asked = question_of(element, KINDS[element.type], work)
            work.found.setdefault(element.key, asked)
            repeated = element.given.get("multiple") not in (None, False, 0, "", "0", "false")
            if repeated and asked.question["kind"] not in ("several_of", "file", "one_of", "information"):
                asked = self._repeated(element, asked)
            self._ask(asked, shown)
        elif element.elements:
            work.ledger.change(
                element.path, says(_("an element “%(type)s” is not known; what stands in it is asked"), type=element.type[:60])
            )
            self._within(element, self._shown(element, shown))
        else:
            asked = question_of(element, Becomes("text"), work)
            work.ledger.change(
                element.path, says(_("an element “%(type)s” is not known; a text is asked instead"), type=element.type[:60])
            )
            work.found.setdefault(element.key, asked)
            self._ask(asked, shown)

    def _asked_already(self, element: Element) -> Asked | None:
        """Give the question that name and number are both answered by, when it stands in the form before."""
        kind = KINDS[element.type].kind
        before = [each for draft in self.pages for each in draft.asked if each.question["kind"] == kind]
        if before:
            self.work.ledger.carry(element.path, self._name(element))
            self.work.ledger.change(element.path, KINDS[element.type].why)
        return before[-1] if before else None

    def _single(self, element: Element, single: str, shown: Condition | None) -> None:
        """What a site makes of several fields is one question of ours."""
        given = dict(element.given)
        if is_on(given.get("attachment__required")):
            given["required"] = True
        if element.type == "grants_attachments":
            self.work.ledger.change(element.path, says(_("“delivered later” and “delivered before” are not asked")))
        becomes = Becomes(single) if single == "iban" else KINDS[single]
        asked = question_of(replace(element, given=given), becomes, self.work)
        self.work.found.setdefault(element.key, asked)
        self._ask(asked, shown)

    def _composite(self, element: Element, fields: tuple[Element, ...], shown: Condition | None) -> None:
        """Fields that are repeated are a group; those that are not stand one after the other."""
        is_repeated = element.given.get("multiple") not in (
            None,
            False,
            0,
            "",
            "0",
            "false",
        ) or element.is_on("multiple__header")
        is_repeated = is_repeated or element.type == "webform_custom_composite"
        if is_repeated and element.type not in NOT_REPEATED and element.type != "grants_compensations":
            self._ask(self._group(element, fields), shown)
            return
        self._heading(element, shown)
        outer = Asked({"id": element.key, "kind": "information"}, element.path)
        read_states(element, outer, self.work)
        inner = [
            question_of(replace(each, key=f"{element.key}_{each.key}"), self._becomes(each), self.work)
            for each in fields
        ]
        for each, asked in zip(fields, inner, strict=True):
            self.work.found.setdefault(f"{element.key}.{each.key}", asked)
            asked.shown = every(outer.shown, asked.shown)
            self._ask(asked, shown)
        if element.type == "grants_compensations":
            self.work.ledger.change(
                element.path, says(_("the names of the grants lie in the site; an amount is asked for each"))
            )

    def _becomes(self, element: Element) -> Becomes:
        return KINDS.get(element.type, Becomes("text"))

    def _group(self, element: Element, fields: tuple[Element, ...]) -> Asked:
        """A group that is answered once per row."""
        group = question_of(
            replace(element, given={**element.given, "multiple": None}), Becomes("group"), self.work
        )
        group.rows = [question_of(each, self._becomes(each), self.work, group.id) for each in fields]
        for each, asked in zip(fields, group.rows, strict=True):
            self.work.found.setdefault(f"{element.key}.{each.key}", asked)
        if row_name := texts_of(element, self.work, "multiple__item_label"):
            group.question["row_name"] = {
                each: text[:1].upper() + text[1:] for each, text in row_name.items()
            }
        self._count_rows(element, group)
        self.work.found.setdefault(element.key, group)
        return group

    def _repeated(self, element: Element, asked: Asked) -> Asked:
        """A question that may be answered several times is a group with one question."""
        name = our_id(f"{element.key}_each", self.work.taken)
        inner = Asked({**asked.question, "id": name}, element.path, values=asked.values, row_of=asked.id)
        inner.question.pop("prefill", None)
        kept = {
            name: value
            for name, value in asked.question.items()
            if name in ("id", "label", "hint", "required")
        }
        inner.question.pop("hint", None)
        inner.question.pop("required", None)
        if inner.question["kind"] in OF_REGISTERS:
            inner.question["kind"] = "text"
            self.work.ledger.change(element.path, says(_("in rows it is written, not chosen from the register")))
        asked.question = {**kept, "kind": "group"}
        asked.rows = [inner]
        self._count_rows(element, asked)
        self.work.ledger.change(element.path, says(_("it may be answered several times: each stands in a row")))
        return asked

    def _count_rows(self, element: Element, group: Asked) -> None:
        most = (
            whole_number(element.given.get("multiple"), least=2, most=MOST_ROWS)
            if element.given.get("multiple") is not True
            else None
        )
        group.question["limits"] = {"max_count": most or 20}

    def _likert(self, element: Element, shown: Condition | None) -> None:
        """Each line of the table is a question with the same answers."""
        lines, answers = element.given.get("questions"), element.given.get("answers")
        if not isinstance(lines, dict) or not isinstance(answers, dict):
            self.work.ledger.leave(
                element.path, self._name(element), says(_("its lines lie in the site, not in the file"))
            )
            return
        self._heading(element, shown)
        self.work.ledger.change(element.path, says(_("each line of the table is a question of its own")))
        for key, line in list(lines.items())[:50]:
            words = {
                language: {
                    "title": _part(said, "questions", key, line),
                    "options": said.get("answers", answers),
                }
                for language, said in element.translated.items()
            }
            given = {
                "type": "radios",
                "title": line,
                "options": answers,
                "required": element.given.get("required"),
            }
            given["states"] = element.given.get("states")
            inner = Element(f"{element.key}_{key}", f"{element.path}/{key}", given, words)
            asked = question_of(inner, Becomes("one_of"), self.work)
            self.work.found.setdefault(f"{element.key}.{key}", asked)
            self._ask(asked, shown)

    def _ask(self, asked: Asked, shown: Condition | None) -> None:
        """Put a question on the page that is open; what its page already hangs on is not said again."""
        if not self.pages:
            self.pages.append(PageDraft(self._last_title(), asked.where))
        page = self.pages[-1]
        asked.shown = every(*(part for part in (shown, asked.shown) if part is not page.shown))
        if asked.needed is not None and asked.shown is not None and asked.needed == asked.shown:
            asked.needed = asked.shown
        page.asked.append(asked)

    def _shown(self, element: Element, shown: Condition | None) -> Condition | None:
        own = Asked({"id": element.key, "kind": "information"}, element.path)
        read_states(element, own, self.work)
        return every(shown, own.shown)

    def _name(self, element: Element) -> str:
        return line_of(element.text("title", "markup", "text"))[:80] or element.type[:60] or element.key

    def _tell_of_the_rest(self) -> None:
        for handler in self.old.handlers:
            self.work.ledger.leave(
                f"handlers/{handler[:60]}",
                says(_("what is done with what is sent")),
                says(_("the case, its post and its process do that here")),
            )


def _part(said: object, name: str, key: str, otherwise: object) -> object:
    inner = said.get(name) if isinstance(said, dict) else None
    return inner.get(key, otherwise) if isinstance(inner, dict) else otherwise
