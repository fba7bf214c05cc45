"""Conditions of the expression language told as sentences, as far as sentences can tell them.

The only place that words conditions: the editor, the specification, the paper form and the settings take
theirs from here.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dygn.base.errors import Text
from dygn.base.markdown import markdown_text
from dygn.base.numbers_in_words import long_date
from dygn.base.words import pick
from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds import kind_of
from dygn.services.rules.editing.relations import ROWS, SPANS, YEARS, Relation
from dygn.services.rules.editing.sentences import Sentence, Sentences
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.editing.subjects import ANY, EVERY, LOGGED_IN, SUM, TODAY, Part, subject_named

LONGEST_NAME = 80
Tell = Callable[[Sentence, Question, str], str]
_SENTENCES: Mapping[Relation, Text] = {
    Relation.IS: gettext_lazy("the answer to “%(question)s” is “%(value)s”"),
    Relation.IS_NOT: gettext_lazy("the answer to “%(question)s” is not “%(value)s”"),
    Relation.HAS: gettext_lazy("“%(value)s” is among the answers to “%(question)s”"),
    Relation.HAS_NOT: gettext_lazy("“%(value)s” is not among the answers to “%(question)s”"),
    Relation.CONTAINS: gettext_lazy("the answer to “%(question)s” contains “%(value)s”"),
    Relation.CONTAINS_NOT: gettext_lazy("the answer to “%(question)s” does not contain “%(value)s”"),
    Relation.BEGINS: gettext_lazy("the answer to “%(question)s” begins with “%(value)s”"),
    Relation.BEGINS_NOT: gettext_lazy("the answer to “%(question)s” does not begin with “%(value)s”"),
    Relation.ENDS: gettext_lazy("the answer to “%(question)s” ends with “%(value)s”"),
    Relation.EQUALS: gettext_lazy("“%(question)s” is %(value)s"),
    Relation.NOT_EQUALS: gettext_lazy("“%(question)s” is another number than %(value)s"),
    Relation.AT_LEAST: gettext_lazy("“%(question)s” is %(value)s or more"),
    Relation.AT_MOST: gettext_lazy("“%(question)s” is %(value)s or less"),
    Relation.MORE_THAN: gettext_lazy("“%(question)s” is more than %(value)s"),
    Relation.LESS_THAN: gettext_lazy("“%(question)s” is less than %(value)s"),
    Relation.ON_DAY: gettext_lazy("“%(question)s” is %(value)s"),
    Relation.FROM_DAY: gettext_lazy("“%(question)s” is %(value)s or later"),
    Relation.TO_DAY: gettext_lazy("“%(question)s” is %(value)s or earlier"),
    Relation.AFTER_DAY: gettext_lazy("“%(question)s” is later than %(value)s"),
    Relation.BEFORE_DAY: gettext_lazy("“%(question)s” is earlier than %(value)s"),
    Relation.NOT_ON_DAY: gettext_lazy("“%(question)s” is another day than %(value)s"),
    Relation.AT_TIME: gettext_lazy("“%(question)s” is %(value)s"),
    Relation.FROM_TIME: gettext_lazy("“%(question)s” is %(value)s or later"),
    Relation.TO_TIME: gettext_lazy("“%(question)s” is %(value)s or earlier"),
    Relation.AFTER_TIME: gettext_lazy("“%(question)s” is later than %(value)s"),
    Relation.BEFORE_TIME: gettext_lazy("“%(question)s” is earlier than %(value)s"),
    Relation.YEARS_AT_LEAST: gettext_lazy("from “%(question)s” to %(day)s it is at least %(value)s"),
    Relation.YEARS_LESS_THAN: gettext_lazy("from “%(question)s” to %(day)s it is less than %(value)s"),
    Relation.YEARS_EXACTLY: gettext_lazy("from “%(question)s” to %(day)s it is %(value)s, counted in whole years"),
    Relation.AHEAD_AT_LEAST: gettext_lazy("“%(question)s” is at least %(value)s after %(day)s"),
    Relation.AHEAD_MORE_THAN: gettext_lazy("“%(question)s” is more than %(value)s after %(day)s"),
    Relation.AHEAD_AT_MOST: gettext_lazy("“%(question)s” is at most %(value)s after %(day)s"),
    Relation.AHEAD_LESS_THAN: gettext_lazy("“%(question)s” is less than %(value)s after %(day)s"),
    Relation.AGO_AT_LEAST: gettext_lazy("“%(question)s” is at least %(value)s before %(day)s"),
    Relation.AGO_MORE_THAN: gettext_lazy("“%(question)s” is more than %(value)s before %(day)s"),
    Relation.AGO_AT_MOST: gettext_lazy("“%(question)s” is at most %(value)s before %(day)s"),
    Relation.AGO_LESS_THAN: gettext_lazy("“%(question)s” is less than %(value)s before %(day)s"),
    Relation.SAME: gettext_lazy("the answer to “%(question)s” is the same as that to %(value)s"),
    Relation.DIFFERENT: gettext_lazy("the answer to “%(question)s” is another than that to %(value)s"),
    Relation.ROWS_EXACTLY: gettext_lazy("the number of rows in “%(question)s” is %(value)s"),
    Relation.ROWS_AT_LEAST: gettext_lazy("the number of rows in “%(question)s” is %(value)s or more"),
    Relation.ROWS_AT_MOST: gettext_lazy("the number of rows in “%(question)s” is %(value)s or less"),
    Relation.ANSWERED: gettext_lazy("“%(question)s” is answered"),
    Relation.UNANSWERED: gettext_lazy("“%(question)s” is not answered"),
}
# Of choices and files it is told how many there are of them, not of rows.
_COUNTED: Mapping[str, Mapping[Relation, Text]] = {
    "several_of": {
        Relation.ROWS_EXACTLY: gettext_lazy("the number of answers chosen in “%(question)s” is %(value)s"),
        Relation.ROWS_AT_LEAST: gettext_lazy("the number of answers chosen in “%(question)s” is %(value)s or more"),
        Relation.ROWS_AT_MOST: gettext_lazy("the number of answers chosen in “%(question)s” is %(value)s or less"),
    },
    "file": {
        Relation.ROWS_EXACTLY: gettext_lazy("the number of files in “%(question)s” is %(value)s"),
        Relation.ROWS_AT_LEAST: gettext_lazy("the number of files in “%(question)s” is %(value)s or more"),
        Relation.ROWS_AT_MOST: gettext_lazy("the number of files in “%(question)s” is %(value)s or less"),
    },
}
# What an author chooses between, with the question before it and the value behind it.
RELATIONS: Mapping[Relation, Text] = {
    Relation.IS: gettext_lazy("is"),
    Relation.IS_NOT: gettext_lazy("is not"),
    Relation.HAS: gettext_lazy("includes"),
    Relation.HAS_NOT: gettext_lazy("does not include"),
    Relation.CONTAINS: gettext_lazy("contains"),
    Relation.CONTAINS_NOT: gettext_lazy("does not contain"),
    Relation.BEGINS: gettext_lazy("begins with"),
    Relation.BEGINS_NOT: gettext_lazy("does not begin with"),
    Relation.ENDS: gettext_lazy("ends with"),
    Relation.EQUALS: gettext_lazy("is exactly"),
    Relation.NOT_EQUALS: gettext_lazy("is another number than"),
    Relation.AT_LEAST: gettext_lazy("is at least"),
    Relation.AT_MOST: gettext_lazy("is at most"),
    Relation.MORE_THAN: gettext_lazy("is more than"),
    Relation.LESS_THAN: gettext_lazy("is less than"),
    Relation.ON_DAY: gettext_lazy("is exactly this day"),
    Relation.FROM_DAY: gettext_lazy("is on this day or later"),
    Relation.TO_DAY: gettext_lazy("is on this day or earlier"),
    Relation.AFTER_DAY: gettext_lazy("is later than this day"),
    Relation.BEFORE_DAY: gettext_lazy("is earlier than this day"),
    Relation.NOT_ON_DAY: gettext_lazy("is another day than this"),
    Relation.AT_TIME: gettext_lazy("is exactly this time"),
    Relation.FROM_TIME: gettext_lazy("is at this time or later"),
    Relation.TO_TIME: gettext_lazy("is at this time or earlier"),
    Relation.AFTER_TIME: gettext_lazy("is later than this time"),
    Relation.BEFORE_TIME: gettext_lazy("is earlier than this time"),
    Relation.YEARS_AT_LEAST: gettext_lazy("is at least so many years ago (age)"),
    Relation.YEARS_LESS_THAN: gettext_lazy("is less than so many years ago (age)"),
    Relation.YEARS_EXACTLY: gettext_lazy("is so many whole years ago (age)"),
    Relation.AHEAD_AT_LEAST: gettext_lazy("is at least so many days ahead"),
    Relation.AHEAD_MORE_THAN: gettext_lazy("is more than so many days ahead"),
    Relation.AHEAD_AT_MOST: gettext_lazy("is at most so many days ahead"),
    Relation.AHEAD_LESS_THAN: gettext_lazy("is less than so many days ahead"),
    Relation.AGO_AT_LEAST: gettext_lazy("is at least so many days ago"),
    Relation.AGO_MORE_THAN: gettext_lazy("is more than so many days ago"),
    Relation.AGO_AT_MOST: gettext_lazy("is at most so many days ago"),
    Relation.AGO_LESS_THAN: gettext_lazy("is less than so many days ago"),
    Relation.SAME: gettext_lazy("is the same as the answer to"),
    Relation.DIFFERENT: gettext_lazy("is another than the answer to"),
    Relation.ROWS_EXACTLY: gettext_lazy("has exactly so many rows"),
    Relation.ROWS_AT_LEAST: gettext_lazy("has at least so many rows"),
    Relation.ROWS_AT_MOST: gettext_lazy("has at most so many rows"),
    Relation.ANSWERED: gettext_lazy("is answered"),
    Relation.UNANSWERED: gettext_lazy("is not answered"),
}
_COUNTED_RELATIONS: Mapping[str, Mapping[Relation, Text]] = {
    "several_of": {
        Relation.ROWS_EXACTLY: gettext_lazy("has exactly so many answers chosen"),
        Relation.ROWS_AT_LEAST: gettext_lazy("has at least so many answers chosen"),
        Relation.ROWS_AT_MOST: gettext_lazy("has at most so many answers chosen"),
    },
    "file": {
        Relation.ROWS_EXACTLY: gettext_lazy("has exactly so many files"),
        Relation.ROWS_AT_LEAST: gettext_lazy("has at least so many files"),
        Relation.ROWS_AT_MOST: gettext_lazy("has at most so many files"),
    },
}
NEVER = "false"


def relation_in_words(relation: Relation, question: Question) -> Text:
    """Give what an author chooses for the relation, with the question before it and the value behind it."""
    return _COUNTED_RELATIONS.get(question.kind, {}).get(relation) or RELATIONS[relation]


def condition_in_words(source: str | None, questions: Mapping[str, Question], language: str) -> str:
    """Tell a condition; one that says more than sentences can is given as it is written. Empty when there is none."""
    if not source:
        return ""
    if source.strip() == NEVER:
        return _("never")
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
            question = _subject(part.question, questions)
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
        "day": _other_in_words(sentence.other or TODAY, language, questions),
    }
    counted = _COUNTED.get(question.kind, {}).get(sentence.relation)
    return str(counted or _SENTENCES[sentence.relation]) % facts


def value_in_words(
    sentence: Sentence, question: Question, language: str, questions: Mapping[str, Question]
) -> str:
    """Give what a sentence holds the answer against, as people read it."""
    value = sentence.value
    if sentence.relation in SPANS:
        return _span_in_words(int(value), in_years=sentence.relation in YEARS)
    if sentence.other:
        return _other_in_words(sentence.other, language, questions)
    if sentence.relation in ROWS:
        return value
    if question.kind == "tree" and question.options and value:
        return kind_of(question).show(question, value, language)
    if option := question.option_by_key.get(value):
        return pick(option.label, language) or value
    if question.kind in ("yes_no", "declaration"):
        return _("Yes") if value == "true" else _("No")
    if question.kind in ("money", "payment") and value.lstrip("-").isdigit():
        return kind_of(question).show(question, int(value), language)
    if question.kind == "date" and value:
        return long_date(date.fromisoformat(value), language)
    return value


def _span_in_words(number: int, *, in_years: bool) -> str:
    if in_years:
        return ngettext("%(count)d year", "%(count)d years", number) % {"count": number}
    return ngettext("%(days)d day", "%(days)d days", number) % {"days": number}


def _other_in_words(name: str, language: str, questions: Mapping[str, Question]) -> str:
    if name == TODAY:
        return _("the day it is filled in")
    return _("“%(name)s”") % {"name": name_of(_subject(name, questions), language)}


def _subject(name: str, questions: Mapping[str, Question]) -> Question:
    question = subject_named(name, questions)
    if question is None:
        raise KeyError(name)
    return question


_COLUMNS: Mapping[str, Text] = {
    ANY: gettext_lazy("%(question)s, in at least one row: %(part)s"),
    EVERY: gettext_lazy("%(question)s, in every row: %(part)s"),
    SUM: gettext_lazy("%(question)s, the sum of all rows: %(part)s"),
}
_OUTER: Mapping[str, Text] = {
    TODAY: gettext_lazy("The day it is filled in"),
    LOGGED_IN: gettext_lazy("The person is logged in"),
}


def name_of(question: Question, language: str) -> str:
    """Give what a question is called in lists: its words, or its kind of text. A part is called after it."""
    if isinstance(question, Part):
        return _name_of_part(question, language)
    words = pick(question.label, language) or " ".join(markdown_text(pick(question.text, language)).split())
    words = words or question.id
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"


def _name_of_part(part: Part, language: str) -> str:
    if part.of is None:
        return str(_OUTER[part.id])
    if part.inner is not None:
        facts = {"question": name_of(part.of, language), "part": name_of(part.inner, language)}
        return str(_COLUMNS[part.how_many]) % facts
    told = str(part.told) or pick(part.label, language)
    return _("%(question)s: %(part)s") % {"question": name_of(part.of, language), "part": told}
