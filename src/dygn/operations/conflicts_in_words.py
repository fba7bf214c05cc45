"""What a municipality and the origin of its package have both changed, as its author reads it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.frame import LANGUAGE_NAMES
from dygn.base.words import pick
from dygn.forms.rules.definition import FormDefinition
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.merging_values import ORDER, Conflict
from dygn.services.rules.package.yaml_writing import write_yaml


@dataclass(frozen=True)
class ToldConflict:
    """A conflict with its place and both sides in words."""

    place: str
    base: str
    ours: str
    theirs: str


def told_conflict(
    conflict: Conflict, ours: EditedPackage, theirs: EditedPackage, language: str
) -> ToldConflict:
    """Tell a conflict in the author's words."""
    sides = (_words(side, language) for side in (conflict.base, conflict.ours, conflict.theirs))
    return ToldConflict(" · ".join(_place(conflict.where, ours, theirs, language)), *sides)


def _place(where: str, ours: EditedPackage, theirs: EditedPackage, language: str) -> list[str]:
    first, *rest = where.split("/")
    if first in ("letters", "scenarios"):
        name, _dot, ending = "/".join(rest).partition(".")
        letter = str(LETTERS_IN_WORDS.get(name, name))
        told = _("Letter: %(name)s") if first == "letters" else _("Scenario: %(name)s")
        return [told % {"name": letter}, *_parts([ending.partition(".")[0]] if first == "letters" else [])]
    if first == "pages" and rest and rest[0] != ORDER:
        return [_named_page(rest[0], ours, theirs, language), *_parts(rest[1:])]
    if first == "questions" and rest:
        return [_named_question(rest[0], ours, theirs, language), *_parts(rest[1:])]
    return _parts([first, *rest])


def _parts(names: list[str]) -> list[str]:
    known = {
        "title": _("Title"), "summary": _("Summary"), "description": _("Description"), "steps": _("Steps and expected days"),
        "for_whom": _("Who it is for"), "have_ready": _("What to have ready"), "fee": _("What it costs"),
        "log_in": _("Log-in"), "rules": _("Rules"), "retention": _("How long it is kept"),
        "personal_data": _("Personal data"), "channels": _("Other ways to get it done"), "pages": _("Pages"),
        "languages": _("Languages"), "topics": _("Topics"), "related": _("Related services"),
        "label": _("The question"), "hint": _("Help"), "why": _("Why we ask"), "text": _("Text"),
        "lead": _("Introduction"), "shown_if": _("When it is shown"), "must_hold": _("What must hold"),
        "warn_if": _("When it warns"), "computed": _("How it is worked out"),
        "required": _("Whether it must be answered"), "home": _("Where it stands"), ORDER: _("The order"),
        "options": _("Answers to choose"), "questions": _("Questions"), "kind": _("Kind of question"),
    }  # fmt: skip
    return [known.get(name) or LANGUAGE_NAMES.get(name) or name.replace("_", " ") for name in names if name]


def _named_page(page_id: str, ours: EditedPackage, theirs: EditedPackage, language: str) -> str:
    for form in (ours.form, theirs.form):
        page = form.page_by_id.get(page_id)
        if page is not None:
            return pick(page.title, language) or page_id
    return page_id


def _named_question(question_id: str, ours: EditedPackage, theirs: EditedPackage, language: str) -> str:
    return (
        _name_in(ours.form, question_id, language)
        or _name_in(theirs.form, question_id, language)
        or question_id
    )


def _name_in(form: FormDefinition, question_id: str, language: str) -> str:
    found = (question for question in form.every_question() if question.id == question_id)
    return next((pick(question.label, language) or pick(question.text, language) for question in found), "")


def _words(side: Any, language: str) -> str:
    """Give what one side has, to read: a text in the reader's language, a page or question by its name."""
    if side is None:
        return ""
    if isinstance(side, bool):
        return _("Yes") if side else _("No")
    if isinstance(side, str | int | float):
        return str(side).strip()
    if isinstance(side, list | tuple) and all(isinstance(each, str) for each in side):
        return ", ".join(side)
    if isinstance(side, dict) and all(
        isinstance(each, str) and len(name) == 2 for name, each in side.items()
    ):
        return pick(side, language)
    return _name_of(side, language) or write_yaml(side).strip()


def _name_of(side: Any, language: str) -> str:
    """Give a page, with the names of its questions, or a question, or an answer."""
    if not isinstance(side, dict) or not ({"id", "key"} & side.keys()):
        return ""
    name = pick(side.get("title") or side.get("label") or side.get("text") or {}, language)
    inner = [_name_of(each, language) for each in side.get("questions", ())]
    return "\n".join([name or str(side.get("id", side.get("key"))), *(f"– {each}" for each in inner)])
