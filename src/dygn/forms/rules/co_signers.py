"""Who else is to sign: what is asked about each of them. The package writes the question alone."""

from collections.abc import Mapping
from dataclasses import replace

from dygn.forms.rules.definition import Limits, Question

CO_SIGNERS = "co_signers"
NAME, NUMBER, EMAIL, PHONE = PARTS = ("name", "number", "email", "phone")
_LABELS: Mapping[str, Mapping[str, str]] = {
    NAME: {"sv": "Namn", "da": "Navn", "nb": "Navn", "nn": "Namn", "en": "Name"},
    NUMBER: {
        "sv": "Personnummer",
        "da": "CPR-nummer",
        "nb": "Fødselsnummer",
        "nn": "Fødselsnummer",
        "en": "Personal number",
    },
    EMAIL: {"sv": "E-post", "da": "E-mail", "nb": "E-post", "nn": "E-post", "en": "E-mail"},
    PHONE: {
        "sv": "Mobiltelefon",
        "da": "Mobiltelefon",
        "nb": "Mobiltelefon",
        "nn": "Mobiltelefon",
        "en": "Mobile phone",
    },
}
_HINTS: Mapping[str, Mapping[str, str]] = {
    NUMBER: {
        "sv": "Då är det bara den personen som kan skriva under.",
        "da": "Så er det kun den person, der kan skrive under.",
        "nb": "Da er det bare den personen som kan signere.",
        "nn": "Då er det berre den personen som kan signere.",
        "en": "Then nobody else can sign in their place.",
    },
    EMAIL: {
        "sv": "Hit skickar vi en länk om vi inte redan kan nå personen.",
        "da": "Hertil sender vi et link, hvis vi ikke allerede kan få fat i personen.",
        "nb": "Hit sender vi en lenke hvis vi ikke allerede kan nå personen.",
        "nn": "Hit sender vi ei lenkje om vi ikkje alt kan nå personen.",
        "en": "We send a link here if we cannot reach the person already.",
    },
}
_NEEDED = {
    "sv": "Skriv personnummer, e-post eller mobiltelefon, så att vi kan nå personen.",
    "da": "Skriv CPR-nummer, e-mail eller mobiltelefon, så vi kan få fat i personen.",
    "nb": "Skriv fødselsnummer, e-post eller mobiltelefon, så vi kan nå personen.",
    "nn": "Skriv fødselsnummer, e-post eller mobiltelefon, så vi kan nå personen.",
    "en": "Write the personal number, an e-mail address or a mobile phone, so that we can reach the person.",
}
_KINDS = {NAME: "text", NUMBER: "personal_number", EMAIL: "email", PHONE: "phone"}


def with_parts(question: Question) -> Question:
    """Give the question with what is asked about each person; other questions stay as they are."""
    if question.kind != CO_SIGNERS:
        return question
    return replace(question, questions=tuple(_part(question, part) for part in PARTS))


def part_id(question: Question, part: str) -> str:
    """Give the id under which a part of each person's row is kept."""
    return f"{question.id}_{part}"


def _part(question: Question, part: str) -> Question:
    is_needed: bool | str = part == NAME
    if part == NUMBER:
        is_needed = f"{part_id(question, EMAIL)} == '' && {part_id(question, PHONE)} == ''"
    return Question(
        id=part_id(question, part),
        kind=_KINDS[part],
        label=_in(question.label, _LABELS[part]),
        hint=_in(question.label, _HINTS[part]) if part in _HINTS else {},
        required=is_needed,
        errors={"required": _in(question.label, _NEEDED)} if part == NUMBER else {},
        limits=Limits(max_length=120) if part == NAME else Limits(),
        autocomplete="off",
        sensitive=True,
        other_of=question.id,
    )


def _in(label: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    return {language: texts.get(language, texts["en"]) for language in label}
