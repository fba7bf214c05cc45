"""“Something else” on a choice: an option more, and a question that asks what."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dygn.forms.rules.definition import Option, Question

OTHER = "other"
_OPTION = {
    "sv": "Något annat",
    "da": "Noget andet",
    "nb": "Noe annet",
    "nn": "Noko anna",
    "en": "Something else",
}
_LABEL = {
    "sv": "Vad är det?",
    "da": "Hvad er det?",
    "nb": "Hva er det?",
    "nn": "Kva er det?",
    "en": "What is it?",
}
LONGEST = 200


def with_others(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Give the questions, each that takes another answer followed by the one that asks for it."""
    return tuple(each for question in questions for each in _with_other(question))


def without_other(question: Question) -> Question:
    """Give the question as it is written: without the option that ``other: true`` stands for."""
    if not question.other:
        return question
    return replace(question, options=_own_options(question))


def _with_other(question: Question) -> Iterator[Question]:
    if not question.other:
        yield question
        return
    yield replace(question, options=(*_own_options(question), Option(OTHER, _in(question.label, _OPTION))))
    chosen = f'"{OTHER}" in {question.id}' if question.kind == "several_of" else f'{question.id} == "{OTHER}"'
    yield Question(
        id=f"{question.id}_{OTHER}",
        kind="text",
        label=_in(question.label, _LABEL),
        shown_if=f"({question.shown_if}) && ({chosen})" if question.shown_if else chosen,
        sensitive=question.sensitive,
        other_of=question.id,
    )


def _own_options(question: Question) -> tuple[Option, ...]:
    """Give what is written to choose from. A branch of a tree stays whatever its key: with two of it, that is told."""
    return tuple(each for each in question.options if each.key != OTHER or each.options)


def _in(label: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """Give the texts in the languages that the question is asked in."""
    return {language: texts.get(language, texts["en"]) for language in label}
