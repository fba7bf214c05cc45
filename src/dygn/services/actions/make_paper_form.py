from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dygn.base.markdown import without_own_links
from dygn.base.pdf import typeset
from dygn.base.words import pick
from dygn.forms.rules.definition import FormDefinition, Page, Question
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.group import fewest_rows, most_rows
from dygn.forms.rules.kinds.scale import steps_in_words
from dygn.municipalities.models import Municipality
from dygn.services.queries import definition_of
from dygn.services.rules.conditions_in_words import sentence_in_words, sentences_in_words, value_in_words
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.editing.relations import Relation
from dygn.services.rules.editing.sentences import Sentence
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.editing.subjects import Part
from dygn.services.rules.payment import PAYMENT

MOST_KEPT = 100
_kept: dict[tuple[object, ...], bytes] = {}
# How many lines of handwriting an answer gets; those that are not named get one.
_MOST_SIGN = 6
_MOST_WAYS = 40  # of a larger tree the answer is written by hand
_DRAWING_ROWS = 4
_FREE_ROWS = 5  # as many as most people need; whoever needs more writes on another sheet
_ROWS = {"long_text": 6, "address": 3, "place": 3, "child": 2, "company": 2, "lookup": 3, "booking": 2, "file": 0}


def make_paper_form(definition: ServiceDefinition, municipality: Municipality, language: str) -> bytes:
    """Give the service as a form to print and fill in by hand: tagged PDF/A-2a and PDF/UA-1.

    Conditions are told in words as far as they hang on what was chosen; otherwise the reader is asked
    to answer only what is so for them. What is worked out, and pages that only stop, have no place on paper.
    """
    with override(language):
        return typeset("services/paper_form.typ", _contents(definition, municipality, language), language)


def paper_form_of(version_id: int, municipality: Municipality, language: str) -> bytes:
    """Give the paper form of a version, made when first asked for and kept in memory, a hundred of them."""
    key = (version_id, language, municipality.pk, municipality.name, repr(municipality.contact))
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = make_paper_form(definition_of(version_id), municipality, language)
    return _kept[key]


def _contents(definition: ServiceDefinition, municipality: Municipality, language: str) -> dict[str, Any]:
    contact = municipality.contact or {}
    lines = [str(contact[part]) for part in ("visit", "phone", "email") if contact.get(part)]
    return {
        "title": pick(definition.title, language),
        "sender": {"name": municipality.name, "lines": lines},
        "lead": [
            pick(definition.summary, language),
            _("Fill in by hand and send or bring it to %(name)s. You may leave out what is marked optional.")
            % {"name": municipality.name},
        ],
        "pages": [_Paper(definition.form, language).page(page) for page in definition.form.pages],
        "signing": {
            "title": _("Signature"),
            "lead": _("Are there more who sign? Let them sign on a sheet of their own, and send it along.")
            if _others_who_sign(definition.form) >= _MOST_SIGN
            else "",
            "fields": [_("Date"), _("Name")] * min(1 + _others_who_sign(definition.form), _MOST_SIGN),
        },
        "page_words": _("Page {page} of {pages}"),
    }


def _others_who_sign(form: FormDefinition) -> int:
    """Give for how many more there is to be room to sign."""
    return most_rows(form.co_signers) if form.co_signers else 0


def _joined(hints: list[str]) -> str:
    """Give hints as running text: each but the last ends as a sentence does."""
    return " ".join([*(each if each[-1] in ".?!:" else f"{each}." for each in hints[:-1]), *hints[-1:]])


class _Paper:
    """Draws the pages of one form in one language."""

    def __init__(self, form: FormDefinition, language: str) -> None:
        self.form, self.language = form, language
        self.questions = {question.id: question for question in form.every_question()}

    def page(self, page: Page) -> dict[str, Any]:
        asked = [each for each in page.questions if self._stands_on_paper(each)]
        # Where something is filled in beforehand the lead speaks of that, and on paper nothing is.
        is_filled_in = any(each.prefill for each in asked)
        return {
            "title": self._text(page.title) or self._text(asked[0].label),
            "lead": "" if is_filled_in else self._text(page.lead),
            "condition": self._when(page.shown_if, asks=not page.stops),
            "questions": [self.question(each) for each in asked],
        }

    def _stands_on_paper(self, question: Question) -> bool:
        """What is reckoned has no room on paper, but for what is to be paid."""
        return question.kind == PAYMENT or not (question.computed or self._is_this(question))

    def _is_this(self, question: Question) -> bool:
        """The download of this very form has no place on it."""
        return question.kind == "download" and not question.document

    def question(self, question: Question) -> dict[str, Any]:
        """Give a question with its room to answer; what only informs has no room."""
        if question.kind == PAYMENT:
            return self._payment(question)
        kind = kind_of(question)
        label = self._text(question.label)
        if kind.asks and question.required is False:
            optional = _("optional")
            label = f"{label} ({optional})"
        hints = [self._text(each) for each in (question.hint, question.why, question.goes_to)]
        if how := self._how_to_answer(question):
            hints.append(how)
        if question.kind == "file" and not question.drawing:
            hints.append(_("Send it along with the form."))
        if question.kind == "group" and most_rows(question) > 1:
            hints.append(
                _("Are there several? Write about the others on a sheet of your own, and send it along.")
            )
        if question.kind == "co_signers":
            hints.append(_("They sign at the end of the form."))
        if question.kind == "child":
            hints.append(_("Write the child's name and personal number."))
        if question.kind == "booking":
            hints.append(_("Write several days and times that suit you."))
        if question.kind == "lookup":
            facts = ", ".join(self._text(fact.label) for fact in question.facts)
            hints.append(_("Write also: %(facts)s.") % {"facts": facts})
        if question.kind == "company":
            hints.append(_("Write the company's name and organisation number."))
        return {
            "label": label if kind.asks else "",
            "condition": self._when(question.shown_if, asks=kind.asks),
            "hint": _joined([hint for hint in hints if hint]),
            "text": self._words(question),
            "options": self._options(question),
            "rows": self._rows(question),
            "questions": []
            if question.kind == "table"
            else [self.question(each) for each in question.questions if not each.computed],
            "table": self._table(question),
        }

    def _how_to_answer(self, question: Question) -> str:
        """Say on paper what the screen shows by itself."""
        if question.kind == "several_of":
            most = question.limits.max_count
            return _("Choose at most %(most)d.") % {"most": most} if most else _("You may choose several.")
        if question.kind in ("one_of", "tree", "scale") and self._options(question):
            return _("Choose one.")
        words = {
            "date_range": _("Write the first day and the last day."),
            "place": _("Write the address, or describe where it is."),
        }
        return words.get(question.kind, "")

    def _payment(self, question: Question) -> dict[str, Any]:
        """Say what is to be paid, and how one pays who sends on paper."""
        source = question.computed or ""
        amount = kind_of(question).show(question, int(source), self.language) if source.isdecimal() else ""
        told = [self._text(question.label), amount or _("We work out the amount and tell you.")]
        how = _("Send no money with the form. We tell you how to pay when we have it.")
        return {
            "label": "",
            "condition": self._when(question.shown_if, asks=False),
            "hint": self._text(question.hint),
            "text": f"{': '.join(each for each in told if each)} {how}",
            "options": [],
            "rows": 0,
            "questions": [],
            "table": {},
        }

    def _rows(self, question: Question) -> int:
        """Give how many lines of handwriting there is room for."""
        if not kind_of(question).asks or question.questions:
            return 0
        return _DRAWING_ROWS if question.drawing else _ROWS.get(question.kind, 1)

    def _table(self, question: Question) -> dict[str, list[str]]:
        """Give the heads of a table's columns and rows; rows that one adds are numbered, with room for some."""
        if question.kind != "table":
            return {}
        columns = [each for each in question.questions if not each.computed]
        free = [str(number) for number in range(1, max(fewest_rows(question), _FREE_ROWS) + 1)]
        return {
            "corner": [self._text(question.row_name)],
            "columns": [self._column(each) for each in columns],
            "rows": [self._text(row.label) for row in question.rows] or free,
        }

    def _column(self, question: Question) -> str:
        """Give a column's head, with what one chooses from."""
        parts = [self._text(question.unit), *(self._options(question))]
        inner = ", ".join(part for part in parts if part)
        label = self._text(question.label)
        return f"{label} ({inner})" if inner else label

    def _words(self, question: Question) -> str:
        """Give what is read: of a download what it is and where it lies."""
        if question.kind == "download":
            return f"{self._text(question.label)}: {self._text(question.document)}"
        return self._text(question.text)

    def _text(self, texts: Mapping[str, str]) -> str:
        return without_own_links(pick(texts, self.language), "service").replace("**", "") if texts else ""

    def _options(self, question: Question) -> list[str]:
        if question.kind == "yes_no":
            return [_("Yes"), _("No")]
        if question.kind == "declaration":
            return [self._text(question.label)]
        if question.kind == "scale":
            return steps_in_words(question, self.language)
        if question.kind == "tree":
            ways = [kind_of(question).show(question, key, self.language) for key in question.leaves]
            return ways if len(ways) <= _MOST_WAYS else []
        return [self._text(option.label) for option in question.options]

    def _when(self, condition: str | None, *, asks: bool = True) -> str:
        """Say whom a question or, when it asks nothing, a text is for."""
        if not condition:
            return ""
        found = sentences_in(condition, self.questions)
        if found is None:
            return _("Answer this only if it is so for you.") if asks else _("This is only for some.")
        cases = {"cases": sentences_in_words(found, self.questions, self.language, self._case)}
        return (_("Answer this only if: %(cases)s.") if asks else _("This is for you if: %(cases)s.")) % cases

    def _case(self, sentence: Sentence, question: Question, language: str) -> str:
        """Give a question with the answer that was chosen, as it stands on the paper; else the sentence."""
        if sentence.relation is not Relation.IS or isinstance(question, Part):
            return sentence_in_words(sentence, question, language, self.questions)
        value = value_in_words(sentence, question, language, self.questions)
        return f"{self._text(question.label)} {value}"
