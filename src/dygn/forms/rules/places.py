"""Where things stand in a form: the path from the top of its data."""

from collections.abc import Iterable, Iterator

from dygn.forms.rules.definition import FormDefinition, Question

Path = tuple[str | int, ...]


def placed_questions(form: FormDefinition) -> Iterator[tuple[Path, Question, Question | None]]:
    """All questions with their places, and the group that each stands in.

    A question that asks for another answer is not written: it stands where its choice does.
    """
    for number, page in enumerate(form.pages):
        for index, question in _as_written(page.questions):
            path: Path = ("pages", number, "questions", index)
            yield path, question, None
            for inner, each in _as_written(question.questions):
                yield (*path, "questions", inner), each, question


def _as_written(questions: Iterable[Question]) -> Iterator[tuple[int, Question]]:
    index = -1
    for question in questions:
        index += not question.other_of
        yield index, question
