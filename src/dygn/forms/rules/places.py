"""Where things stand in a form: the path from the top of its data."""

from collections.abc import Iterator

from dygn.forms.rules.definition import FormDefinition, Question

Path = tuple[str | int, ...]


def placed_questions(form: FormDefinition) -> Iterator[tuple[Path, Question, Question | None]]:
    """All questions with their places, and the group that each stands in."""
    for number, page in enumerate(form.pages):
        for index, question in enumerate(page.questions):
            path: Path = ("pages", number, "questions", index)
            yield path, question, None
            for inner, each in enumerate(question.questions):
                yield (*path, "questions", inner), each, question
