"""What the things of a form are called by those who read of them: by label, page and row, not by id."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Fact, Named, Said, says
from dygn.forms.rules.definition import FormDefinition, Option, Page, Question

# How the field of a row is called: the group, the row from 0, the question within it.
_IN_A_ROW = re.compile(r"(\w+)-(\d{1,4})-(\w+)")


class Names:
    """The names of a form's pages, questions, fields and answers, each a text that is read in any language."""

    def __init__(self, form: FormDefinition) -> None:
        self._form = form

    def page(self, page_id: str) -> Said:
        """“The place”"""
        page = self._form.page_by_id.get(page_id)
        return _quoted(page_name(page) if page else page_id)

    def question(self, question_id: str) -> Said:
        """“How many metres?” on the page “The place”"""
        question = self._questions.get(question_id)
        if question is None:
            return _quoted(question_id)
        name, page = Named(question.label, question_id), self._pages[question_id]
        if Named(page.title) == name or not page.title:
            return _quoted(name)
        return says(_("“%(question)s” on the page “%(page)s”"), question=name, page=page_name(page))

    def field(self, name: str) -> Said:
        """The question of a field; “Name” in row 2 of “Children” for one in a row."""
        found = _IN_A_ROW.fullmatch(name)
        if found is None or not {found[1], found[3]} <= self._questions.keys():
            return self.question(name)
        group, inner = (self._questions[each] for each in (found[1], found[3]))
        words = _("“%(question)s” in row %(row)d of “%(group)s”")
        return says(
            words,
            question=Named(inner.label, inner.id),
            row=int(found[2]) + 1,
            group=Named(group.label, group.id),
        )

    def answer(self, question_id: str, value: Any) -> Fact:
        """An answer as people read it: the label of what is chosen, yes or no, or what is written."""
        question = self._questions.get(question_id)
        if value is None or value == "" or value == [] or value == {}:
            return says(_("nothing"))
        if isinstance(value, list | tuple):
            return [self.answer(question_id, each) for each in value]
        if isinstance(value, Mapping):
            return [self.answer(question_id, each) for each in value.values() if each not in (None, "")]
        if value is True or value is False or (question and question.kind == "yes_no"):
            return says(_("Yes") if value in (True, "yes") else _("No"))
        option = _option(question, value) if question and isinstance(value, str) else None
        return Named(option.label, value) if option else str(value)

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self._form.every_question()}

    @cached_property
    def _pages(self) -> dict[str, Page]:
        return {
            question.id: page
            for page in self._form.pages
            for outer in page.questions
            for question in (outer, *outer.questions)
        }


def page_name(page: Page) -> Named:
    """What a page is called: its title, or the only question on it."""
    return Named(page.title or (page.questions[0].label if page.questions else {}), page.id)


def _option(question: Question, key: str) -> Option | None:
    """The answer to choose: of a tree, a branch or the leaf that a way leads to."""
    if way := question.leaves.get(key) if question.kind == "tree" else None:
        return way[-1]
    return question.option_by_key.get(key)


def _quoted(name: Fact) -> Said:
    return says("“%(name)s”", name=name)
