"""Whether a condition built from sentences can ever hold.

A sentence about a question that is itself shown only sometimes needs that to hold too: what is hidden is
unanswered. What cannot be decided from the sentences alone is taken to be possible.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from dygn.forms.rules.definition import FormDefinition, Question
from dygn.services.rules.editing.bounds import orders_fit
from dygn.services.rules.editing.relations import ROWS, SAMES, UNLIKES, Relation, is_text
from dygn.services.rules.editing.sentences import Sentence, Sentences, relations_of
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.editing.subjects import (
    ANY,
    EVERY,
    LOGGED_IN,
    TODAY,
    Part,
    base_of,
    subject_named,
)
from dygn.services.rules.editing.text_bounds import text_fits

MOST_CASES = 256
_NEEDS_NO_ANSWER = frozenset(
    {
        Relation.UNANSWERED, Relation.IS_NOT, Relation.HAS_NOT, Relation.CONTAINS_NOT, Relation.BEGINS_NOT,
        *SAMES, *UNLIKES, *(set(ROWS) - {Relation.ROWS_AT_LEAST}),
    }
)  # fmt: skip
# Two that are both unanswered are alike.
_ALIKE = frozenset({Relation.EQUALS, Relation.ON_DAY, *SAMES, *ROWS, *UNLIKES})

Case = tuple[Sentence, ...]
Questions = Mapping[str, Question]


def can_hold(
    sentences: Sentences, form: FormDefinition, questions: Questions, *, with_these: Iterable[str] = ()
) -> bool:
    """Say whether there are answers with which the condition holds, as far as sentences tell.

    ``with_these`` are conditions that have to hold as well, for it to be asked at all.
    """
    parts: list[Sentence | Sentences] = [sentences]
    parts += [found for source in with_these if (found := sentences_in(source, questions)) is not None]
    cases = _cases(Sentences("all", tuple(parts)))
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


def _is_possible(case: Case, form: FormDefinition, questions: Questions) -> bool:
    """Say whether all of it can hold at once, with what it needs to be shown."""
    if not _agrees(case, questions):
        return False
    for needed in _needed(case, form, questions):
        alternatives = _cases(needed)
        if alternatives and not any(_agrees((*case, *more), questions) for more in alternatives):
            return False
    return True


def _agrees(case: Case, questions: Questions) -> bool:
    """Say whether all sentences can hold of one set of answers."""
    if not _rows_agree(case, questions):
        return False
    rows = [Sentence(base_of(each.question), Relation.ANSWERED) for each in case if _is_of_any(each)]
    case = (*(each for each in case if not each.question.startswith(_OF_ROWS)), *rows)
    case = (*case, *_answered_too(case, questions))
    asked: dict[str, list[Sentence]] = {}
    for sentence in case:
        if not sentence.other:
            asked.setdefault(sentence.question, []).append(sentence)
    return (
        all(_agree(_known(name, questions), about) for name, about in asked.items())
        and _sames_fit(case)
        and orders_fit(case, questions)
    )


def _is_of_any(sentence: Sentence) -> bool:
    """It is said of some row, so that there has to be one."""
    return sentence.question.startswith(f"{ANY}:")


_OF_ROWS = (f"{ANY}:", f"{EVERY}:")


def _known(name: str, questions: Questions) -> Question:
    question = subject_named(name, questions)
    if question is None:
        raise KeyError(name)
    return question


def _rows_agree(case: Case, questions: Questions) -> bool:
    """Say whether each row that there has to be can be as is said of it, and of every row."""
    said: dict[str, tuple[list[Sentence], list[Sentence]]] = {}
    for sentence in case:
        part = subject_named(sentence.question, questions)
        if isinstance(part, Part) and part.inner and part.how_many in (ANY, EVERY):
            of_any, of_every = said.setdefault(base_of(part.id), ([], []))
            row = replace(sentence, question=part.inner.id)
            (of_any if part.how_many == ANY else of_every).append(row)
    return all(
        _agrees((one, *of_every), questions[group].by_id)
        for group, (of_any, of_every) in said.items()
        for one in of_any
    )


def _answered_too(case: Case, questions: Questions) -> Iterator[Sentence]:
    """Give what has to be answered for one answer to be more or less than another, or for a part to be known."""
    for sentence in case:
        names = {sentence.question} if "." in sentence.question else set()
        if sentence.other and sentence.relation not in _ALIKE:
            names |= {sentence.question, sentence.other}
        for name in names - {TODAY, LOGGED_IN}:
            if ":" in name:
                continue
            base = base_of(name)
            if Relation.ANSWERED in relations_of(_known(base, questions)):
                yield Sentence(base, Relation.ANSWERED)


def _needed(case: Case, form: FormDefinition, questions: Questions) -> Iterator[Sentences]:
    """Give what has to hold for the questions to be shown that the case needs an answer to."""
    seen: set[str] = set()
    waiting = [name for each in case for name in _needing(each)]
    while waiting:
        name = base_of(waiting.pop())
        if name in seen or name not in form.page_of:
            continue
        seen.add(name)
        for source in (_known(name, questions).shown_if, form.page_of[name].shown_if):
            found = sentences_in(source, questions) if source else None
            if found is None:
                continue
            yield found
            if found.joined == "all":
                waiting += [name for each in found.parts if isinstance(each, Sentence) for name in _needing(each)]


def _needing(sentence: Sentence) -> Iterator[str]:
    """Give the questions that have to be answered for a sentence to hold."""
    if sentence.question.startswith(f"{EVERY}:"):
        return
    if sentence.other:
        if sentence.relation not in _ALIKE:
            yield from (sentence.question, sentence.other)
    elif sentence.relation not in _NEEDS_NO_ANSWER and (sentence.relation not in ROWS or sentence.value != "0"):
        yield sentence.question


def _agree(question: Question, about: Sequence[Sentence]) -> bool:
    """Say whether one answer can make all sentences about a question hold, apart from what is ordered."""
    relations = {sentence.relation for sentence in about}
    if Relation.UNANSWERED in relations and relations - _NEEDS_NO_ANSWER - set(ROWS):
        return False
    if question.kind == "tree" and not question.options:
        return text_fits(about)
    if question.kind in ("one_of", "tree", "yes_no", "declaration"):
        return _one_fits(question, about)
    if question.kind == "several_of":
        return _several_fit(question, about)
    return text_fits(about) if is_text(question.kind) else True


def _of(about: Sequence[Sentence], relation: Relation) -> set[str]:
    return {sentence.value for sentence in about if sentence.relation is relation}


def _one_fits(question: Question, about: Sequence[Sentence]) -> bool:
    wanted, unwanted = _of(about, Relation.IS), _of(about, Relation.IS_NOT)
    if len(wanted) > 1 or wanted & unwanted:
        return False
    relations = {sentence.relation for sentence in about}
    if wanted and Relation.UNANSWERED in relations:
        return False
    is_answered = Relation.ANSWERED in relations
    return not (is_answered and (choices := _choices(question)) and choices <= unwanted)


def _choices(question: Question) -> set[str]:
    """Give all values that the answer can have."""
    if question.kind == "yes_no":
        return {"true", "false"}
    return set(question.leaves if question.kind == "tree" else question.option_by_key)


def _several_fit(question: Question, about: Sequence[Sentence]) -> bool:
    wanted, unwanted = _of(about, Relation.HAS), _of(about, Relation.HAS_NOT)
    is_alone = any(question.option_by_key[each].alone for each in wanted if each in question.option_by_key)
    return not wanted & unwanted and not (is_alone and len(wanted) > 1)


def _sames_fit(case: Case) -> bool:
    """Say whether answers that are to be the same can be so, and others be different."""
    home: dict[str, str] = {}

    def first(name: str) -> str:
        while home.get(name, name) != name:
            name = home[name]
        return name

    for each in case:
        if each.relation is Relation.SAME:
            home[first(each.question)] = first(each.other)
    told: dict[str, list[Sentence]] = {}
    for each in case:
        told.setdefault(first(each.question), []).append(each)
    for about in told.values():
        relations, wanted = {each.relation for each in about}, _of(about, Relation.IS)
        is_answered = bool(wanted) or Relation.ANSWERED in relations
        if len(wanted) > 1 or wanted & _of(about, Relation.IS_NOT):
            return False
        if is_answered and Relation.UNANSWERED in relations:
            return False
    return not any(
        first(each.question) == first(each.other) for each in case if each.relation is Relation.DIFFERENT
    )

