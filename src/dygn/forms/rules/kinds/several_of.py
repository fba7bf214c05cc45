"""Any number of answers of several."""

from typing import Any, ClassVar

from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Posted, Raw, several_typed
from dygn.forms.rules.problems import Problem


class SeveralOf(Kind):
    """A choice of any number of options, kept as their keys."""

    name = "several_of"
    takes = frozenset({"min_count", "max_count"})
    gives = "list"
    unanswered: ClassVar[Any] = []

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        return several_typed(posted, name, most=len(question.options) + 1)

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if not isinstance(raw, list) or not set(raw) <= question.option_by_key.keys():
            return Problem("not_an_option")
        lonely = next((each for each in question.options if each.alone and each.key in raw), None)
        if lonely is not None and len(raw) > 1:
            return Problem("not_alone", {"name": pick(lonely.label, occasion.language)})
        least, most = question.limits.min_count or 0, question.limits.max_count
        if len(raw) < least:
            return Problem("too_few", {"min": least})
        if most is not None and len(raw) > most:
            return Problem("too_many", {"max": most})
        return [option.key for option in question.options if option.key in raw]

    def missing(self, question: Question) -> Problem:
        return Problem("choose")

    def show(self, question: Question, value: Any, language: str) -> str:
        options = question.option_by_key
        return "\n".join(pick(options[key].label, language) if key in options else key for key in value)

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return list(value)

    def example(self, question: Question) -> Any:
        return [option.key for option in question.options[:1]] or ["x"]
