"""What has changed from one version of a service to another, in words for those whom it concerns.

The definitions are compared as data. Texts are told in the reader's language; a text that has changed
in another language only is told with that language.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.saying import language_named
from dygn.base.words import pick
from dygn.forms.rules.document import form_from_data
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.services.rules.conditions_in_words import condition_in_words
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.parts_in_words import (
    OF_A_PAGE,
    OF_A_QUESTION,
    OF_LIMITS,
    OF_THE_SERVICE,
    part_in_words,
)
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.rules.service_in_words import part_read

Data = Mapping[str, Any]


class Concern(StrEnum):
    """Whom a change concerns."""

    RESIDENT = "resident"
    OFFICER = "officer"
    DATA = "data"


@dataclass(frozen=True)
class Change:
    """One change: where, and what stood there before and stands there now; empty when nothing did."""

    concern: Concern
    where: str
    what: str
    before: str = ""
    after: str = ""


# What each part of a definition is called, and whom it concerns. Pages and letters are told one by one.
_OFFICERS = frozenset({"owner", "steps", "process", "retention", "classification", "topics", "related", "words"})
_TOLD_APART = {"pages", "letters", "scenarios", "key", "format", "process_asks", "process_drawing"}
# A name in an expression; what stands in quotation marks is none.
_NAME = re.compile(r"'[^']*'|[a-z]\w*")
_QUESTION_RULES = ("shown_if", "must_hold", "warn_if", "computed", "required")
_QUESTION_TEXTS = ("label", "hint", "why", "goes_to", "text", "unit", "row_name", "document", "source_name")


def changes_between(before: Data, after: Data, language: str) -> list[Change]:
    """Give all changes, those that concern the resident first."""
    found = [
        *_changes_of_the_service(before, after, language),
        *_changes_of_pages(before["pages"], after["pages"], language),
        *_changes_of_letters(before.get("letters", {}), after.get("letters", {}), language),
        *_changes_of_scenarios(before.get("scenarios", {}), after.get("scenarios", {}), language),
    ]
    order = list(Concern)
    return sorted(found, key=lambda change: order.index(change.concern))


def _changes_of_the_service(before: Data, after: Data, language: str) -> Iterator[Change]:
    for name in sorted((before.keys() | after.keys()) - _TOLD_APART):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        concern = Concern.OFFICER if name in _OFFICERS else Concern.RESIDENT
        words = str(part_in_words(name, OF_THE_SERVICE))
        yield Change(concern, words, _("Changed"), *_told_of_service(name, old, new, language))
    if before.get("process_drawing") != after.get("process_drawing"):
        yield Change(Concern.OFFICER, _("The drawing of the process"), _("Changed"))


def _told_of_service(name: str, old: Any, new: Any, language: str) -> tuple[str, str]:
    """Give a part of the service as its owner reads it; where that is alike, what differs beneath it."""
    read = tuple(part_read(name, each, language) for each in (old, new))
    if read[0] == read[1]:
        return _told(old, new, language)
    return read[0] or "", read[1] or ""


def _changes_of_pages(before: Sequence[Data], after: Sequence[Data], language: str) -> Iterator[Change]:
    old_pages = {page["id"]: page for page in before}
    new_pages = {page["id"]: page for page in after}
    for key, page in old_pages.items():
        if key not in new_pages:
            yield Change(Concern.RESIDENT, _page_name(page, language), _("The page is gone"))
    for key, page in new_pages.items():
        where = _page_name(page, language)
        if key not in old_pages:
            yield Change(Concern.RESIDENT, where, _("New page"))
            continue
        for name in ("title", "lead", "shown_if", "stops"):
            if page.get(name) != old_pages[key].get(name):
                told = _told_part(name, old_pages[key], page, (before, after), language)
                yield Change(Concern.RESIDENT, where, str(OF_A_PAGE[name]), *told)
        if _stand_otherwise(old_pages[key]["questions"], page["questions"], "id"):
            yield Change(Concern.RESIDENT, where, _("The questions come in another order"))
    if _stand_otherwise(before, after, "id"):
        yield Change(Concern.RESIDENT, _("Pages"), _("The pages come in another order"))
    yield from _changes_of_questions(before, after, language)


def _stand_otherwise(before: Sequence[Data], after: Sequence[Data], key: str) -> bool:
    """Say whether what is there before and after stands in another order."""
    old, new = [each[key] for each in before], [each[key] for each in after]
    return [each for each in old if each in new] != [each for each in new if each in old]


def _placed(pages: Sequence[Data]) -> dict[str, tuple[Data, Data]]:
    """Give every question by its id, those in groups too, with the page it stands on."""
    return {
        each["id"]: (page, each)
        for page in pages
        for question in page["questions"]
        for each in (question, *question.get("questions", ()))
    }


def _changes_of_questions(
    old_pages: Sequence[Data], new_pages: Sequence[Data], language: str
) -> Iterator[Change]:
    before, after = _placed(old_pages), _placed(new_pages)
    for key, (_page, question) in before.items():
        if key not in after:
            where = _question_name(question, language)
            yield Change(Concern.RESIDENT, where, _("The question is no longer asked"))
            yield Change(Concern.DATA, where, _("No longer kept in new cases"), before=_kind(question))
    for key, (page, question) in after.items():
        where = _question_name(question, language)
        if key not in before:
            yield Change(Concern.RESIDENT, where, _("New question"))
            yield Change(Concern.DATA, where, _("New in the data"), after=_kind(question))
            continue
        old_page, old = before[key]
        if old_page["id"] != page["id"]:
            told = _page_name(old_page, language), _page_name(page, language)
            yield Change(Concern.RESIDENT, where, _("Moved to another page"), *told)
        yield from _changes_of_question(old, question, (old_pages, new_pages), language)


def _changes_of_question(
    old: Data, new: Data, pages: tuple[Sequence[Data], Sequence[Data]], language: str
) -> Iterator[Change]:
    where = _question_name(new, language)
    for name in (*_QUESTION_TEXTS, *_QUESTION_RULES):
        usual = True if name == "required" else None
        if old.get(name, usual) != new.get(name, usual):
            told = _told_part(name, {name: usual, **old}, {name: usual, **new}, pages, language)
            yield Change(Concern.RESIDENT, where, str(OF_A_QUESTION[name]), *told)
    if old["kind"] != new["kind"]:
        yield Change(Concern.DATA, where, _("Another kind of answer"), _kind(old), _kind(new))
    if old.get("limits") != new.get("limits"):
        told = _told(_limits(old), _limits(new), language)
        yield Change(Concern.RESIDENT, where, _("Limits"), *told)
    if _stand_otherwise(old.get("questions", ()), new.get("questions", ()), "id"):
        yield Change(Concern.RESIDENT, where, _("The questions come in another order"))
    yield from _changes_of_options(old, new, where, language)
    yield from _changes_of_rows(old, new, where, language)
    rest = {"id", "kind", "limits", "options", "rows", "questions", *_QUESTION_TEXTS, *_QUESTION_RULES}
    for name in sorted((old.keys() | new.keys()) - rest):
        if old.get(name) != new.get(name):
            told = _told(old.get(name), new.get(name), language)
            yield Change(Concern.DATA, where, str(part_in_words(name, OF_A_QUESTION)), *told)


def _kind(question: Data) -> str:
    return str(KINDS_IN_WORDS.get(question["kind"], question["kind"]))


def _limits(question: Data) -> dict[str, Any]:
    return {str(part_in_words(name, OF_LIMITS)): value for name, value in question.get("limits", {}).items()}


def _told_part(
    name: str, old: Data, new: Data, pages: tuple[Sequence[Data], Sequence[Data]], language: str
) -> tuple[str, str]:
    """Give a part before and after; a condition as a sentence about the questions of its own version."""
    if name not in _QUESTION_RULES:
        return _told(old.get(name), new.get(name), language)
    told = (_rule(name, each.get(name), form, language) for each, form in zip((old, new), pages, strict=True))
    return tuple(told)  # type: ignore[return-value]


def _rule(name: str, source: Any, pages: Sequence[Data], language: str) -> str:
    if not isinstance(source, str):
        return _in_words(source, language)
    questions = {question.id: question for question in form_from_data(pages).every_question()}
    if name != "computed":
        return condition_in_words(source, questions, language)
    labels = {key: pick(question.label, language) or key for key, question in questions.items()}
    return _NAME.sub(lambda found: f"“{labels[found[0]]}”" if found[0] in labels else found[0], source)


def _changes_of_options(old: Data, new: Data, where: str, language: str) -> Iterator[Change]:
    before = {option["key"]: option for option in _every_option(old, language)}
    after = {option["key"]: option for option in _every_option(new, language)}
    for key, option in before.items():
        if key not in after:
            yield Change(
                Concern.RESIDENT, where, _("An answer is gone"), before=pick(option["label"], language)
            )
    for key, option in after.items():
        if key not in before:
            yield Change(
                Concern.RESIDENT, where, _("New answer to choose"), after=pick(option["label"], language)
            )
        else:
            yield from _changes_of_option(before[key], option, where, language)
    if _stand_otherwise(list(before.values()), list(after.values()), "key"):
        words = (
            "\n".join(pick(each["label"], language) for each in every)
            for every in (before.values(), after.values())
        )
        yield Change(Concern.RESIDENT, where, _("The answers come in another order"), *words)


def _changes_of_option(old: Data, new: Data, where: str, language: str) -> Iterator[Change]:
    if old["label"] != new["label"]:
        told = _told(old["label"], new["label"], language)
        yield Change(Concern.RESIDENT, where, _("An answer is worded in another way"), *told)
    here = f"{where}: {pick(new['label'], language)}"
    if old.get("hint") != new.get("hint"):
        yield Change(
            Concern.RESIDENT,
            here,
            str(OF_A_QUESTION["hint"]),
            *_told(old.get("hint"), new.get("hint"), language),
        )
    if old.get("alone", False) != new.get("alone", False):
        told = _in_words(old.get("alone", False), language), _in_words(new.get("alone", False), language)
        yield Change(Concern.RESIDENT, here, _("Whoever chooses it chooses nothing else"), *told)
    if old["below"] != new["below"]:
        yield Change(Concern.RESIDENT, here, _("It stands below another answer"), old["below"], new["below"])


def _every_option(data: Data, language: str, below: str = "") -> Iterator[Data]:
    """Give all answers to choose from, those below others in a tree too, each with what it lies ``below``."""
    for option in data.get("options", ()):
        yield {**{name: value for name, value in option.items() if name != "options"}, "below": below}
        yield from _every_option(option, language, pick(option["label"], language))


def _changes_of_rows(old: Data, new: Data, where: str, language: str) -> Iterator[Change]:
    """Tell of the fixed rows of a table."""
    before = {row["key"]: row["label"] for row in old.get("rows", ())}
    after = {row["key"]: row["label"] for row in new.get("rows", ())}
    for key in before.keys() - after.keys():
        yield Change(Concern.RESIDENT, where, _("A row is gone"), before=pick(before[key], language))
    for key in after.keys() - before.keys():
        yield Change(Concern.RESIDENT, where, _("New row"), after=pick(after[key], language))
    for key in before.keys() & after.keys():
        if before[key] != after[key]:
            told = _told(before[key], after[key], language)
            yield Change(Concern.RESIDENT, where, _("A row is worded in another way"), *told)
    if _stand_otherwise(old.get("rows", ()), new.get("rows", ()), "key"):
        yield Change(Concern.RESIDENT, where, _("The rows come in another order"))


def _changes_of_letters(before: Data, after: Data, language: str) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            told = _told(before.get(name), after.get(name), language)
            yield Change(
                Concern.OFFICER,
                _("Letter: %(name)s") % {"name": LETTERS_IN_WORDS.get(name, name)},
                _("Changed"),
                *told,
            )


def _changes_of_scenarios(before: Data, after: Data, language: str) -> Iterator[Change]:
    """Tell of scenarios, which are texts of YAML: they concern those who try the service."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        what = _("Changed")
        if name not in before:
            what = _("New scenario")
        elif name not in after:
            what = _("The scenario is gone")
        called = _scenario_name(name, after.get(name) or before[name], language)
        where = _("Scenario: %(name)s") % {"name": called}
        yield Change(Concern.OFFICER, where, what)


def _scenario_name(file: str, text: str, language: str) -> str:
    try:
        read = read_yaml(file, text).data
    except PackageRefused:
        return file
    title = read.get("title") if isinstance(read, Mapping) else None
    return (pick(title, language) if isinstance(title, Mapping) else str(title or "")) or file


def _told(before: Any, after: Any, language: str) -> tuple[str, str]:
    """Give both as the reader reads them; where their own language is alike, the languages that are not."""
    old, new = _in_words(before, language), _in_words(after, language)
    if old != new or not (_is_text(before) and _is_text(after)):
        return old, new
    changed = [each for each in before.keys() | after.keys() if before.get(each) != after.get(each)]
    return tuple(
        "\n".join(f"{language_named(each)}: {texts.get(each, '')}" for each in sorted(changed))
        for texts in (before, after)
    )  # type: ignore[return-value]


def _in_words(value: Any, language: str) -> str:
    if value is None or value == {} or value == []:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if _is_text(value):
        return pick(value, language)
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {_in_words(each, language)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(_in_words(each, language) for each in value)
    return str(value)


def _is_text(value: Any) -> bool:
    """Say whether this is a text in several languages."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(len(name) in (2, 3) and isinstance(each, str) for name, each in value.items())
    )


def _page_name(page: Data, language: str) -> str:
    return pick(page.get("title") or page["questions"][0].get("label", {}), language) or str(page["id"])


def _question_name(question: Data, language: str) -> str:
    return pick(question.get("label") or {}, language) or str(question["id"])
