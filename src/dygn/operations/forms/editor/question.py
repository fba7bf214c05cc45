"""A question as its author writes it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.expressions import ExpressionError, compile_expression
from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.kinds.file import ACCEPTED
from dygn.forms.rules.kinds.table import COLUMN_KINDS
from dygn.forms.rules.kinds.tree import MOST_LEVELS
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.forms.editor.answering import autocomplete_field, countries_field, width_field
from dygn.operations.forms.editor.document import DocumentPart
from dygn.operations.forms.editor.look_up import SOURCE_NAME, LookUpPart, choice_of_key
from dygn.operations.forms.editor.texts import TextAsked, TextRow, TextsForm
from dygn.operations.forms.editor.topics import source_of_tree
from dygn.services.offer_queries import Offered
from dygn.services.rules.editing.names import made_option_key
from dygn.services.rules.editing.package import Data

CHOOSING = frozenset({"one_of", "several_of", "scale", "tree"})
WITH_ROWS = frozenset({"group", "table"})
_LABEL = TextAsked("label", gettext_lazy("The question"))
_TEXT = TextAsked(
    "text",
    gettext_lazy("The text"),
    gettext_lazy("A blank line begins a new paragraph."),
    rows=4,
    longest=20_000,
)
_HINT = TextAsked(
    "hint", gettext_lazy("Help"), gettext_lazy("Stands under the question, before the answer."), rows=2
)
_WHY = TextAsked(
    "why", gettext_lazy("Why we ask"), gettext_lazy("People answer gladly when they know why."), rows=2
)
_GOES_TO = TextAsked(
    "goes_to",
    gettext_lazy("Where the answer goes"),
    gettext_lazy("Who sees it, and what it is passed on to. Stands beside why we ask."),
    rows=2,
)
_UNIT = TextAsked("unit", gettext_lazy("Unit"), gettext_lazy("Such as: hours a week."))
_ROW_NAME = TextAsked("row_name", gettext_lazy("What one of them is called"), gettext_lazy("Such as: child."))
_COUNTS = {
    "min_length": gettext_lazy("Fewest characters"),
    "max_length": gettext_lazy("Most characters"),
    "min_count": gettext_lazy("Fewest"),
    "max_count": gettext_lazy("Most"),
    "max_mb": gettext_lazy("Largest file, in megabytes"),
    "decimals": gettext_lazy("Decimals"),
}
_NUMBERS = {"min": gettext_lazy("At least"), "max": gettext_lazy("At most")}
_DAYS = {"earliest": gettext_lazy("Earliest day"), "latest": gettext_lazy("Latest day")}
_TYPES_OF_FILE = {
    "image": gettext_lazy("Pictures"),
    "pdf": gettext_lazy("PDF"),
    "document": gettext_lazy("Text documents"),
    "spreadsheet": gettext_lazy("Spreadsheets"),
    "text": gettext_lazy("Plain text"),
}
_PREFILLS = {
    "person.name": gettext_lazy("Name"),
    "person.given_name": gettext_lazy("Given name"),
    "person.family_name": gettext_lazy("Family name"),
    "person.personal_number": gettext_lazy("Personal number"),
    "person.email": gettext_lazy("E-mail"),
    "person.phone": gettext_lazy("Phone"),
    "person.address": gettext_lazy("Address"),
    "person.born_on": gettext_lazy("Date of birth"),
}
# Messages that an author may word: code and what it is told for.
_ERRORS = {
    "required": gettext_lazy("When it is not answered"),
    "pattern": gettext_lazy("When it does not fit the pattern"),
    "must_hold": gettext_lazy("When the rule does not hold"),
    "warn": gettext_lazy("What is warned of"),
}
# Those that stand beside the conditions that they are told for.
_OF_RULES = frozenset({"e-must_hold", "e-warn"})


@dataclass(frozen=True)
class OptionRow:
    """The fields of one answer to choose."""

    key: str
    label: TextRow
    hint: TextRow
    alone: BoundField | None
    level: int = 1
    """How deep it stands in a tree."""


class QuestionForm(TextsForm):
    """Everything of a question but its conditions. ``facts()`` is what the package says afterwards."""

    def __init__(
        self,
        *args: Any,
        question: Data,
        languages: Sequence[str],
        children: Sequence[tuple[str, str]] = (),
        documents: Sequence[tuple[str, str]] = (),
        offered: Offered | None = None,
        told: Mapping[str, Any] | None = None,
        registers: Sequence[tuple[str, str]] = (),
        taxonomies: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, languages=languages, written=question, **kwargs)
        self.question, self.registers = question, registers
        self.kind = KINDS[question["kind"]]
        self.asks = self.kind.asks and question["kind"] != "payment"
        self.ask(self._texts(), question)
        self.main_texts = [text.name for text in self.asked]
        self._ask_limits(question.get("limits", {}))
        self._ask_options()
        self._ask_rows()
        self._ask_pictures()
        if question["kind"] == "co_signers" and children:
            self.fields["guardians_of"] = forms.ChoiceField(
                label=_("Propose the other guardians of the child"), required=False,
                choices=[("", _("Propose nobody")), *children], initial=question.get("guardians_of", ""),
                help_text=_("Only those of a child that the population register knows."),
            )  # fmt: skip
        self.document = DocumentPart(self, question, documents) if question["kind"] == "download" else None
        offered = offered or Offered(is_connected=False)
        self.offered = offered
        self.look_up = LookUpPart(self, question, offered, told) if question["kind"] == "lookup" else None
        if question["kind"] == "booking":
            self.fields["calendar"] = choice_of_key(
                _("The calendar"), question.get("calendar", ""), offered, _("Choose a calendar")
            )
        if question["kind"] == "tree":
            self.fields["source"] = source_of_tree(question.get("source", ""), taxonomies)
        self._ask_rules()

    def _texts(self) -> Iterator[TextAsked]:
        if self.question["kind"] == "information":
            yield _TEXT
            return
        if not self.asks:
            more = {"download": (_HINT,), "payment": (_HINT,)}
            yield from (_LABEL, *more.get(self.question["kind"], ()))
            return
        yield from (_LABEL, _HINT, _WHY, _GOES_TO)
        if self.question["kind"] == "declaration":
            yield _TEXT
        if self.question["kind"] == "lookup":
            yield SOURCE_NAME
        if self.question["kind"] in ("number", "scale"):
            yield _UNIT
        if self.question["kind"] in ("group", "table", "co_signers"):
            yield _ROW_NAME

    def _ask_limits(self, limits: Mapping[str, Any]) -> None:
        takes = self.kind.takes
        for name, label in _COUNTS.items():
            if name in takes:
                self.fields[name] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=15_000, initial=limits.get(name)
                )
        for name, label in _NUMBERS.items():
            if name in takes:
                self.fields[name] = forms.DecimalField(
                    label=label, required=False, localize=True, initial=self._shown_number(limits.get(name))
                )
        for name, label in _DAYS.items():
            if name in takes:
                self.fields[name] = forms.RegexField(
                    r"^(today([+-][0-9]{1,5})?|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
                    label=label, required=False, initial=limits.get(name),
                    help_text=_("A day as 2026-01-31, or today, or today+30 for 30 days from now."),
                    error_messages={"invalid": _("Write a day as 2026-01-31, or today, today+30 or today-30.")},
                )  # fmt: skip
        if "pattern" in takes:
            self.fields["pattern"] = forms.CharField(
                label=_("Pattern"), required=False, max_length=200, initial=limits.get("pattern", ""),
                help_text=_("A regular expression that the whole answer has to match."),
            )  # fmt: skip
        if "accept" in takes:
            self.fields["accept"] = forms.MultipleChoiceField(
                label=_("Types of file"),
                choices=[(each, _TYPES_OF_FILE[each]) for each in ACCEPTED if each in _TYPES_OF_FILE],
                widget=forms.CheckboxSelectMultiple, required=False, initial=limits.get("accept", []),
            )  # fmt: skip

        if "countries" in takes:
            self.fields["countries"] = countries_field(limits.get("countries", []))

    def _shown_number(self, number: Any) -> Any:
        """Amounts are written in kroner and kept in øre."""
        if number is None:
            return None
        return Decimal(str(number)) / 100 if self.question["kind"] == "money" else number

    def _ask_options(self) -> None:
        self.option_rows: list[OptionRow] = []
        if self.question["kind"] not in CHOOSING:
            return
        for option, level in _with_levels(self.question.get("options", [])):
            key = option["key"]
            label = TextAsked(f"o-{key}-label", _("Answer"))
            hint = TextAsked(f"o-{key}-hint", _("Help"))
            self.ask([label, hint], {label.name: option["label"], hint.name: option.get("hint", {})})
            alone = None
            if self.question["kind"] == "several_of":
                self.fields[f"o-{key}-alone"] = forms.BooleanField(
                    label=_("Nothing else goes with it"), required=False, initial=option.get("alone", False)
                )
                alone = self[f"o-{key}-alone"]
            self.option_rows.append(
                OptionRow(key, self.row_of(label.name), self.row_of(hint.name), alone, level)
            )
        self.fields["new_option"] = forms.CharField(label=_("Another answer"), max_length=200, required=False)
        if self.question["kind"] == "tree":
            branches = [
                (row.key, f"{'– ' * (row.level - 1)}{self._said(row)}")
                for row in self.option_rows
                if row.level < MOST_LEVELS
            ]
            self.fields["below"] = forms.ChoiceField(
                label=_("Below"), choices=[("", _("Nothing: it is at the top")), *branches], required=False
            )
        if self.question["kind"] != "scale":
            self.fields["other"] = forms.BooleanField(
                label=_("People may answer something else, in their own words"),
                required=False, initial=self.question.get("other", False),
            )  # fmt: skip

    def _said(self, row: OptionRow) -> str:
        return next((str(cell.field.value()) for cell in row.label.cells if cell.field.value()), row.key)

    def _ask_rows(self) -> None:
        """The fixed rows of a table: one whose words are taken away is taken away."""
        self.rows_asked: list[TextAsked] = []
        if self.question["kind"] != "table":
            return
        rows = self.question.get("rows", [])
        self.rows_asked = [TextAsked(f"r-{row['key']}-label", _("Row")) for row in rows]
        self.ask(self.rows_asked, {f"r-{row['key']}-label": row["label"] for row in rows})
        self.fields["new_row"] = forms.CharField(
            label=_("Another row that stands there already"), max_length=200, required=False,
            help_text=_("Without such rows people add rows of their own."),
        )  # fmt: skip

    def _ask_pictures(self) -> None:
        if self.question["kind"] != "file":
            return
        labels = {
            "capture": _("A picture taken with the camera at once"),
            "drawing": _("A picture drawn at once, as a signature"),
        }
        for name, label in labels.items():
            self.fields[name] = forms.BooleanField(
                label=label, required=False, initial=self.question.get(name, False)
            )

    def _ask_rules(self) -> None:
        question = self.question
        if not self.asks:
            return
        self.fields["sensitive"] = forms.BooleanField(
            label=_("Sensitive: health, beliefs, crime and the like"), required=False,
            initial=question.get("sensitive", False),
            help_text=_("The answer is sealed where it is kept, and left out of lists and exports."),
        )  # fmt: skip
        self.fields["width"] = width_field(question.get("width", ""))
        self.fields["autocomplete"] = autocomplete_field(question.get("autocomplete", ""))
        prefill = question.get("prefill", "")
        choices = {"": _("Nothing: the person writes it"), **_PREFILLS, **dict(self.registers)}
        choices.setdefault(prefill, prefill)
        self.fields["prefill"] = forms.ChoiceField(
            label=_("Filled in beforehand with"),
            choices=list(choices.items()),
            required=False,
            initial=prefill,
        )
        if self.kind.is_computable:
            self.fields["computed"] = _expression_field(
                _("Worked out instead of asked for"), question.get("computed", "")
            )
            self.fields["computed"].help_text = _(
                "An expression of other answers, such as hours * 125. People see the result and cannot change it."
            )
        errors = question.get("errors", {})
        wordable = [*_ERRORS, *(code for code in errors if code not in _ERRORS)]
        asked = [TextAsked(f"e-{code}", _ERRORS.get(code, code), rows=2) for code in wordable]
        self.error_texts = [text.name for text in asked]
        self.ask(asked, {f"e-{code}": errors.get(code, {}) for code in wordable})

    # ---- for drawing ------------------------------------------------------------------------------

    def name_written(self) -> str:
        """Give what the question says now, in the package's first language that says it."""
        texts = self.written("text" if self.question["kind"] == "information" else "label")
        return next(iter(texts.values()), "")

    def main_rows(self) -> list[TextRow]:
        return [self.row_of(name) for name in self.main_texts]

    def error_rows(self) -> list[TextRow]:
        return [self.row_of(name) for name in getattr(self, "error_texts", ()) if name not in _OF_RULES]

    def words_of_rule(self) -> TextRow | None:
        """Give what is told when the answer does not fit others."""
        return self.row_of("e-must_hold") if self.asks else None

    def words_of_warning(self) -> TextRow | None:
        return self.row_of("e-warn") if self.asks else None

    def fields_of_limits(self) -> list[BoundField]:
        names = [*_COUNTS, *_NUMBERS, *_DAYS, "pattern", "accept", "countries"]
        return [self[name] for name in names if name in self.fields]

    def fields_of_rules(self) -> list[BoundField]:
        return [self["computed"]] if "computed" in self.fields else []

    def fields_of_typing(self) -> list[BoundField]:
        return [self[name] for name in ("width", "autocomplete") if name in self.fields]

    def fields_of_pictures(self) -> list[BoundField]:
        return [self[name] for name in ("capture", "drawing") if name in self.fields]

    def table_rows(self) -> list[TextRow]:
        return [self.row_of(text.name) for text in self.rows_asked]

    # ---- what is written --------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Refuse an expression that cannot be read, at its own field."""
        data = super().clean() or {}
        source = (data.get("computed") or "").strip()
        if source:
            try:
                compile_expression(source)
            except ExpressionError as error:
                self.add_error("computed", str(error.message))
        if self.document is not None:
            self.document.clean()
        has_answers = self.question.get("options") or data.get("new_option") or data.get("other")
        if self.question["kind"] == "tree" and data.get("source") and has_answers:
            words = _("A list from the reference data has no answers of its own. Remove those below first.")
            self.add_error("source", words)
        return data

    def facts(self) -> dict[str, Any]:
        """Give what was written, as the package says it; what is empty is taken away."""
        data = self.cleaned_data
        facts: dict[str, Any] = {name: self.written(name) for name in self.main_texts}
        facts["limits"] = self._limits()
        if self.question["kind"] in CHOOSING:
            facts["options"] = self._options()
            facts["other"] = data.get("other") or None
        if self.question["kind"] == "table":
            facts["rows"] = self._rows()
        if self.document is not None:
            facts["document"] = self.document.written()
        if self.look_up is not None:
            facts.update(self.look_up.written())
        if self.question["kind"] == "tree":
            facts["source"] = data["source"] or None
        for name in ("calendar", "sensitive", "prefill", "width", "autocomplete", "capture", "drawing", "guardians_of"):
            if name in self.fields:
                facts[name] = data[name] or None
        if "computed" in self.fields:
            facts["computed"] = data["computed"].strip()
        if hasattr(self, "error_texts"):
            errors = {name.removeprefix("e-"): self.written(name) for name in self.error_texts}
            facts["errors"] = {code: texts for code, texts in errors.items() if texts}
        return facts

    def _limits(self) -> dict[str, Any]:
        data, before = self.cleaned_data, self.question.get("limits", {})
        asked = {each.name for each in self.fields_of_limits()}
        limits = {name: value for name, value in before.items() if name not in asked}
        for name in asked:
            value = data.get(name)
            if name in _NUMBERS and value is not None:
                value = value * 100 if self.question["kind"] == "money" else value
                value = int(value) if value == int(value) else float(value)
            if name in ("accept", "countries") and set(value or ()) == set(before.get(name, ())):
                value = before.get(name)
            if value not in (None, "", []) and not (name == "decimals" and value == 0):
                limits[name] = value
        return limits

    def _options(self) -> list[Data]:
        """Give the answers to choose with what was written of each; those below others stay below them."""
        options = [self._option(option) for option in self.question.get("options", [])]
        words = self.cleaned_data.get("new_option", "").strip()
        if words:
            everything = list(_with_levels(options))
            key = self._new_key(words, [option["key"] for option, _level in everything])
            below = self.cleaned_data.get("below", "")
            home = next(
                (option.setdefault("options", []) for option, _level in everything if option["key"] == below),
                options,
            )
            home.append({"key": key, "label": {self.languages[0]: words}})
        return options

    def _option(self, before: Data) -> Data:
        key = before["key"]
        option: Data = {"key": key, "label": self.written(f"o-{key}-label")}
        hint = self.written(f"o-{key}-hint")
        if hint:
            option["hint"] = hint
        if self.cleaned_data.get(f"o-{key}-alone"):
            option["alone"] = True
        if "options" in before:
            option["options"] = [self._option(each) for each in before["options"]]
        return option

    def _rows(self) -> list[Data]:
        before = self.question.get("rows", [])
        rows = [{**row, "label": self.written(f"r-{row['key']}-label")} for row in before]
        rows = [row for row in rows if row["label"]]
        words = self.cleaned_data.get("new_row", "").strip()
        if words:
            key = made_option_key(words, [row["key"] for row in rows])
            rows.append({"key": key, "label": {self.languages[0]: words}})
        return rows

    def _new_key(self, words: str, taken: list[str]) -> str:
        """On a scale an answer says what one of its numbers means, with the number as key."""
        number, _space, _rest = words.partition(" ")
        if self.question["kind"] == "scale" and number.isdigit():
            return number
        return made_option_key(words, taken)


def _with_levels(options: Sequence[Data], level: int = 1) -> Iterator[tuple[Data, int]]:
    """Give all answers to choose with the level that each stands on, each followed by those below it."""
    for option in options:
        yield option, level
        yield from _with_levels(option.get("options", []), level + 1)


def _expression_field(label: str, source: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2_000, initial=source,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "dy-code"}),
    )  # fmt: skip


class NewQuestionForm(forms.Form):
    """A question in one sentence, and what kind of answer it wants."""

    words = forms.CharField(label=gettext_lazy("What do you want to ask?"), max_length=300)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of answer?"), choices=[*KINDS_IN_WORDS.items()], initial="text"
    )

    def __init__(self, *args: Any, within: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if within:
            kinds = (
                COLUMN_KINDS
                if within == "table"
                else [kind for kind in KINDS_IN_WORDS if kind not in WITH_ROWS]
            )
            choices = [(kind, KINDS_IN_WORDS[kind]) for kind in kinds]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class PageForm(TextsForm):
    """A page's heading and lead, and whether it ends here."""

    texts = (
        TextAsked("title", gettext_lazy("Heading")),
        TextAsked("lead", gettext_lazy("Before the questions"), rows=3, longest=20_000),
    )
    stops = forms.BooleanField(
        label=gettext_lazy("Nobody can go on from here"), required=False,
        help_text=gettext_lazy("For those who cannot apply: say why, and what to do instead."),
    )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Give what was written, as the package says it."""
        return {
            "title": self.written("title"), "lead": self.written("lead"), "stops": self.cleaned_data["stops"] or None,
        }  # fmt: skip


class NewPageForm(forms.Form):
    """A page in one sentence."""

    title = forms.CharField(label=gettext_lazy("What is the new page about?"), max_length=200)
