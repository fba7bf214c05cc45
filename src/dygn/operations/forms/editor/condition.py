"""A condition as an author builds it: from sentences, in groups, or as an expression."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.errors import Text
from dygn.base.expressions import ExpressionError, compile_expression
from dygn.base.markdown import markdown_text
from dygn.base.words import pick
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.services.rules.editing.sentences import (
    Joined,
    Relation,
    Sentence,
    Sentences,
    expression_of,
    is_value_of,
    needs_value,
    relations_of,
    sentences_in,
)

MOST_ROWS = 12
GROUPS = ("", "a", "b", "c")
RELATIONS_IN_WORDS: Mapping[Relation, Text] = {
    Relation.IS: gettext_lazy("is"),
    Relation.IS_NOT: gettext_lazy("is not"),
    Relation.HAS: gettext_lazy("includes"),
    Relation.HAS_NOT: gettext_lazy("does not include"),
    Relation.EQUALS: gettext_lazy("is exactly"),
    Relation.AT_LEAST: gettext_lazy("is at least"),
    Relation.AT_MOST: gettext_lazy("is at most"),
    Relation.MORE_THAN: gettext_lazy("is more than"),
    Relation.LESS_THAN: gettext_lazy("is less than"),
    Relation.FROM_DAY: gettext_lazy("is on this day or later"),
    Relation.TO_DAY: gettext_lazy("is on this day or earlier"),
    Relation.ANSWERED: gettext_lazy("is answered"),
    Relation.UNANSWERED: gettext_lazy("is not answered"),
}


@dataclass(frozen=True)
class SentenceRow:
    """The fields of one sentence; relation and value come once the question is chosen."""

    number: int
    question: BoundField
    relation: BoundField | None
    value: BoundField | None
    group: BoundField


class ConditionForm(forms.Form):
    """Always, only when sentences hold, or by an expression. Fields are called ``c-…``."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        source: str | None,
        form: FormDefinition,
        language: str,
        own: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(data, prefix="c")
        self.language = language
        self.before = source or ""
        self.questions = {
            question.id: question
            for question in form.every_question()
            if question.id not in own and relations_of(question)
        }
        self.everything = {question.id: question for question in form.every_question()}
        found = sentences_in(source, self.everything) if source else None
        self._ask_how(source, found)
        self._ask_sentences(_rows_of(found))

    def _ask_how(self, source: str | None, found: Sentences | None) -> None:
        how = "always" if not source else "sentences" if found else "expression"
        self.fields["how"] = forms.ChoiceField(
            label=_("When is it shown?"),
            choices=[
                ("always", _("Always")),
                ("sentences", _("Only when what is said below holds")),
                ("expression", _("By an expression")),
            ],
            widget=forms.RadioSelect,
            initial=how,
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
            initial=source or "",
            widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "dy-code"}),
        )

    def _ask_sentences(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        self.numbers = list(range(min(max(len(rows), self._posted_rows()) + 1, MOST_ROWS)))
        choices = [("", _("Choose a question")), *self._named_questions()]
        for number in self.numbers:
            question, relation, value, group = rows[number] if number < len(rows) else ("", "", "", "")
            chosen = self.questions.get(self._given(f"question-{number}", question))
            self.fields[f"question-{number}"] = forms.ChoiceField(
                label=_("Question"), choices=choices, initial=question, required=False
            )
            self.fields[f"group-{number}"] = forms.ChoiceField(
                label=_("Together with"), choices=_group_choices(), initial=group, required=False
            )
            if chosen is not None:
                self.fields[f"relation-{number}"] = forms.ChoiceField(
                    label=_("How"), choices=[(each.value, RELATIONS_IN_WORDS[each]) for each in relations_of(chosen)],
                    initial=relation, required=False,
                )  # fmt: skip
                self.fields[f"value-{number}"] = _value_field(chosen, value, self.language)

    def _posted_rows(self) -> int:
        if not self.is_bound:
            return 0
        chosen = [n for n in range(MOST_ROWS) if self.data.get(f"c-question-{n}")]
        return max(chosen, default=-1) + 1

    def _given(self, name: str, initial: str) -> str:
        return str(self.data.get(f"c-{name}", "")) if self.is_bound else initial

    def _named_questions(self) -> Iterator[tuple[str, str]]:
        for question in self.questions.values():
            yield question.id, name_of(question, self.language)

    def rows(self) -> list[SentenceRow]:
        """Give the sentences for drawing, and an empty one."""
        return [
            SentenceRow(
                number,
                self[f"question-{number}"],
                self[f"relation-{number}"] if f"relation-{number}" in self.fields else None,
                self[f"value-{number}"] if f"value-{number}" in self.fields else None,
                self[f"group-{number}"],
            )
            for number in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        """Write the condition as ``source``: an expression, or nothing."""
        data = super().clean() or {}
        how = data.get("how")
        data["source"] = ""
        if how == "expression":
            data["source"] = self._expression(data.get("expression", "").strip())
        elif how == "sentences":
            sentences = self._sentences(data)
            if sentences is None and not self.errors:
                self.add_error("how", _("Say when: choose a question below. Or let it always be shown."))
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
            self.add_error("expression", error.message)
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
        written = data.get(f"relation-{number}") or ""
        if question is None:
            return None
        if written not in relations_of(question):
            self.add_error(f"question-{number}", _("Say how: choose what is to hold of the answer."))
            return None
        relation = Relation(written)
        value = str(data.get(f"value-{number}") or "") if needs_value(relation) else ""
        if not is_value_of(question, relation, value):
            self.add_error(f"value-{number}", _("Write what the answer is held against."))
            return None
        return Sentence(question.id, relation, value)


def _rows_of(sentences: Sentences | None) -> list[tuple[str, str, str, str]]:
    """Give question, relation, value and group of each sentence."""
    rows: list[tuple[str, str, str, str]] = []
    letters = iter(GROUPS[1:])
    for part in sentences.parts if sentences else ():
        if isinstance(part, Sentence):
            rows.append((part.question, part.relation.value, part.value, ""))
        else:
            letter = next(letters, GROUPS[-1])
            rows += [(each.question, each.relation.value, each.value, letter) for each in part.every()]
    return rows


def _group_choices() -> list[tuple[str, str]]:
    return [
        ("", _("Stands alone")),
        *((each, _("Group %(letter)s") % {"letter": each.upper()}) for each in GROUPS[1:]),
    ]


def _value_field(question: Question, value: str, language: str) -> forms.Field:
    label = _("Answer")
    if question.kind in ("yes_no", "declaration"):
        choices = [("true", _("Yes")), ("false", _("No"))]
        return forms.ChoiceField(label=label, choices=choices, initial=value, required=False)
    if question.kind in ("one_of", "several_of"):
        choices = [(option.key, pick(option.label, language) or option.key) for option in question.options]
        return forms.ChoiceField(label=label, choices=choices, initial=value, required=False)
    widget = forms.TextInput(attrs={"type": "date"}) if question.kind == "date" else forms.TextInput()
    return forms.CharField(label=label, initial=value, max_length=40, required=False, widget=widget)


def name_of(question: Question, language: str) -> str:
    """Give what a question is called in lists: its words, or its kind of text."""
    words = pick(question.label, language) or " ".join(markdown_text(pick(question.text, language)).split())
    words = words or question.id
    return words if len(words) <= 80 else f"{words[:79]}…"


def condition_in_words(source: str, questions: Mapping[str, Question], language: str) -> str:
    """Give a condition as a sentence to read; an expression that says more is given as it is written."""
    sentences = sentences_in(source, questions)
    return _in_words(sentences, questions, language) if sentences else source


def _in_words(sentences: Sentences, questions: Mapping[str, Question], language: str) -> str:
    joiner = _("and") if sentences.joined == "all" else _("or")
    parts = [
        _sentence_in_words(part, questions[part.question], language)
        if isinstance(part, Sentence)
        else f"({_in_words(part, questions, language)})"
        for part in sentences.parts
    ]
    return f" {joiner} ".join(parts)


def _sentence_in_words(sentence: Sentence, question: Question, language: str) -> str:
    value = sentence.value
    if question.kind in ("yes_no", "declaration"):
        value = _("Yes") if value == "true" else _("No")
    elif value in question.option_by_key:
        value = pick(question.option_by_key[value].label, language) or value
    said = f"“{name_of(question, language)}” {RELATIONS_IN_WORDS[sentence.relation]}"
    return f"{said} {value}" if value else said
