"""Conditions of the expression language told as sentences, as far as sentences can tell them.

The only place that words conditions: the editor, the specification, the paper form and the settings take
theirs from here.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.errors import Text
from dygn.base.markdown import markdown_text
from dygn.base.numbers_in_words import long_date
from dygn.base.words import pick
from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds import kind_of
from dygn.services.rules.editing.sentences import TODAY, Relation, Sentence, Sentences
from dygn.services.rules.editing.sentences_read import sentences_in

LONGEST_NAME = 80
Tell = Callable[[Sentence, Question, str], str]
_SENTENCES: Mapping[Relation, Text] = {
    Relation.IS: gettext_lazy("the answer to “%(question)s” is “%(value)s”"),
    Relation.IS_NOT: gettext_lazy("the answer to “%(question)s” is not “%(value)s”"),
    Relation.HAS: gettext_lazy("“%(value)s” is among the answers to “%(question)s”"),
    Relation.HAS_NOT: gettext_lazy("“%(value)s” is not among the answers to “%(question)s”"),
    Relation.EQUALS: gettext_lazy("“%(question)s” is %(value)s"),
    Relation.AT_LEAST: gettext_lazy("“%(question)s” is %(value)s or more"),
    Relation.AT_MOST: gettext_lazy("“%(question)s” is %(value)s or less"),
    Relation.MORE_THAN: gettext_lazy("“%(question)s” is more than %(value)s"),
    Relation.LESS_THAN: gettext_lazy("“%(question)s” is less than %(value)s"),
    Relation.ON_DAY: gettext_lazy("“%(question)s” is %(value)s"),
    Relation.FROM_DAY: gettext_lazy("“%(question)s” is %(value)s or later"),
    Relation.TO_DAY: gettext_lazy("“%(question)s” is %(value)s or earlier"),
    Relation.AFTER_DAY: gettext_lazy("“%(question)s” is later than %(value)s"),
    Relation.BEFORE_DAY: gettext_lazy("“%(question)s” is earlier than %(value)s"),
    Relation.SAME: gettext_lazy("the answer to “%(question)s” is the same as that to %(value)s"),
    Relation.DIFFERENT: gettext_lazy("the answer to “%(question)s” is another than that to %(value)s"),
    Relation.ROWS_EXACTLY: gettext_lazy("the number of rows in “%(question)s” is %(value)s"),
    Relation.ROWS_AT_LEAST: gettext_lazy("the number of rows in “%(question)s” is %(value)s or more"),
    Relation.ROWS_AT_MOST: gettext_lazy("the number of rows in “%(question)s” is %(value)s or less"),
    Relation.ANSWERED: gettext_lazy("“%(question)s” is answered"),
    Relation.UNANSWERED: gettext_lazy("“%(question)s” is not answered"),
}
# What an author chooses between, with the question before it and the value behind it.
RELATIONS: Mapping[Relation, Text] = {
    Relation.IS: gettext_lazy("is"),
    Relation.IS_NOT: gettext_lazy("is not"),
    Relation.HAS: gettext_lazy("includes"),
    Relation.HAS_NOT: gettext_lazy("does not include"),
    Relation.EQUALS: gettext_lazy("is exactly"),
    Relation.AT_LEAST: gettext_lazy("is at least"),
    Relation.AT_MOST: gettext_lazy("is at most"),
    Relation.MORE_THAN: gettext_lazy("is more than"),
    Relation.LESS_THAN: gettext_lazy("is less than"),
    Relation.ON_DAY: gettext_lazy("is exactly this day"),
    Relation.FROM_DAY: gettext_lazy("is on this day or later"),
    Relation.TO_DAY: gettext_lazy("is on this day or earlier"),
    Relation.AFTER_DAY: gettext_lazy("is later than this day"),
    Relation.BEFORE_DAY: gettext_lazy("is earlier than this day"),
    Relation.SAME: gettext_lazy("is the same as the answer to"),
    Relation.DIFFERENT: gettext_lazy("is another than the answer to"),
    Relation.ROWS_EXACTLY: gettext_lazy("has exactly so many rows"),
    Relation.ROWS_AT_LEAST: gettext_lazy("has at least so many rows"),
    Relation.ROWS_AT_MOST: gettext_lazy("has at most so many rows"),
    Relation.ANSWERED: gettext_lazy("is answered"),
    Relation.UNANSWERED: gettext_lazy("is not answered"),
}


def condition_in_words(source: str | None, questions: Mapping[str, Question], language: str) -> str:
    """Tell a condition; one that says more than sentences can is given as it is written. Empty when there is none."""
    if not source:
        return ""
    found = sentences_in(source, questions)
    if found is None:
        return _("this holds: %(expression)s") % {"expression": source}
    return sentences_in_words(found, questions, language)


def sentences_in_words(
    sentences: Sentences, questions: Mapping[str, Question], language: str, tell: Tell | None = None
) -> str:
    """Tell sentences, those of a group within brackets; ``tell`` tells one of them in words of its own."""
    told = []
    for part in sentences.parts:
        if isinstance(part, Sentence):
            question = questions[part.question]
            told.append(
                tell(part, question, language)
                if tell
                else sentence_in_words(part, question, language, questions)
            )
        else:
            inner = sentences_in_words(part, questions, language, tell)
            told.append(f"({inner})" if len(part.parts) > 1 and len(sentences.parts) > 1 else inner)
    joint = _("and") if sentences.joined == "all" else _("or")
    return f" {joint} ".join(told)


def sentence_in_words(
    sentence: Sentence, question: Question, language: str, questions: Mapping[str, Question]
) -> str:
    """Tell one sentence. ``questions`` are those of the form, for the name of what it is held against."""
    facts = {
        "question": name_of(question, language),
        "value": value_in_words(sentence, question, language, questions),
    }
    return str(_SENTENCES[sentence.relation]) % facts


def value_in_words(
    sentence: Sentence, question: Question, language: str, questions: Mapping[str, Question]
) -> str:
    """Give what a sentence holds the answer against, as people read it."""
    value = sentence.value
    if sentence.other == TODAY:
        return _("the day it is filled in")
    if sentence.other:
        return _("“%(name)s”") % {"name": name_of(questions[sentence.other], language)}
    if question.kind == "tree" and value:
        return kind_of(question).show(question, value, language)
    if option := question.option_by_key.get(value):
        return pick(option.label, language) or value
    if question.kind in ("yes_no", "declaration"):
        return _("Yes") if value == "true" else _("No")
    if question.kind == "money" and value.lstrip("-").isdigit():
        return kind_of(question).show(question, int(value), language)
    if question.kind == "date" and value:
        return long_date(date.fromisoformat(value), language)
    return value


def name_of(question: Question, language: str) -> str:
    """Give what a question is called in lists: its words, or its kind of text."""
    words = pick(question.label, language) or " ".join(markdown_text(pick(question.text, language)).split())
    words = words or question.id
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"
