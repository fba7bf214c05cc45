"""A condition as an author builds it: from sentences, in groups, or as an expression."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorDict, flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.errors import Text
from dygn.base.expressions import ExpressionError, compile_expression
from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.notation import number_typed
from dygn.services.rules.conditions_in_words import NEVER, condition_in_words, name_of, relation_in_words
from dygn.services.rules.editing.levels import MOST_GROUPS, MOST_SENTENCES
from dygn.services.rules.editing.relations import (
    AGO,
    AHEAD,
    ANSWERING,
    COUNTED,
    NUMBERS,
    OPEN_TO_OTHERS,
    ROWS,
    SAMES,
    SPANS,
    TIMES,
    YEARS,
    Relation,
    is_text,
)
from dygn.services.rules.editing.sentences import (
    Joined,
    Sentence,
    Sentences,
    comparable_with,
    expression_of,
    family_of,
    is_value_of,
    needs_value,
    relations_of,
)
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.editing.subjects import TODAY, base_of, every_subject, subject_named

GROUPS = ("", *"abcdefgh"[:MOST_GROUPS])
# So many groups can be chosen from the start; more come once these are in use.
FEW_GROUPS = 3


@dataclass(frozen=True)
class Wording:
    """What a form about one kind of condition asks. ``without`` are the answers that need no condition."""

    how: Text
    without: Sequence[tuple[str, Text]]
    sentences: Text
    expression: Text
    nothing: Text
    """What is told to whoever wants sentences and writes none."""


SHOWN = Wording(
    gettext_lazy("When is it shown?"),
    [("always", gettext_lazy("Always")), ("aside", gettext_lazy("Never, it is put aside"))],
    gettext_lazy("Only when what is said below holds"),
    gettext_lazy("By an expression"),
    gettext_lazy("Say when: choose a question below. Or let it always be shown."),
)


class LongSelect(forms.Select):
    """A choice among hundreds of questions, written in one go: a template for each of them takes long."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if key == chosen else "", label) for key, label in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})), options
        )


_SELECTED = mark_safe(" selected")


@dataclass(frozen=True)
class SentenceRow:
    """The fields of one sentence; relation, value and the other question come once the question is chosen."""

    number: int
    question: BoundField
    relation: BoundField | None
    value: BoundField | None
    count: BoundField | None
    other: BoundField | None
    group: BoundField


class ConditionForm(forms.Form):
    """Without a condition, when sentences hold, or by an expression. Fields are called ``PREFIX-…``.

    ``questions`` are those that it may ask about; ``own`` are left out of the choice. ``start`` is the answer
    that stands there without a condition, and ``first`` the question that a new sentence begins with.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        source: str | None,
        questions: Mapping[str, Question],
        language: str,
        own: frozenset[str] = frozenset(),
        prefix: str = "c",
        wording: Wording = SHOWN,
        start: str = "",
        first: str = "",
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.language, self.wording = language, wording
        self.before = source or ""
        self.everything = questions
        self.questions = {
            each.id: each
            for each in every_subject(questions)
            if base_of(each.id) not in own and relations_of(each)
        }
        self.first = first if first in self.questions else ""
        found = sentences_in(source, self.everything) if source else None
        without = start or wording.without[0][0]
        self._ask_how(source, found, "aside" if self._is_never() else without)
        self._ask_sentences(_rows_of(found))

    def _ask_how(self, source: str | None, found: Sentences | None, start: str) -> None:
        self.fields["how"] = forms.ChoiceField(
            label=str(self.wording.how),
            choices=[
                *self.wording.without,
                ("sentences", self.wording.sentences),
                ("expression", self.wording.expression),
            ],
            widget=forms.RadioSelect,
            initial=start if not source or self._is_never() else "sentences" if found else "expression",
        )
        self.fields["joined"] = forms.ChoiceField(
            label=_("How many of the sentences"),
            choices=[("all", _("All of them hold")), ("any", _("At least one of them holds"))],
            initial=found.joined if found else "all",
            required=False,
        )
        self.fields["expression"] = forms.CharField(
            label=_("The expression"),
            required=False,
            max_length=2_000,
            initial="" if self._is_never() else source or "",
            widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "dy-code"}),
        )

    def _is_never(self) -> bool:
        return self.before.strip() == NEVER and any(key == "aside" for key, _words in self.wording.without)

    def _ask_sentences(self, rows: Sequence[tuple[Sentence, str]]) -> None:
        self.numbers = list(range(min(max(len(rows), self._posted_rows()) + 1, MOST_SENTENCES)))
        choices = [("", _("Choose a question")), *self._named_questions()]
        groups = _group_choices(self._most_groups(rows))
        for number in self.numbers:
            begun = self.first if not rows and number == 0 and not self.is_bound else ""
            blank = (Sentence(begun, Relation.ANSWERED), "")
            sentence, group = rows[number] if number < len(rows) else blank
            self.fields[f"question-{number}"] = forms.ChoiceField(
                label=_("Question"), choices=choices, initial=sentence.question, required=False, widget=LongSelect
            )
            self.fields[f"group-{number}"] = forms.ChoiceField(
                label=_("Together with"), choices=groups, initial=group, required=False
            )
            chosen = self.questions.get(self._given(f"question-{number}", sentence.question))
            if chosen is not None:
                self._ask_of(chosen, number, sentence if number < len(rows) else None)

    def _ask_of(self, question: Question, number: int, sentence: Sentence | None) -> None:
        """Ask how the chosen question is held against what."""
        relations = [
            each
            for each in relations_of(question)
            if each not in SAMES or comparable_with(question, each, self.everything)
        ]
        self.fields[f"relation-{number}"] = forms.ChoiceField(
            label=_("How"), choices=_relation_choices(question, relations),
            initial=sentence.relation.value if sentence else relations[0].value, required=False,
        )  # fmt: skip
        counted = [each for each in relations if each in COUNTED]
        valued = [each for each in relations if needs_value(each) and each not in COUNTED]
        is_choice = question.kind in ("one_of", "several_of")
        is_counted = sentence is not None and sentence.relation in COUNTED
        if valued and (question.options or not is_choice):
            value = _shown(question, sentence) if sentence and not is_counted else ""
            self.fields[f"value-{number}"] = _value_field(question, value, self.language)
        if counted:
            self.fields[f"count-{number}"] = forms.CharField(
                label=_("How many"), max_length=5, required=False, initial=sentence.value if sentence and is_counted else "",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip
        others = self._others(question, relations)
        if others:
            self.fields[f"other-{number}"] = forms.ChoiceField(
                label=_("Another answer, or the day to count from") if any(each in SPANS for each in relations) else _("Or the answer to"),
                required=False, initial=sentence.other if sentence else "",
                widget=LongSelect, choices=[("", _("No other question")), *((name, self._called(name)) for name in others)],
            )  # fmt: skip

    def _others(self, question: Question, relations: Sequence[Relation]) -> dict[str, None]:
        """Give what the question can be held against, looked up once for each sort."""
        by_family = {family_of(question, each): each for each in relations}
        return dict.fromkeys(
            name
            for family, each in by_family.items()
            if family
            for name in comparable_with(question, each, self.everything)
        )

    def _called(self, name: str) -> str:
        found = subject_named(name, self.everything)
        return name_of(found, self.language) if found else name

    def _most_groups(self, rows: Sequence[tuple[Sentence, str]]) -> int:
        """Give how many groups can be chosen: one more than there are, and a few at least."""
        used = {group for _sentence, group in rows}
        if self.is_bound:
            used |= {str(self.data.get(f"{self.prefix}-group-{n}", "")) for n in range(MOST_SENTENCES)}
        last = max((GROUPS.index(each) for each in used if each in GROUPS), default=0)
        return min(max(FEW_GROUPS, last + 1), MOST_GROUPS)

    def _posted_rows(self) -> int:
        if not self.is_bound:
            return 0
        chosen = [n for n in range(MOST_SENTENCES) if self.data.get(f"{self.prefix}-question-{n}")]
        return max(chosen, default=-1) + 1

    def _given(self, name: str, initial: str) -> str:
        return str(self.data.get(f"{self.prefix}-{name}", "")) if self.is_bound else initial

    def _named_questions(self) -> Iterator[tuple[str, str]]:
        for question in self.questions.values():
            yield question.id, name_of(question, self.language)

    def rows(self) -> list[SentenceRow]:
        """Give the sentences for drawing, and an empty one."""
        return [
            SentenceRow(
                number,
                self[f"question-{number}"],
                self._field(f"relation-{number}"),
                self._field(f"value-{number}"),
                self._field(f"count-{number}"),
                self._field(f"other-{number}"),
                self[f"group-{number}"],
            )
            for number in self.numbers
        ]

    def _field(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def in_words(self) -> str:
        """Give the condition as it is kept now, in words; nothing where there is none."""
        return condition_in_words(self.before, self.everything, self.language)

    def clean(self) -> dict[str, Any]:
        """Write the condition as ``source``: an expression, or nothing."""
        data = super().clean() or {}
        how = data.get("how")
        data["source"] = ""
        if how == "aside":
            data["source"] = self.before if self._is_never() else NEVER
        elif how == "expression":
            data["source"] = self._expression(data.get("expression", "").strip())
        elif how == "sentences":
            sentences = self._sentences(data)
            if sentences is None and not self.errors:
                self.add_error("how", str(self.wording.nothing))
            elif sentences is not None and not self.errors:
                data["source"] = self._written(sentences)
        return data

    def _written(self, sentences: Sentences) -> str:
        """Write the sentences; what says the same as before stays as somebody wrote it."""
        if self.before and sentences_in(self.before, self.everything) == sentences:
            return self.before
        return expression_of(sentences, self.everything)

    def _expression(self, source: str) -> str:
        if not source:
            self.add_error("expression", _("Write the expression, or choose one of the other ways."))
            return ""
        try:
            compile_expression(source)
        except ExpressionError as error:
            self.add_error("expression", str(error.message))
        return source

    def _sentences(self, data: Mapping[str, Any]) -> Sentences | None:
        groups: dict[str, list[Sentence]] = {}
        for number in self.numbers:
            sentence = self._sentence(number, data)
            if sentence is not None:
                place = data.get(f"group-{number}") or f"row{number}"
                groups.setdefault(place, []).append(sentence)
        if not groups:
            return None
        joined: Joined = "any" if data.get("joined") == "any" else "all"
        other: Joined = "all" if joined == "any" else "any"
        parts = [each[0] if len(each) == 1 else Sentences(other, tuple(each)) for each in groups.values()]
        if len(parts) == 1 and isinstance(parts[0], Sentences):
            return parts[0]
        return Sentences(joined, tuple(parts))

    def _sentence(self, number: int, data: Mapping[str, Any]) -> Sentence | None:
        question = self.questions.get(data.get(f"question-{number}") or "")
        if question is None:
            return None
        written = data.get(f"relation-{number}") or ""
        if written not in relations_of(question):
            self.add_error(f"question-{number}", _("Say how: choose what is to hold of the answer."))
            return None
        relation, other = Relation(written), data.get(f"other-{number}") or ""
        if other and relation in OPEN_TO_OTHERS:
            return self._against(number, question, relation, other)
        if relation in SAMES:
            self.add_error(f"other-{number}", _("Choose the question whose answer it is held against."))
            return None
        field = f"{'count' if relation in COUNTED else 'value'}-{number}"
        typed = str(data.get(field) or "") if needs_value(relation) else ""
        value = _kept(question, relation, typed)
        if not is_value_of(question, relation, value):
            self.add_error(field if field in self.fields else f"question-{number}", _unfit(question, relation))
            return None
        if relation not in SPANS or other in ("", TODAY):
            return Sentence(question.id, relation, value)
        if other not in comparable_with(question, relation, self.everything):
            self.add_error(f"other-{number}", _("These two cannot be held against each other so."))
            return None
        return Sentence(question.id, relation, value, other)

    def _against(self, number: int, question: Question, relation: Relation, other: str) -> Sentence | None:
        """Hold an answer against another one."""
        value = self.cleaned_data.get(f"{'count' if relation in COUNTED else 'value'}-{number}")
        if relation not in SAMES and value:
            self.add_error(f"value-{number}", _("Write a value or choose another question, not both."))
            return None
        if other not in comparable_with(question, relation, self.everything):
            self.add_error(f"other-{number}", _("These two cannot be held against each other so."))
            return None
        return Sentence(question.id, relation, other=other)


def hold_nothing_against(form: forms.Form) -> None:
    """Draw a form with what is typed and no errors: who goes on with a sentence has not said that it is ready."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]


def _rows_of(sentences: Sentences | None) -> list[tuple[Sentence, str]]:
    """Give each sentence with its group."""
    rows: list[tuple[Sentence, str]] = []
    letters = iter(GROUPS[1:])
    for part in sentences.parts if sentences else ():
        if isinstance(part, Sentence):
            rows.append((part, ""))
        else:
            letter = next(letters, GROUPS[-1])
            rows += [(each, letter) for each in part.every()]
    return rows


def _group_choices(most: int) -> list[tuple[str, str]]:
    return [
        ("", _("Stands alone")),
        *((each, _("Group %(letter)s") % {"letter": each.upper()}) for each in GROUPS[1 : most + 1]),
    ]


def _relation_choices(question: Question, relations: Sequence[Relation]) -> list[Any]:
    """Give the relations to choose from; those of days stand under headings, as there are many."""
    named = {each: (each.value, relation_in_words(each, question)) for each in relations}
    if not any(each in SPANS for each in relations):
        return list(named.values())
    headings: tuple[tuple[Any, frozenset[Relation]], ...] = (
        (_("Against a day"), frozenset(relations) - {*SPANS, *ANSWERING}),
        (_("Age, in whole years"), frozenset(YEARS)),
        (_("Days ahead of today, or of another day"), frozenset(AHEAD)),
        (_("Days before today, or before another day"), frozenset(AGO)),
        (_("Is it answered?"), frozenset(ANSWERING)),
    )
    return [
        (heading, [named[each] for each in relations if each in among])
        for heading, among in headings
        if any(each in among for each in relations)
    ]


def _unfit(question: Question, relation: Relation) -> str:
    """Say what is to be written where the value does not fit."""
    if relation in COUNTED:
        return _("Write how many, as a whole number.")
    if relation in TIMES:
        return _("Write the time as hours and minutes, for example 08:30.")
    if is_text(question.kind):
        return _("Write what the answer is held against, without quotation marks.")
    return _("Write what the answer is held against.")


# Kinds whose values are whole minor units, with the decimals that are typed.
_AMOUNTS = {"money": 2, "payment": 2}


def _shown(question: Question, sentence: Sentence) -> str:
    """Give a value as it is typed: amounts in kroner, not in øre."""
    if question.kind in _AMOUNTS and sentence.value:
        return f"{Decimal(sentence.value) / 100:f}"
    return sentence.value


def _kept(question: Question, relation: Relation, typed: str) -> str:
    """Give what was typed as sentences know it; what cannot be read as it was typed."""
    if relation in TIMES:
        value = kind_of(question).check(question, typed, Occasion(date.min)) if typed else ""
        return value if isinstance(value, str) else typed
    if relation in SPANS:
        return str(int(typed)) if typed.strip().isdecimal() else typed
    if relation not in NUMBERS and relation not in ROWS and relation is not Relation.NOT_EQUALS:
        return typed
    is_of_rows = relation in ROWS
    decimals = 0 if is_of_rows else {**_AMOUNTS, "number": question.limits.decimals}.get(question.kind, 0)
    number = number_typed(typed, decimals)
    if number is None:
        return typed
    if question.kind in _AMOUNTS and not is_of_rows:
        number *= 100
    elif is_value_of(question, relation, typed) and Decimal(typed) == number:
        return typed
    return str(int(number)) if number == int(number) else f"{number.normalize():f}"


def _value_field(question: Question, value: str, language: str) -> forms.Field:
    label = _("Answer")
    if question.kind in ("yes_no", "declaration"):
        choices = [("true", _("Yes")), ("false", _("No"))]
        return forms.ChoiceField(label=label, choices=choices, initial=value, required=False)
    if question.kind in ("one_of", "several_of"):
        choices = [(option.key, pick(option.label, language) or option.key) for option in question.options]
        return forms.ChoiceField(label=label, choices=choices, initial=value, required=False)
    if question.kind == "tree" and question.options:
        choices = [(key, kind_of(question).show(question, key, language)) for key in question.leaves]
        return forms.ChoiceField(label=label, choices=choices, initial=value, required=False)
    sort = {"date": "date", "time": "time"}.get(question.kind)
    widget = forms.TextInput(attrs={"type": sort} if sort else {})
    longest = 200 if is_text(question.kind) else 40
    return forms.CharField(label=label, initial=value, max_length=longest, required=False, widget=widget)
