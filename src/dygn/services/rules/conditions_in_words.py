"""Conditions of the expression language told as sentences, as far as sentences can tell them."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.errors import Text
from dygn.base.numbers_in_words import long_date
from dygn.base.words import pick
from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds import kind_of
from dygn.services.rules.editing.sentences import Relation, Sentence, Sentences, sentences_in

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
    Relation.FROM_DAY: gettext_lazy("“%(question)s” is %(value)s or later"),
    Relation.TO_DAY: gettext_lazy("“%(question)s” is %(value)s or earlier"),
    Relation.ANSWERED: gettext_lazy("“%(question)s” is answered"),
    Relation.UNANSWERED: gettext_lazy("“%(question)s” is not answered"),
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
    told, tell = [], tell or sentence_in_words
    for part in sentences.parts:
        if isinstance(part, Sentence):
            told.append(tell(part, questions[part.question], language))
        else:
            inner = sentences_in_words(part, questions, language, tell)
            told.append(f"({inner})" if len(part.parts) > 1 and len(sentences.parts) > 1 else inner)
    joint = _("and") if sentences.joined == "all" else _("or")
    return f" {joint} ".join(told)


def sentence_in_words(sentence: Sentence, question: Question, language: str) -> str:
    """Tell one sentence."""
    facts = {
        "question": pick(question.label, language) or question.id,
        "value": value_in_words(sentence, question, language),
    }
    return str(_SENTENCES[sentence.relation]) % facts


def value_in_words(sentence: Sentence, question: Question, language: str) -> str:
    """Give what a sentence holds the answer against, as people read it."""
    value = sentence.value
    if option := question.option_by_key.get(value):
        return pick(option.label, language)
    if question.kind in ("yes_no", "declaration"):
        return _("Yes") if value == "true" else _("No")
    if question.kind == "money" and value.lstrip("-").isdigit():
        return kind_of(question).show(question, int(value), language)
    if question.kind == "date":
        return long_date(date.fromisoformat(value), language)
    return value
