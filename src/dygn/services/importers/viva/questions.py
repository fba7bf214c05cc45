"""The questions of the old form, one by one, as data of a package."""

from collections.abc import Mapping
from typing import Any

from dygn.base.saying import _, says, says_number
from dygn.services.importers.viva.source import Part, parts_of, text_of
from dygn.services.importers.viva.words import in_words
from dygn.services.importers.words import LONGEST_LINE, our_id
from dygn.services.rules.imported import ReportLine, Verdict

Question = dict[str, Any]
LANGUAGE = "sv"
MOST_ROWS = 50
# Hidden values of the old app that say whether somebody applies together with another.
TOGETHER = ("hiddenCoapplicant", "partnerPersonalid")
_PREFILL: Mapping[str, str] = {
    "applicant.firstName": "person.given_name",
    "applicant.lastName": "person.family_name",
    "applicant.personalNumber": "person.personal_number",
    "applicant.mobilePhone": "person.phone",
    "applicant.email": "person.email",
}
_MONEY = frozenset({"amount", "expenses", "incomes", "assets", "value"})
_ADDRESS = ("street", "postalCode", "postalAddress")


def texts(text: str, otherwise: str = "") -> dict[str, str]:
    """A text in the one language of the old form, as long as a text may be; ``otherwise`` where nothing is left of it."""
    return {LANGUAGE: in_words(text)[:LONGEST_LINE].strip() or otherwise}


def plain_question(old: Part, new_id: str, fallback: str) -> Question:
    """What questions of all kinds have: label, hint, why, and whether they must be answered."""
    label = text_of(old, "label", "title", "heading", "description", "placeholder", "text") or fallback
    words = texts(label, in_words(fallback) or new_id)
    question: Question = {"id": new_id, "kind": kind_for(old), "label": words}
    hint = text_of(old, "placeholder")
    if hint and hint not in (label, "Summa", "Ange summa"):
        question["hint"] = texts(hint)
    why = old.get("help")
    if isinstance(why, dict) and text_of(why, "text"):
        question["why"] = texts(text_of(why, "text"))
    if not is_required(old):
        question["required"] = False
    elif message := required_message(old):
        question["errors"] = {"required": texts(message)}
    return question


def kind_for(old: Part) -> str:
    """The kind of ours that a question of theirs becomes."""
    kind, shape = text_of(old, "type"), text_of(old, "inputSelectValue")
    if shape in ("personalNumber", "phone", "email"):
        return {"personalNumber": "personal_number"}.get(shape, shape)
    if kind == "number":
        return "money" if _is_money(old) else "number"
    return {
        "text": "long_text" if text_of(old, "id") == "message" else "text",
        "date": "date",
        "radioGroup": "one_of",
        "select": "one_of",
        "checkbox": "declaration",
        "filePicker": "file",
        "repeaterField": "group",
        "card": "information",
    }.get(kind, "text")


def is_required(old: Part) -> bool:
    validation = old.get("validation")
    if not isinstance(validation, dict):
        return False
    return validation.get("isRequired") is True


def required_message(old: Part) -> str:
    """The old form's own words for an answer that is missing, unless they say nothing about it."""
    validation = old.get("validation")
    rules = parts_of(validation, "rules") if isinstance(validation, dict) else ()
    message = next((text_of(rule, "message") for rule in rules if rule.get("method") == "isEmpty"), "")
    return "" if message == "Du får inte lämna detta fält tomt" else message


def options_of(old: Part) -> list[dict[str, Any]]:
    """What there is to choose from; the keys are made from what the old form kept."""
    taken: set[str] = set()
    return [
        {"key": our_id(text_of(each, "value", "label", "displayText"), taken), "label": words}
        for each in (*parts_of(old, "choices"), *parts_of(old, "items"))
        if (words := texts(text_of(each, "displayText", "label", "value")))[LANGUAGE]
    ][:200]


def give_options(old: Part, question: Question, where: str) -> list[ReportLine]:
    """Give a choice its options; where there are none, it is asked in words, and that is told."""
    if options := options_of(old):
        question["options"] = options
        return []
    question["kind"] = "text"
    said = question["label"][LANGUAGE]
    return [ReportLine(Verdict.CHANGED, where, said, (says(_("there is nothing to choose from; it is asked in words")),))]


def answered_term(question: Question) -> str:
    """How the expression language says that the question is answered."""
    name, kind = question["id"], question["kind"]
    if kind == "declaration":
        return str(name)
    if kind in ("group", "file", "several_of"):
        return f"{name}.size() > 0"
    if kind == "yes_no":
        return f"{name} == true"
    return f"{name} != null" if kind in ("number", "money", "date", "address") else f"{name} != ''"


def group_of(old: Part, question: Question, taken: set[str]) -> list[ReportLine]:
    """Fill in the questions of a repeating group; give what is to be said about them."""
    where, lines = text_of(old, "id"), []
    inner = []
    for each in parts_of(old, "inputs"):
        title = text_of(each, "title", "id")
        if each.get("type") == "hidden":
            lines.append(ReportLine(Verdict.LEFT, where, title, (says(_("a hidden value that the old app worked out")),)))
            continue
        part = plain_question(each, our_id(f"{where}_{text_of(each, 'id')}", taken), title)
        if part["kind"] == "one_of":
            lines += give_options(each, part, where)
        inner.append(part)
        lines.append(ReportLine(Verdict.CARRIED, where, f"{title} ({part['kind']})"))
    if not inner:
        question["kind"] = "long_text"
        said = question["label"][LANGUAGE]
        return [*lines, ReportLine(Verdict.CHANGED, where, said, (says(_("nothing is asked in a row; it is asked in words")),))]
    most = (
        int(rows)
        if (rows := str(old.get("maxRows"))[:6]).isdecimal() and rows.isascii() and int(rows)
        else 20
    )
    question |= {"required": False, "questions": inner, "limits": {"max_count": min(most, MOST_ROWS)}}
    if heading := text_of(old, "heading"):
        question["label"] = question["row_name"] = texts(heading, "Rad")
    if most > MOST_ROWS:
        lines.append(ReportLine(Verdict.CHANGED, where, says_number("%(count)s row", "%(count)s rows", by="count", count=most), (says(_("a group has at most %(most)s rows"), most=MOST_ROWS),)))
    return lines


def list_questions(old: Part, taken: set[str]) -> tuple[list[Question], list[ReportLine]]:
    """The fields of an editable list, each a question; street, postcode and town become one address."""
    where, questions, lines = text_of(old, "id"), [], []
    inputs = {text_of(each, "key"): each for each in parts_of(old, "inputs")}
    if all(key in inputs for key in _ADDRESS):
        label = texts(text_of(old, "title", "label", "description"), "Adress")
        questions.append(
            {"id": our_id(where, taken), "kind": "address", "label": label, "prefill": "person.address"}
        )
        lines.append(ReportLine(Verdict.CHANGED, where, ", ".join(_ADDRESS), (says(_("three fields are one address")),)))
        inputs = {key: each for key, each in inputs.items() if key not in _ADDRESS}
    for key, each in inputs.items():
        question = plain_question(each, our_id(key, taken), key)
        loaded = each.get("loadPrevious")
        source = str(loaded[0]) if isinstance(loaded, list) and loaded else ""
        if source in _PREFILL:
            question["prefill"] = _PREFILL[source]
            lines.append(ReportLine(Verdict.CARRIED, where, f"{key}, known from {_PREFILL[source]}"))
        elif source:
            lines.append(
                ReportLine(Verdict.CHANGED, where, key, (says(_("is asked, as %(name)s is not known at log-in"), name=source[:100]),))
            )
        else:
            lines.append(ReportLine(Verdict.CARRIED, where, key))
        questions.append(question)
    return questions, lines


def card_text(old: Part) -> str:
    """The text of a card: its titles, texts, and what its buttons open."""
    words = []
    for part in parts_of(old, "components"):
        text, kind = text_of(part, "text"), text_of(part, "type")
        if kind == "title" and text:
            words.append(f"### {text}")
        elif kind == "button":
            words.append(f"### {text_of(part, 'heading', 'text')}")
            words.append(text_of(part, "markdownText") or text_of(part, "phonenumber", "url"))
        else:
            words.append(text)
    return in_words("\n\n".join(word for word in words if word))


def _is_money(old: Part) -> bool:
    tags = old.get("tags")
    named = set(tags) if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) else set()
    return bool(named & _MONEY) or "Summa" in (text_of(old, "title"), text_of(old, "placeholder"))
