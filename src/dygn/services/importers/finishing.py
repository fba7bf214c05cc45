"""From pages on their way to the data of a package: conditions written, bounds kept, nothing left that is wrong."""

from collections.abc import Iterator
from typing import Any

from dygn.base.expressions import compile_expression
from dygn.base.saying import Fact, Said, _, says
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.document import form_from_data
from dygn.forms.rules.proof import MOST_PAGES, MOST_QUESTIONS, faults_in
from dygn.services.importers.conditions import CannotBeSaid, written
from dygn.services.importers.words import slug
from dygn.services.importers.work import Asked, PageDraft, Question, Work
from dygn.services.rules.package.faults import refused
from dygn.services.rules.pages import RESERVED_PAGE_IDS

Data = dict[str, Any]
MOST_ON_A_PAGE = 100
MOST_IN_A_GROUP = 50
MOST_CIRCLES = 20
_HUNG = _("its condition hung on itself; it is always shown")
_EXPRESSIONS = ("shown_if", "required", "must_hold", "computed")


def finished(drafts: list[PageDraft], work: Work) -> list[Data]:
    """Give the pages as data that is right; everything taken away on the way is told."""
    drafts = [part for draft in drafts if draft.asked for part in _parts_of(draft)]
    drafts = _within_bounds(drafts, work)
    if not drafts:
        raise refused("form", says(_("There are no questions in the file that could be carried over.")))
    places: dict[str, str] = {}
    pages = [_page(draft, work, places) for draft in drafts]
    _name_pages(pages)
    _mend(pages, work, places)
    return pages


def _parts_of(draft: PageDraft) -> Iterator[PageDraft]:
    """A page that holds more than a page may becomes several."""
    for start in range(0, len(draft.asked), MOST_ON_A_PAGE):
        asked = draft.asked[start : start + MOST_ON_A_PAGE]
        yield PageDraft(draft.title, draft.where, asked, draft.lead if not start else {}, draft.shown)


def _within_bounds(drafts: list[PageDraft], work: Work) -> list[PageDraft]:
    """Keep to the number of pages and questions that a form may have."""
    kept: list[PageDraft] = []
    count = 0
    for draft in drafts:
        for group in draft.asked:
            for each in group.rows[MOST_IN_A_GROUP:]:
                work.ledger.leave(each.where, each.where, says(_("a group has at most %(most)s questions"), most=MOST_IN_A_GROUP))
            del group.rows[MOST_IN_A_GROUP:]
        count += sum(1 + len(each.rows) for each in draft.asked)
        if len(kept) < MOST_PAGES and count <= MOST_QUESTIONS:
            kept.append(draft)
            continue
        for each in draft.asked:
            work.ledger.leave(
                each.where,
                each.where,
                says(_("a form has at most %(pages)s pages and %(questions)s questions"), pages=MOST_PAGES, questions=MOST_QUESTIONS),
            )
    return kept


def _page(draft: PageDraft, work: Work, places: dict[str, str]) -> Data:
    page: Data = {"id": "", "title": draft.title}
    if draft.lead:
        page["lead"] = draft.lead
    shown = draft.shown
    if shown is not None:
        notes: list[Said] = []
        try:
            source = written(shown, work.find, "", notes)
        except CannotBeSaid as reason:
            source = "true"
            for each in draft.asked:
                each.cannot_say(reason, work.ledger)
        for note in notes:
            work.ledger.change(draft.where, note)
        if source != "true":
            page["shown_if"] = source
    page["questions"] = [_question(each, work, places) for each in draft.asked]
    return page


def _question(asked: Asked, work: Work, places: dict[str, str]) -> Question:
    """Write the conditions of a question into it."""
    question = asked.question
    places[asked.id] = asked.where
    if asked.shown is not None:
        notes: list[Said] = []
        try:
            source = written(asked.shown, work.find, asked.row_of, notes)
        except CannotBeSaid as reason:
            source = "true"
            asked.cannot_say(reason, work.ledger)
        for note in notes:
            work.ledger.change(asked.where, note)
        if source != "true":
            question["shown_if"] = source
    if asked.needed is not None:
        _require(question, asked, work)
    if asked.rows:
        question["questions"] = [_question(each, work, places) for each in asked.rows]
    return question


def _require(question: Question, asked: Asked, work: Work) -> None:
    """What must be answered whenever it is shown is simply required."""
    if asked.needed == asked.shown:
        question["required"] = "shown_if" in question
        return
    try:
        source = written(asked.needed, work.find, asked.row_of) if asked.needed is not None else "false"
    except CannotBeSaid as reason:
        source = "false"
        work.ledger.change(
            asked.where, says(_("the condition that says when it must be answered is left out: %(reason)s"), reason=reason.said)
        )
    question["required"] = {"true": True, "false": False}.get(source, source)


def _name_pages(pages: list[Data]) -> None:
    """Give each page a name of its own, made from its title."""
    taken = set(RESERVED_PAGE_IDS)
    for page in pages:
        base = slug(next(iter(page["title"].values())))[:50].strip("-") or "page"
        base = base if base[0].isalpha() else f"p-{base}"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        page["id"] = name


def _mend(pages: list[Data], work: Work, places: dict[str, str]) -> None:
    """Take away the expressions that do not hold their proof, and tell of each."""
    opened = 0
    for _round in range(MOST_QUESTIONS):
        form = form_from_data(pages)
        wrong = [fault for fault in faults_in(form, work.languages) if fault.path[-1] in _EXPRESSIONS]
        if wrong:
            for fault in wrong:
                _drop(pages, fault.path, work, places, fault.message)
        elif circle := circle_in(form):
            opened += 1
            if opened <= MOST_CIRCLES:
                _open(pages, circle, work, places)
            else:
                _open_all(pages, work, places)
        else:
            return


def _drop(pages: list[Data], path: tuple[Any, ...], work: Work, places: dict[str, str], why: Fact) -> None:
    part: Any = pages
    for step in path[1:-1]:
        part = part[step]
    part.pop(path[-1], None)
    if path[-1] in ("required", "shown_if") and "kind" in part and part["kind"] != "information":
        part["required"] = False
    work.ledger.change(places.get(part["id"], part["id"]), says(_("its “%(part)s” is left out: %(why)s"), part=path[-1], why=why))


def _open(pages: list[Data], circle: list[str], work: Work, places: dict[str, str]) -> None:
    """Two questions that hide each other: the first that can be is always shown instead."""
    for page in pages:
        for each in page["questions"]:
            if each["id"] in circle and _free(each, work, places):
                return
    for page in pages:
        if any(each["id"] in circle for each in page["questions"]) and page.pop("shown_if", None):
            work.ledger.change(str(places.get(page["questions"][0]["id"], page["id"])), _HUNG)
            return


def _open_all(pages: list[Data], work: Work, places: dict[str, str]) -> None:
    """Where there are very many circles, nothing hangs on what is asked later."""
    order = [
        inner["id"]
        for page in pages
        for each in page["questions"]
        for inner in (each, *each.get("questions", ()))
    ]
    place = {name: number for number, name in enumerate(order)}
    for page in pages:
        if _looks_ahead(page, page["questions"][0]["id"], place) and page.pop("shown_if", None):
            work.ledger.change(str(places.get(page["questions"][0]["id"], page["id"])), _HUNG)
        for each in page["questions"]:
            for inner in (each, *each.get("questions", ())):
                if _looks_ahead(inner, inner["id"], place) or each["id"] in _asked_about(inner):
                    _free(inner, work, places)


def _looks_ahead(part: Data, name: str, place: dict[str, int]) -> bool:
    return any(place.get(each, -1) >= place[name] for each in _asked_about(part))


def _asked_about(part: Data) -> set[str]:
    sources = [part[source] for source in ("shown_if", "computed") if source in part]
    return {name for source in sources for name in compile_expression(source).names}


def _free(question: Question, work: Work, places: dict[str, str]) -> bool:
    """Let the question be shown always; say whether it hung on anything."""
    had = [question.pop(name, None) for name in ("shown_if", "computed")]
    if not any(had):
        return False
    if question["kind"] != "information":
        question["required"] = False
    work.ledger.change(str(places.get(question["id"], question["id"])), _HUNG)
    return True
