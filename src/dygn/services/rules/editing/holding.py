"""Whether a condition built from sentences can ever hold.

A sentence about a question that is itself shown only sometimes needs that to hold too: what is hidden is
unanswered. What cannot be decided from the sentences alone is taken to be possible.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

from dygn.forms.rules.definition import FormDefinition, Question
from dygn.services.rules.editing.sentences import Relation, Sentence, Sentences, sentences_in

MOST_CASES = 256
_NEEDS_NO_ANSWER = frozenset({Relation.UNANSWERED, Relation.IS_NOT, Relation.HAS_NOT})

Case = tuple[Sentence, ...]


def can_hold(sentences: Sentences, form: FormDefinition, questions: Mapping[str, Question]) -> bool:
    """Say whether there are answers with which the condition holds, as far as sentences tell."""
    cases = _cases(sentences)
    return any(_is_possible(case, form, questions) for case in cases) or not cases


def _cases(sentences: Sentences) -> list[Case]:
    """Give the ways in which the condition can hold, each as sentences that all hold; none when too many."""
    of_parts = [[(part,)] if isinstance(part, Sentence) else _cases(part) for part in sentences.parts]
    if not all(of_parts):
        return []
    if sentences.joined == "any":
        return [case for cases in of_parts for case in cases][:MOST_CASES]
    number = 1
    for cases in of_parts:
        number *= len(cases)
    if number > MOST_CASES:
        return []
    return [tuple(each for case in chosen for each in case) for chosen in product(*of_parts)]


def _is_possible(case: Case, form: FormDefinition, questions: Mapping[str, Question]) -> bool:
    """Say whether all of it can hold at once, with what it needs to be shown."""
    asked: dict[str, list[Sentence]] = {}
    for sentence in case:
        asked.setdefault(sentence.question, []).append(sentence)
    if not all(_agree(questions[name], about) for name, about in asked.items()):
        return False
    for needed in _needed(case, form, questions):
        alternatives = _cases(needed)
        if alternatives and not any(_agree_all((*case, *each), questions) for each in alternatives):
            return False
    return True


def _agree_all(case: Case, questions: Mapping[str, Question]) -> bool:
    names = {sentence.question for sentence in case}
    return all(_agree(questions[name], [each for each in case if each.question == name]) for name in names)


def _needed(case: Case, form: FormDefinition, questions: Mapping[str, Question]) -> Iterator[Sentences]:
    """Give what has to hold for the questions to be shown that the case needs an answer to."""
    seen: set[str] = set()
    waiting = [each.question for each in case if each.relation not in _NEEDS_NO_ANSWER]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in form.page_of:
            continue
        seen.add(name)
        for source in (questions[name].shown_if, form.page_of[name].shown_if):
            found = sentences_in(source, questions) if source else None
            if found is None:
                continue
            yield found
            if found.joined == "all":
                waiting += [each.question for each in found.parts if isinstance(each, Sentence)]


def _agree(question: Question, about: Sequence[Sentence]) -> bool:
    """Say whether one answer can make all sentences about a question hold."""
    relations = {sentence.relation for sentence in about}
    if Relation.UNANSWERED in relations:
        return relations <= _NEEDS_NO_ANSWER
    if question.kind in ("one_of", "yes_no", "declaration"):
        return _one_fits(question, about)
    if question.kind == "several_of":
        return _several_fit(question, about)
    if question.kind == "date":
        return _days_fit(question, about)
    return _numbers_fit(question, about)


def _of(about: Sequence[Sentence], relation: Relation) -> set[str]:
    return {sentence.value for sentence in about if sentence.relation is relation}


def _one_fits(question: Question, about: Sequence[Sentence]) -> bool:
    wanted, unwanted = _of(about, Relation.IS), _of(about, Relation.IS_NOT)
    if len(wanted) > 1 or wanted & unwanted:
        return False
    is_answered = any(sentence.relation is Relation.ANSWERED for sentence in about)
    return not (is_answered and question.options and question.option_by_key.keys() <= unwanted)


def _several_fit(question: Question, about: Sequence[Sentence]) -> bool:
    wanted, unwanted = _of(about, Relation.HAS), _of(about, Relation.HAS_NOT)
    is_alone = any(question.option_by_key[each].alone for each in wanted if each in question.option_by_key)
    return not wanted & unwanted and not (is_alone and len(wanted) > 1)


def _days_fit(question: Question, about: Sequence[Sentence]) -> bool:
    first = max((date.fromisoformat(each) for each in _of(about, Relation.FROM_DAY)), default=date.min)
    last = min((date.fromisoformat(each) for each in _of(about, Relation.TO_DAY)), default=date.max)
    return first <= last


def _numbers_fit(question: Question, about: Sequence[Sentence]) -> bool:
    """Say whether a number lies within all bounds; whole numbers have none between 17 and 18."""
    limits = question.limits
    smallest = Decimal(1).scaleb(-limits.decimals)
    least = [limits.min] if limits.min is not None else []
    most = [limits.max] if limits.max is not None else []
    for sentence in about:
        if sentence.relation in (Relation.AT_LEAST, Relation.EQUALS):
            least.append(Decimal(sentence.value))
        if sentence.relation in (Relation.AT_MOST, Relation.EQUALS):
            most.append(Decimal(sentence.value))
        if sentence.relation is Relation.MORE_THAN:
            least.append(Decimal(sentence.value) + smallest)
        if sentence.relation is Relation.LESS_THAN:
            most.append(Decimal(sentence.value) - smallest)
    return not least or not most or max(least) <= min(most)
