"""The question of a page, by its type of answer."""

from collections.abc import Mapping
from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.choices import Choice, chosen_from
from dygn.services.importers.govuk.source import OldPage
from dygn.services.importers.source import is_on, part_of, parts_of, text_of
from dygn.services.importers.words import line_of, our_id, slug
from dygn.services.importers.work import Asked, Question, Texts, Work

_KINDS: Mapping[str, str] = {
    "text": "text",
    "number": "number",
    "address": "address",
    "email": "email",
    "date": "date",
    "national_insurance_number": "text",
    "phone_number": "phone",
    "selection": "one_of",
    "organisation_name": "text",
    "name": "text",
    "file": "file",
}
_NAMES: Mapping[str, Mapping[str, str]] = {
    "title": {"en": "Title", "sv": "Titel", "da": "Titel", "nb": "Tittel"},
    "first_name": {"en": "First name", "sv": "Förnamn", "da": "Fornavn", "nb": "Fornavn"},
    "middle_names": {"en": "Middle names", "sv": "Mellannamn", "da": "Mellemnavne", "nb": "Mellomnavn"},
    "last_name": {"en": "Last name", "sv": "Efternamn", "da": "Efternavn", "nb": "Etternavn"},
}
_NONE: Mapping[str, str] = {
    "en": "None of the above",
    "sv": "Inget av detta",
    "da": "Intet af det",
    "nb": "Ingen av disse",
}
NONE = "none_of_the_above"
_INSURANCE_NUMBER = r"[A-Za-z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-Da-d]"


def asked_on(page: OldPage, work: Work) -> list[Asked]:
    """Give the questions of a page: one, or a name in its parts; what may be repeated is a group."""
    data = page.data
    label = work.in_all(line_of(text_of(data, "question_text", "page_heading")) or page.where)
    asked = _name(page, label, work) or [_question(page, label, work)]
    work.found[page.id] = asked[0]
    work.ledger.carry(
        page.where, f"{next(iter(label.values()))} ({', '.join(each.question['kind'] for each in asked)})"
    )
    if is_on(data.get("is_repeatable")):
        return [_repeated(page, label, asked, work)]
    return asked


def _new(page: OldPage, kind: str, label: Texts, work: Work) -> Asked:
    question: Question = {
        "id": our_id(slug(next(iter(label.values())))[:40], work.taken),
        "kind": kind,
        "label": label,
    }
    if is_on(page.data.get("is_optional")):
        question["required"] = False
    return Asked(question, page.where)


def _question(page: OldPage, label: Texts, work: Work) -> Asked:
    settings, answer = part_of(page.data, "answer_settings"), text_of(page.data, "answer_type")
    asked = _new(page, _KINDS.get(answer, "text"), label, work)
    question = asked.question
    if answer not in _KINDS:
        work.ledger.change(
            page.where, says(_("an answer of the type “%(answer)s” is not known; a text is asked instead"), answer=answer[:60])
        )
    if hint := line_of(text_of(page.data, "hint_text")):
        question["hint"] = work.in_all(hint)
    match answer:
        case "text" if text_of(settings, "input_type") == "long_text":
            question["kind"] = "long_text"
        case "number":
            question["limits"] = {"decimals": 2}
        case "date" if text_of(settings, "input_type") == "date_of_birth":
            question["limits"] = {"latest": "today"}
        case "national_insurance_number":
            question["limits"] = {"pattern": _INSURANCE_NUMBER}
            work.ledger.change(page.where, says(_("the British number is a text that is held against its pattern")))
        case "file":
            question["limits"] = {"accept": ["image", "pdf", "document", "spreadsheet", "text"]}
        case "address":
            _address(page, asked, work)
        case "selection":
            _select(page, asked, work)
    return asked


def _address(page: OldPage, asked: Asked, work: Work) -> None:
    where = part_of(part_of(page.data, "answer_settings"), "input_type")
    if is_on(where.get("international_address")):
        asked.question["kind"] = "long_text"
        work.ledger.change(page.where, says(_("an address of any country is a text")))
    else:
        work.ledger.change(
            page.where, says(_("street, postcode and town are asked, as they are in the Nordic countries"))
        )


def _select(page: OldPage, asked: Asked, work: Work) -> None:
    """One of several, or several; who may leave it out can say that none fits."""
    settings, question = part_of(page.data, "answer_settings"), asked.question
    choices = [
        Choice(text_of(each, "value") or text_of(each, "name"), work.in_all(label), {})
        for each in parts_of(settings, "selection_options")
        if (label := line_of(text_of(each, "name")))
    ]
    if not choices:
        work.ledger.change(page.where, says(_("there is nothing to choose from; a text is asked instead")))
        question["kind"] = "text"
        return
    kind = "one_of" if is_on(settings.get("only_one_option")) else "several_of"
    is_optional = question.pop("required", True) is False
    if is_optional:
        choices.append(Choice(NONE, work.from_ours(_NONE), {}))
    found = chosen_from(kind, choices)
    options: list[dict[str, Any]] = list(found.options)
    if is_optional and kind == "several_of" and not found.left_out:
        options[-1] |= {"alone": True}
    question |= {"kind": kind, "options": options}
    asked.values = found.values
    if found.left_out:
        work.ledger.change(page.where, says(_("%(left_out)s options are left out: there are too many"), left_out=found.left_out))


def _name(page: OldPage, label: Texts, work: Work) -> list[Asked]:
    """A name in one field, or in its parts."""
    settings = part_of(page.data, "answer_settings")
    parts = {
        "first_and_last_name": ("first_name", "last_name"),
        "first_middle_and_last_name": ("first_name", "middle_names", "last_name"),
    }.get(text_of(settings, "input_type"), ())
    if text_of(page.data, "answer_type") != "name" or not parts:
        return []
    if is_on(settings.get("title_needed")):
        parts = ("title", *parts)
    asked = [_new(page, "text", work.from_ours(_NAMES[part]), work) for part in parts]
    for part, each in zip(parts, asked, strict=True):
        if part in ("title", "middle_names"):
            each.question["required"] = False
    heading = {"id": our_id("name_text", work.taken), "kind": "information", "text": label}
    return [Asked(heading, page.where), *asked]


def _repeated(page: OldPage, label: Texts, asked: list[Asked], work: Work) -> Asked:
    """What may be answered several times is a group with a row for each."""
    group = _new(page, "group", label, work)
    group.question["limits"] = {"max_count": 20}
    group.rows = asked
    for each in asked:
        each.row_of = group.id
    work.found[page.id] = group
    return group
