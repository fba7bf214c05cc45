"""The importer: step by step over to pages, then the conditions, then what is left is put in order."""

from collections.abc import Mapping
from typing import Any

from dygn.base.saying import _, says
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.document import form_from_data
from dygn.forms.rules.proof import faults_in
from dygn.services.importers.viva.conditions import is_choice_of, names_in, translated
from dygn.services.importers.viva.going_on import keep_rules_for_going_on
from dygn.services.importers.viva.questions import (
    LANGUAGE,
    TOGETHER,
    Question,
    answered_term,
    card_text,
    give_options,
    group_of,
    list_questions,
    plain_question,
    texts,
)
from dygn.services.importers.viva.source import OldForm, Part, Step, parts_of, read_old_form, text_of
from dygn.services.importers.viva.ticks import TickGroup, tick_groups
from dygn.services.importers.viva.words import has_signs, in_words
from dygn.services.importers.viva.work import Draft, Work
from dygn.services.importers.words import our_id, slug
from dygn.services.ports import FormatImporter, ImportedForm
from dygn.services.rules.imported import Verdict
from dygn.services.rules.pages import RESERVED_PAGE_IDS

_RECEIPT = """# Vi har fått din ansökan

Hej {name}

Vi fick din ansökan {sent_on}. Den har nummer **{reference}**.

{next}

{unit}, {municipality}
"""
_LEFT: Mapping[str, str] = {
    "summaryList": _("answers are shown on the page to check them, and in the receipt"),
    "fileViewer": _("files are shown on the page to check them, and in the receipt"),
    "navigationButton": _("the page that it opened is shown when the button was"),
    "navigationButtonGroup": _("the pages that it opened are shown when the buttons were"),
    "hidden": _("a hidden value that the old app worked out"),
}


class VivaImporter(FormatImporter):
    """Reads one form of the format, whole."""

    def read(self, content: bytes, *, key: str) -> ImportedForm:
        old = read_old_form(content)
        work = Work()
        together = _applying_together(old, work)
        drafts = [(step, _questions(step, work)) for step in old.steps]
        _place_together(drafts, together)
        _count_sums_as_answered(work)
        pages = [page for step, questions in drafts if (page := _page(step, questions, old, work))]
        keep_rules_for_going_on(old, pages, work)
        _name_pages(pages)
        _open_circles(pages, work)
        _drop_unfit(pages, work)
        last = old.steps[-1]
        return ImportedForm(_service(old, key, pages, last), _letters(last), tuple(work.lines))


def _applying_together(old: OldForm, work: Work) -> Draft | None:
    """Whether somebody applies with another was known to the old app; here it is asked."""
    used = {
        name
        for step in old.steps
        for each in step.questions
        for name in names_in(text_of(each, "conditionalOn"))
    }
    if not used & set(TOGETHER):
        return None
    question: Question = {
        "id": our_id("together", work.taken),
        "kind": "yes_no",
        "label": texts("Söker du tillsammans med någon?"),
    }
    for name in TOGETHER:
        work.answered[name] = f"{question['id']} == true"
    work.say(
        Verdict.CHANGED,
        ", ".join(TOGETHER),
        question["label"][LANGUAGE],
        says(_("a hidden value is asked for instead")),
    )
    return Draft(question, "", TOGETHER[0])


def _place_together(drafts: list[tuple[Step, list[Draft]]], together: Draft | None) -> None:
    """Ask it on the first page where something besides is asked."""
    for _step, questions in drafts:
        if together is not None and any(
            each.question["kind"] not in ("information", "declaration") for each in questions
        ):
            questions.insert(0, together)
            return


def _questions(step: Step, work: Work) -> list[Draft]:
    """Take over the questions of a step, in their order."""
    groups = {text_of(member, "id"): group for group in tick_groups(step) for member in group.members}
    drafts: list[Draft] = []
    for old in step.questions:
        old_id, kind = text_of(old, "id"), text_of(old, "type")
        if kind == "checkbox" and old_id in groups:
            if old is groups[old_id].members[0]:
                drafts.append(_tick_group(groups[old_id], step, work))
            work.say(
                Verdict.CHANGED, old_id, text_of(old, "text"), says(_("boxes that belong together are one question"))
            )
        elif kind in _LEFT:
            if kind == "summaryList":
                work.sums[old_id] = [text_of(each, "id") for each in parts_of(old, "items")]
            if old_id not in TOGETHER:
                work.say(
                    Verdict.LEFT,
                    old_id,
                    text_of(old, "text", "heading", "label", "description") or kind,
                    _LEFT[kind],
                )
        else:
            drafts += _question(old, old_id, step, work)
    return drafts


def _question(old: Part, old_id: str, step: Step, work: Work) -> list[Draft]:
    """Take over one question; an editable list becomes several."""
    condition, kind = text_of(old, "conditionalOn"), text_of(old, "type")
    if kind == "editableList":
        questions, lines = list_questions(old, work.taken)
        work.lines += lines
        return [Draft(each, condition, old_id) for each in questions]
    if kind == "card" and not card_text(old):
        work.say(Verdict.LEFT, old_id, says(_("an empty card")), says(_("only made space")))
        return []
    question = plain_question(old, our_id(old_id, work.taken), in_words(step.title) or old_id)
    if question["kind"] == "information":
        question = {"id": question["id"], "kind": "information", "text": {LANGUAGE: card_text(old)}}
    elif question["kind"] == "declaration":
        question |= {
            "label": texts(text_of(old, "text", "label"), question["id"]),
            "required": is_needed_tick(old_id, step),
        }
    elif question["kind"] == "one_of":
        work.lines += give_options(old, question, old_id)
    elif question["kind"] == "file":
        question["limits"] = {"max_count": 10, "accept": ["image", "pdf"]}
    elif question["kind"] == "group":
        work.lines += group_of(old, question, work.taken)
    work.answered.setdefault(old_id, answered_term(question))
    work.names.setdefault(old_id, question["id"])
    _tell(old, old_id, question, work)
    return [Draft(question, condition, old_id)]


def is_needed_tick(old_id: str, step: Step) -> bool:
    """The step could only be left with this one box ticked."""
    return is_choice_of(step.go_on_if) == [old_id]


def _tell(old: Part, old_id: str, question: Question, work: Work) -> None:
    label = question.get("label", {}).get(LANGUAGE, "") or question["kind"]
    changed = any(
        has_signs(text_of(old, name)) for name in ("label", "title", "heading", "text", "description")
    )
    if changed:
        work.say(Verdict.CHANGED, old_id, label, says(_("names and months that the app filled in stand in words")))
    else:
        work.say(Verdict.CARRIED, old_id, f"{label} ({question['kind']})")


def _tick_group(group: TickGroup, step: Step, work: Work) -> Draft:
    """Make one question of boxes that belong together."""
    name = our_id(
        f"{slug(in_words(step.title))[:30]}_{'choice' if group.kind == 'one_of' else 'choices'}", work.taken
    )
    label = next((text_of(each, "label") for each in group.members if text_of(each, "label")), step.title)
    keys: set[str] = set()
    options = []
    for member in group.members:
        key = our_id(text_of(member, "id"), keys)
        options.append({"key": key, "label": texts(text_of(member, "text"), key)})
        work.answered[text_of(member, "id")] = (
            f"{name} == '{key}'" if group.kind == "one_of" else f"'{key}' in {name}"
        )
    question: Question = {"id": name, "kind": group.kind, "label": texts(label, name), "options": options}
    if not group.is_required:
        question["required"] = False
    return Draft(question, group.condition, name)


def _page(step: Step, drafts: list[Draft], old: OldForm, work: Work) -> dict[str, Any] | None:
    """Make a page of a step; None when nothing is asked on it."""
    where = in_words(step.title) or step.id
    if step is old.steps[-1] or not drafts:
        why = _("what it says is on the receipt") if step is old.steps[-1] else _("nothing is asked on it")
        work.say(Verdict.LEFT, where, says(_("the step itself")), why)
        return None
    page: dict[str, Any] = {"id": slug(where)[:50], "title": texts(where, "Sida")}
    if lead := in_words(step.lead):
        page["lead"] = {LANGUAGE: lead}
    if shown_if := _opened_if(step, old, work):
        page["shown_if"] = shown_if
    page["questions"] = [_placed(draft, work) for draft in drafts]
    if step.signs:
        work.say(Verdict.CHANGED, where, says(_("signing")), says(_("who is logged in with an e-ID confirms with a tick")))
    return page


def _count_sums_as_answered(work: Work) -> None:
    """A list that sums entries up counts as answered when one of them is."""
    for name, entries in work.sums.items():
        terms = dict.fromkeys(work.answered[entry] for entry in entries if entry in work.answered)
        if terms:
            work.answered.setdefault(name, f"({' || '.join(terms)})" if len(terms) > 1 else next(iter(terms)))


def _placed(draft: Draft, work: Work) -> Question:
    """Put the condition into our language."""
    condition = _condition(draft.condition, draft.where, work)
    return {**draft.question, "shown_if": condition} if condition else draft.question


def _condition(condition: str, where: str, work: Work) -> str:
    def on_unknown(name: str) -> None:
        if (where, name) not in work.unknown_told:
            work.unknown_told.add((where, name))
            work.say(
                Verdict.CHANGED, where, says(_("a condition on %(name)s"), name=name), says(_("it is no question, and counts as unanswered"))
            )

    return translated(condition, work.answered, on_unknown)


def _opened_if(step: Step, old: OldForm, work: Work) -> str:
    """A step that was opened by a button is shown when the button was."""
    conditions = [condition for other in old.steps for target, condition in other.opens if target == step.id]
    return "" if not conditions or "" in conditions else _condition(" || ".join(conditions), step.title, work)


def _name_pages(pages: list[dict[str, Any]]) -> None:
    """Give each page a name of its own."""
    taken = set(RESERVED_PAGE_IDS)
    for page in pages:
        base = page["id"].strip("-") or "sida"
        base = base if base[0].isalpha() else f"s-{base}"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        page["id"] = name


def _open_circles(pages: list[dict[str, Any]], work: Work) -> None:
    """The old app allowed two questions to hide each other; here the box that says “none” is always shown."""
    while circle := circle_in(form_from_data(pages)):
        by_id = {each["id"]: each for page in pages for each in page["questions"]}
        ordered = sorted(
            circle[:-1], key=lambda name: by_id[name]["kind"] != "declaration" if name in by_id else 2
        )
        freed = next((name for name in ordered if name in by_id and by_id[name].pop("shown_if", None)), None)
        if freed is None:
            _free_page(pages, circle)
        work.say(
            Verdict.CHANGED, freed or circle[0], says(_("its condition")), says(_("it hid itself; it is always shown instead"))
        )


def _drop_unfit(pages: list[dict[str, Any]], work: Work) -> None:
    """A condition that asks about what is nowhere in a broken form is taken away, and that is told."""
    for fault in faults_in(form_from_data(pages), (LANGUAGE,)):
        if fault.path[-1] != "shown_if":
            continue
        part: Any = pages
        for step in fault.path[1:-1]:
            part = part[step]
        if part.pop("shown_if", None):
            work.say(
                Verdict.CHANGED, part["id"], says(_("its condition")),
                says(_("its “%(part)s” is left out: %(why)s"), part="shown_if", why=fault.message),
            )  # fmt: skip


def _free_page(pages: list[dict[str, Any]], circle: list[str]) -> None:
    for page in pages:
        if any(each["id"] in circle for each in page["questions"]):
            page.pop("shown_if", None)


def _service(old: OldForm, key: str, pages: list[dict[str, Any]], last: Step) -> dict[str, Any]:
    title = in_words(old.name) or key or "Ansökan"
    key = key or _key_from(title)
    return {
        "format": 1,
        "key": key,
        "languages": [LANGUAGE],
        "title": texts(title, "Tjänst"),
        "summary": texts(in_words(old.description) or title),
        "log_in": "substantial",
        "steps": [
            {"key": "received", "days": 0},
            {"key": "in_hand", "days": 14},
            {"key": "decided", "days": 1},
        ],
        "next_text": texts(in_words(last.lead) or "Vi läser din ansökan och hör av oss."),
        "pages": pages,
    }


def _key_from(title: str) -> str:
    name = slug(title)[:70].strip("-")
    return name if len(name) > 2 and name[0].isalpha() else f"form-{name}".strip("-")


def _letters(last: Step) -> dict[str, str]:
    said = "\n\n".join(
        text for text in (in_words(last.lead), *(card_text(each) for each in last.questions)) if text
    )
    return {f"receipt.{LANGUAGE}.md": _RECEIPT.replace("{next}", said.replace("{", "(").replace("}", ")"))}
