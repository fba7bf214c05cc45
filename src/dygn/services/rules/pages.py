"""Which page comes next, and what a page that was sent has changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from dygn.forms.rules.definition import Page, Question
from dygn.forms.rules.flow import FieldProblem, Filling
from dygn.forms.rules.kinds.kind import Posted
from dygn.forms.rules.posting import read_answers

# Words that stand where page ids stand in an address; no page may be called so.
RESERVED_PAGE_IDS = frozenset(
    {"begin", "check", "send", "sign", "waiting", "later", "delete", "receipt", "resume", "go-on", "tasks"}
)


def questions_sent(page: Page, filling: Filling, asked: frozenset[str]) -> list[Question]:
    """Give the questions that the browser showed when the page was sent; others keep their answers."""
    if asked:
        return [question for question in page.questions if question.id in asked]
    return filling.questions_on(page)


def has_changed(page: Page, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether the page's answers differ; an answer that is not there is an empty one."""
    return any((before.get(each.id) or None) != (after.get(each.id) or None) for each in page.questions)


def told_of(problems: Iterable[FieldProblem], asked: frozenset[str]) -> list[FieldProblem]:
    """Give the problems to tell: nobody has answered wrongly what was not asked yet."""
    return [each for each in problems if not asked or each.name in asked]


def page_after(filling: Filling, page: Page, *, from_check: bool) -> Page | None:
    """Give the page to go to when this one is answered; None means the check page.

    Who changes one answer comes straight back, past what the change has newly opened.
    """
    return filling.first_unfinished_page() if from_check else filling.next_page(page)


LONG_FORM_PAGES = 8


def is_long(filling: Filling) -> bool:
    """Say whether the form is so long that people want a list of what is done and what is left."""
    return len(filling.pages) > LONG_FORM_PAGES


def with_answers_of(filling: Filling, page: Page, posted: Posted) -> Filling:
    """Give the same form with a page's answers as they were posted, files left as they are."""
    read = read_answers(page.questions, posted, filling.raw)
    return Filling(filling.form, {**filling.raw, **read}, filling.occasion)
