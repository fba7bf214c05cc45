"""Proof-reading a form: what its schema cannot see. Each fault has its place and says what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.expressions import ExpressionError, pattern_program
from dygn.base.saying import in_language, language_named, says
from dygn.forms.rules.definition import FormDefinition, Limits, Question
from dygn.forms.rules.faults import Fault
from dygn.forms.rules.flow import OCCASION_NAMES
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.co_signers import MOST_CO_SIGNERS
from dygn.forms.rules.kinds.file import ACCEPTED, MOST_FILES
from dygn.forms.rules.kinds.group import MOST_ROWS
from dygn.forms.rules.kinds.scale import MOST_STEPS, steps_of
from dygn.forms.rules.kinds.tree import MOST_LEAVES, MOST_LEVELS, every_option
from dygn.forms.rules.kinds_in_words import kind_named
from dygn.forms.rules.notation import is_day_limit
from dygn.forms.rules.places import Path, placed_questions
from dygn.forms.rules.problems import CODES
from dygn.forms.rules.proof_of_expressions import circles, expression_faults
from dygn.forms.rules.proof_of_kinds import kind_faults
from dygn.forms.rules.topics import draws_topics

MOST_PAGES = 100
MOST_QUESTIONS = 1_000
# Names with a meaning in forms, or in the expression language.
_TAKEN = (
    "change asked true false null in as break const continue else for function if import let loop package "
    "namespace return var void while"
)
TAKEN_NAMES = OCCASION_NAMES | frozenset(_TAKEN.split())
CHOOSING = frozenset({"one_of", "several_of"})
WITH_OPTIONS = CHOOSING | {"scale", "tree"}
COUNTRIES = frozenset({"se", "dk", "no"})
TEXTS = ("label", "hint", "why", "goes_to", "text", "unit", "row_name", "document", "source_name")


def faults_in(form: FormDefinition, languages: Iterable[str]) -> list[Fault]:
    """Give everything that is wrong with the form. No fault means that it can be filled in."""
    found = [
        *_size_faults(form),
        *_double_ids(form),
        *_page_faults(form, tuple(languages)),
        *_question_faults(form, tuple(languages)),
    ]
    # Only expressions that can be read say what they hang on.
    return found or list(expression_faults(form)) or list(circles(form))


def _size_faults(form: FormDefinition) -> Iterator[Fault]:
    if len(form.pages) > MOST_PAGES:
        yield Fault(
            ("pages",),
            says(_("A form has at most %(most)s pages. Divide it into several services."), most=MOST_PAGES),
        )
    if sum(1 for _each in form.every_question()) > MOST_QUESTIONS:
        yield Fault(
            ("pages",),
            says(
                _("A form has at most %(most)s questions. Divide it into several services."),
                most=MOST_QUESTIONS,
            ),
        )


def _double_ids(form: FormDefinition) -> Iterator[Fault]:
    pages = Counter(page.id for page in form.pages)
    questions = Counter(question.id for question in form.every_question())
    for number, page in enumerate(form.pages):
        if pages[page.id] > 1:
            yield Fault(
                ("pages", number, "id"),
                says(_("Another page has the id “%(id)s” too. Give each its own."), id=page.id),
            )
    for path, question, _group in placed_questions(form):
        if questions[question.id] > 1:
            yield Fault(
                (*path, "id"),
                says(_("Another question has the id “%(id)s” too. Give each its own."), id=question.id),
            )
        if question.id in TAKEN_NAMES:
            yield Fault(
                (*path, "id"),
                says(_("The name “%(id)s” is taken by Dygn itself. Choose another id."), id=question.id),
            )


def _page_faults(form: FormDefinition, languages: tuple[str, ...]) -> Iterator[Fault]:
    for number, page in enumerate(form.pages):
        path: Path = ("pages", number)
        if not page.title and sum(kind_of(each).asks for each in page.questions) != 1:
            yield Fault(path, says(_("A page with several questions needs a title. Write one.")))
        yield from _text_faults(path, {"title": page.title, "lead": page.lead}, languages)


def _text_faults(path: Path, texts: Mapping[str, Any], languages: tuple[str, ...]) -> Iterator[Fault]:
    for name, text in texts.items():
        missing = [language for language in languages if text and not text.get(language)]
        if missing:
            yield Fault(
                (*path, name),
                says(
                    _("The text is missing %(languages)s. Write it."),
                    languages=[in_language(each) for each in missing],
                ),
            )
        for stranger in sorted(set(text) - set(languages)):
            yield Fault(
                (*path, name, stranger),
                says(
                    _("The language “%(language)s” is not among “languages”. Add it there."),
                    language=language_named(stranger),
                ),
            )


def _question_faults(form: FormDefinition, languages: tuple[str, ...]) -> Iterator[Fault]:
    for path, question, group in placed_questions(form):
        yield from _text_faults(path, {name: getattr(question, name) for name in TEXTS}, languages)
        yield from _unknown_codes(path, question)
        for code, texts in question.errors.items():
            yield from _text_faults((*path, "errors"), {code: texts}, languages)
        for index, fact in enumerate(question.facts):
            yield from _text_faults((*path, "facts", index), {"label": fact.label}, languages)
        yield from _wording_faults(path, question)
        yield from _option_faults(path, question, languages)
        yield from _limit_faults(path, question)
        yield from kind_faults(path, question, group, form)


def _unknown_codes(path: Path, question: Question) -> Iterator[Fault]:
    for stranger in sorted(question.errors.keys() - CODES):
        near = get_close_matches(stranger, CODES, n=1) or ["required"]
        yield Fault(
            (*path, "errors", stranger),
            says(_("Nothing is told by this name. Did you mean “%(meant)s”?"), meant=near[0]),
        )


def _wording_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.kind == "information":
        if not question.text:
            yield Fault(path, says(_("There is nothing to read here. Write the text.")))
    elif question.kind == "personal_data_notice":
        if question.text:
            yield Fault(
                (*path, "text"), says(_("The notice takes its text from “personal_data”. Remove this."))
            )
    elif not question.label:
        yield Fault(path, says(_("The question has no words. Write what the person is asked.")))


def _option_faults(path: Path, question: Question, languages: tuple[str, ...]) -> Iterator[Fault]:
    if question.kind in CHOOSING | {"tree"} and not question.options and not draws_topics(question):
        yield Fault(
            path,
            says(_("There are no answers to choose from. Add some.")),
        )
    if question.options and question.kind not in WITH_OPTIONS:
        yield Fault(
            (*path, "options"),
            says(
                _("A question of the kind %(kind)s has no answers to choose from. Remove them."),
                kind=kind_named(question.kind),
            ),
        )
    keys = Counter(option.key for option in question.options)
    for index, option in enumerate(question.options):
        place: Path = (*path, "options", index)
        if keys[option.key] > 1:
            yield Fault(
                (*place, "key"),
                says(_("Another answer has the key “%(key)s” too. Give each its own."), key=option.key),
            )
        if option.alone and question.kind != "several_of":
            yield Fault(
                (*place, "alone"), says(_("Only an option of several_of can stand alone. Remove this."))
            )
        yield from _text_faults(place, {"label": option.label, "hint": option.hint}, languages)
        if option.options and question.kind != "tree":
            yield Fault(
                (*place, "options"), says(_("Only a tree has answers below answers. Make the kind tree."))
            )
    if question.kind == "tree":
        yield from _tree_faults(path, question, languages)
    yield from _other_faults(path, question)
    for index, row in enumerate(question.rows):
        yield from _text_faults((*path, "rows", index), {"label": row.label}, languages)
    if question.kind == "scale":
        yield from _scale_faults(path, question)


def _tree_faults(path: Path, question: Question, languages: tuple[str, ...]) -> Iterator[Fault]:
    everything = list(every_option(question.options))
    keys = Counter(option.key for option, _level in everything)
    for key, count in keys.items():
        if count > 1:
            yield Fault(
                (*path, "options"),
                says(
                    _("The key “%(key)s” stands in the tree %(count)s times. Give each its own."),
                    key=key,
                    count=count,
                ),
            )
    if any(level > MOST_LEVELS for _option, level in everything):
        yield Fault(
            (*path, "options"),
            says(_("A tree has at most %(most)s levels. Put some of them together."), most=MOST_LEVELS),
        )
    if len(everything) > MOST_LEAVES:
        yield Fault(
            (*path, "options"),
            says(_("A tree has at most %(most)s answers and branches. Leave some out."), most=MOST_LEAVES),
        )
    for option, level in everything:
        if level > 1:
            texts = {"label": option.label, "hint": option.hint}
            yield from _text_faults((*path, "options", option.key), texts, languages)


def _other_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.other and question.kind not in CHOOSING | {"tree"}:
        words = _("Only one_of, several_of and tree take another answer. Remove “other”.")
        yield Fault((*path, "other"), says(words))


def _scale_faults(path: Path, question: Question) -> Iterator[Fault]:
    steps = [str(step) for step in steps_of(question)]
    limits = question.limits
    if len(steps) < 2 or (limits.max is not None and str(int(limits.max)) != steps[-1]):
        yield Fault(
            (*path, "limits"),
            says(_("A scale has from two to %(most)s steps. Change the least or the most."), most=MOST_STEPS),
        )
    for index, option in enumerate(question.options):
        if option.key not in steps:
            yield Fault(
                (*path, "options", index, "key"),
                says(
                    _("The scale has no step “%(key)s”. Use a number from %(first)s to %(last)s."),
                    key=option.key,
                    first=steps[0],
                    last=steps[-1],
                ),
            )


def _limit_faults(path: Path, question: Question) -> Iterator[Fault]:
    limits, usual = question.limits, Limits()
    for each in fields(limits):
        if (
            getattr(limits, each.name) != getattr(usual, each.name)
            and each.name not in kind_of(question).takes
        ):
            yield Fault(
                (*path, "limits", each.name),
                says(
                    _("A question of the kind %(kind)s knows no such limit. Remove it."),
                    kind=kind_named(question.kind),
                ),
            )
    yield from _turned_round(path, limits)
    for name in ("earliest", "latest"):
        text = getattr(limits, name)
        if text is not None and not is_day_limit(text):
            yield Fault(
                (*path, "limits", name),
                says(_("Write a date as 2026-01-31, or today, today+30 or today-30.")),
            )
    if limits.pattern is not None:
        try:
            pattern_program(limits.pattern)
        except ExpressionError as error:
            yield Fault((*path, "limits", "pattern"), error.message)
    for stranger in set(limits.accept) - set(ACCEPTED):
        yield Fault(
            (*path, "limits", "accept"),
            says(
                _("“%(stranger)s” is not a type of file. Use %(known)s."),
                stranger=stranger,
                known=tuple(ACCEPTED),
            ),
        )
    for stranger in set(limits.countries) - COUNTRIES:
        yield Fault(
            (*path, "limits", "countries"),
            says(_("“%(stranger)s” is not a country we know. Use se, dk, no."), stranger=stranger),
        )
    most = _MOST.get(question.kind)
    if most and (limits.max_count or 0) > most:
        yield Fault((*path, "limits", "max_count"), says(_("At most %(most)s are possible here."), most=most))


_MOST = {"file": MOST_FILES, "group": MOST_ROWS, "table": MOST_ROWS, "co_signers": MOST_CO_SIGNERS}


def _turned_round(path: Path, limits: Limits) -> Iterator[Fault]:
    for low, high in (("min", "max"), ("min_length", "max_length"), ("min_count", "max_count")):
        least, most = getattr(limits, low), getattr(limits, high)
        if least is not None and most is not None and least > most:
            yield Fault(
                (*path, "limits", low),
                says(_("“%(low)s” is larger than “%(high)s”. Turn them round."), low=low, high=high),
            )
