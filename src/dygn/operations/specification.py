"""What a service is required to do, written from its package: for whoever decides on it, tests it or buys it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dygn.base.errors import Text
from dygn.base.numbers_in_words import money, number
from dygn.base.saying import Said, language_named, says_number
from dygn.base.words import pick
from dygn.forms.rules.account import page_title
from dygn.forms.rules.definition import Limits, Page, Question
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.scale import steps_in_words
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.forms.rules.sensitive import is_sensitive
from dygn.forms.rules.topics import TAXONOMIES, draws_topics
from dygn.services.rules.conditions_in_words import condition_in_words
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.remarks import is_personal
from dygn.services.rules.package.scenarios import Scenario
from dygn.services.rules.payment import PAYMENT
from dygn.services.rules.service_in_words import days_in_words, standard_step
from dygn.services.rules.signing import SigningRule


@dataclass(frozen=True)
class Fact:
    """One thing that is said, under its name. Several lines are kept."""

    label: str
    text: str


@dataclass(frozen=True)
class Item:
    """A question, a letter or a step, with what is said of it; ``items`` lie within it."""

    title: str
    facts: tuple[Fact, ...] = ()
    items: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Part:
    """A chapter of the specification."""

    title: str
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Specification:
    """The whole of it, in one language."""

    title: str
    parts: tuple[Part, ...] = field(default=())


def specification_of(
    definition: ServiceDefinition, scenarios: Sequence[Scenario], *, currency: str, language: str
) -> Specification:
    """Write the specification of a service. Parts of which nothing is said are left out."""
    writer = _Writer(definition, currency, language)
    parts = (
        writer.purpose(),
        writer.how_to_use(),
        *writer.pages(),
        writer.steps(),
        writer.letters(),
        writer.keeping(),
        writer.personal_data(),
        writer.scenarios(scenarios),
    )
    return Specification(
        pick(definition.title, language), tuple(part for part in parts if part.facts or part.items)
    )


def level_in_words(level: str) -> str:
    """Say how one logs in."""
    words = {
        "none": _("Nobody has to log in"),
        "contact": _("E-mail or phone, checked with a code"),
        "low": _("e-ID, any level"),
        "substantial": _("e-ID, substantial"),
        "high": _("e-ID, high"),
    }
    return words[level]


def audience_in_words(audience: Iterable[str]) -> str:
    """Say who may use it."""
    words = {
        "residents": _("Residents"),
        "businesses": _("Businesses and associations"),
        "staff": _("Those who work for the municipality"),
    }
    return ", ".join(words[each] for each in audience)


def signing_in_words(signing: SigningRule | None) -> str:
    """Say who signs, and in which order; nothing when nobody does."""
    if signing is None:
        return ""
    if not signing.is_by_several:
        return _("Whoever fills it in")
    return _("Several, one after another") if signing.is_in_turn else _("Several, all at once")


def _facts(named: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(label, text) for label, text in named.items() if text)


class _Writer:
    """Writes the chapters of one service in one language."""

    def __init__(self, definition: ServiceDefinition, currency: str, language: str) -> None:
        self.definition, self.currency, self.language = definition, currency, language
        self.questions = {each.id: each for each in definition.form.every_question()}

    def purpose(self) -> Part:
        definition = self.definition
        facts = {
            _("In short"): self._text(definition.summary),
            _("Description"): self._text(definition.description),
            _("For whom"): self._text(definition.for_whom),
            _("Languages"): ", ".join(str(language_named(each)) for each in definition.languages),
            _("Rules and appeal"): self._text(definition.rules),
        }
        return Part(_("Purpose"), _facts(facts))

    def how_to_use(self) -> Part:
        definition = self.definition
        fee = definition.fee
        amount = money(fee.amount, self.currency, self.language) if fee and fee.amount is not None else ""
        facts = {
            _("Who may use it"): audience_in_words(definition.audience),
            _("Log-in"): level_in_words(definition.log_in),
            _("Signing"): signing_in_words(definition.signing),
            _("Time to fill in"): _("%(minutes)d min") % {"minutes": definition.minutes}
            if definition.minutes
            else "",
            _("What to have ready"): _lines(*(self._text(each) for each in definition.have_ready)),
            _("What it costs"): _lines(amount, self._text(fee.text) if fee else ""),
            _("The fee is worked out as"): self._in_hundredths(fee.computed) if fee else "",
            _("Other ways"): _lines(*(self._text(each.text) for each in definition.channels)),
        }
        return Part(_("Use"), _facts(facts))

    def pages(self) -> Iterator[Part]:
        for place, page in enumerate(self.definition.form.pages, start=1):
            title = _("Page %(number)d: %(title)s") % {
                "number": place,
                "title": page_title(page, self.language),
            }
            questions = tuple(self._question(each) for each in page.questions)
            yield Part(title, self._of_page(page), questions)

    def _of_page(self, page: Page) -> tuple[Fact, ...]:
        return _facts(
            {
                _("Shown only if"): self._condition(page.shown_if),
                _("Text above"): self._text(page.lead),
                _("Ends here"): _("Whoever comes here cannot go on.") if page.stops else "",
            }
        )

    def _question(self, question: Question) -> Item:
        kind = kind_of(question)
        title = self._text(question.label) or (_("A text to read") if not kind.asks else question.id)
        facts = {
            _("Kind"): str(KINDS_IN_WORDS.get(question.kind, question.kind)),
            _("Where it is looked up"): self._source(question),
            _("What the source tells"): _lines(*(self._text(fact.label) for fact in question.facts)),
            _("The calendar, as the connection calls it"): question.calendar,
            _("Required"): self._requirement(question) if kind.asks and not question.computed else "",
            _("Shown only if"): self._condition(question.shown_if),
            _("Text"): self._text(question.text),
            _("Hint"): self._text(question.hint),
            _("Why we ask"): self._text(question.why),
            _("Where the answer goes"): self._text(question.goes_to),
            _("Answers to choose"): self._answers(question),
            _("Worked out as"): self._worked_out(question),
            _("Limits"): _lines(*self._limits(question)),
            _("Rows of the table"): _lines(*(self._text(row.label) for row in question.rows)),
            _("Must hold"): self._condition(question.must_hold),
            _("Warns, but lets go on, if"): self._condition(question.warn_if),
            _("Messages of its own"): _lines(*self._messages(question)),
            _("Filled in from"): question.prefill or "",
            _("Secrecy"): _("The answer is kept sealed.") if kind.asks and is_sensitive(question) else "",
        }
        return Item(title, _facts(facts), tuple(self._question(each) for each in question.questions))

    def _requirement(self, question: Question) -> str:
        if isinstance(question.required, str):
            return _("If %(condition)s") % {"condition": self._condition(question.required)}
        return _("Yes") if question.required else _("No")

    def _source(self, question: Question) -> str:
        if not question.source:
            return ""
        by_hand = _("People may go on by hand when the source knows nothing or does not answer")
        return _lines(
            f"{self._text(question.source_name)} ({question.source})", by_hand if question.by_hand else ""
        )

    def _worked_out(self, question: Question) -> str:
        source = question.computed or ""
        if question.kind in ("money", PAYMENT) and source.isdecimal():
            return money(int(source), self.currency, self.language)
        return self._in_hundredths(source) if question.kind == PAYMENT else self._reckoned(source)

    def _in_hundredths(self, source: str) -> str:
        """Give how a fee is worked out: packages reckon in whole minor units."""
        return _lines(self._reckoned(source), _("The outcome is in hundredths: 100 is one krone.")) if source else ""

    def _reckoned(self, source: str) -> str:
        """Give an expression with the questions called as people call them; what stands in quotes is let be."""
        return _NAME.sub(self._called, source)

    def _called(self, found: re.Match[str]) -> str:
        question = self.questions.get(found[0])
        label = self._text(question.label) if question else ""
        return f"“{label}”" if label else found[0]

    def _answers(self, question: Question) -> str:
        if question.kind == "scale":
            return _lines(*steps_in_words(question, self.language))
        if draws_topics(question):
            return _("Drawn from %(name)s") % {"name": TAXONOMIES.get(question.source, question.source)}
        if question.kind == "tree":
            return _lines(*self._ways(question))
        return _lines(*(self._text(option.label) for option in question.options))

    def _ways(self, question: Question) -> Iterator[str]:
        """Give the ways to the leaves of a tree; of a large one the first, and how many more there are."""
        leaves = list(question.leaves)
        for leaf in leaves[:_MOST_WAYS]:
            yield kind_of(question).show(question, leaf, self.language)
        if more := len(leaves[_MOST_WAYS:]):
            yield ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more}

    def _limits(self, question: Question) -> Iterator[str]:
        limits = question.limits
        for name, words in _LIMITS.items():
            value = getattr(limits, name)
            if value is not None and value != ():
                told = {"value": self._limit(question, name, limits)}
                yield str(words.of(told)) if isinstance(words, Said) else str(words) % told
        if question.kind == "number" and limits.decimals:
            words = ngettext("At most %(value)s decimal", "At most %(value)s decimals", limits.decimals)
            yield words % {"value": limits.decimals}

    def _limit(self, question: Question, name: str, limits: Limits) -> str:
        value = getattr(limits, name)
        if name in ("min", "max"):
            if question.kind == "money":
                return money(int(value), self.currency, self.language)
            return number(value, self.language)
        if name in ("earliest", "latest"):
            return _day_in_words(value)
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    def _messages(self, question: Question) -> Iterator[str]:
        for code, texts in question.errors.items():
            when = str(_WHEN_TOLD.get(code, ""))
            yield f"{when}: {self._text(texts)}" if when else self._text(texts)

    def steps(self) -> Part:
        items = []
        for step in self.definition.steps:
            days = days_in_words(step.days) if step.days else ""
            title = self._text(step.name) or standard_step(step.key)
            items.append(Item(title, _facts({_("Expected"): days, _("Text"): self._text(step.text)})))
        facts = {
            _("Expected from sending to decision"): days_in_words(self.definition.expected_days) if items else "",
            _("Said on the receipt"): self._text(self.definition.next_text),
        }
        return Part(_("What happens then"), _facts(facts), tuple(items))

    def letters(self) -> Part:
        items = (
            Item(str(LETTERS_IN_WORDS.get(name, name)), _facts({_("Text"): self._letter(texts)}))
            for name, texts in self.definition.letters.items()
        )
        return Part(_("Letters"), items=tuple(items))

    def keeping(self) -> Part:
        retention, classes = self.definition.retention, self.definition.classification
        facts = {
            _("How long it is kept"): _("It is not said. Decide before it is published.")
            if retention is None
            else _months(retention.months)
            if retention.months
            else _("For good"),
            _("Why"): self._text(retention.reason) if retention else "",
            _("KLE number"): classes.kle,
            _("Klassa number"): classes.klassa,
            _("Los words"): ", ".join(classes.los),
        }
        return Part(_("Keeping and classification"), _facts(facts))

    def personal_data(self) -> Part:
        items = []
        for outer in self.definition.form.by_id.values():
            for question in (outer, *outer.questions):
                if not kind_of(question).asks or not (is_personal(question) or is_sensitive(question)):
                    continue
                reason = self._text(question.why) or self._text(outer.why)
                kept = _("The answer is kept sealed.") if is_sensitive(question) else ""
                facts = {_("Why we ask"): reason or _("It is not said why it is asked."), _("Secrecy"): kept}
                names = [self._text(each.label) or each.id for each in (outer, question) if each is not outer]
                items.append(Item(": ".join([self._text(outer.label) or outer.id, *names]), _facts(facts)))
        told = {_("What people are told"): self._text(self.definition.personal_data)}
        return Part(_("Personal data"), _facts(told), tuple(items))

    def scenarios(self, scenarios: Sequence[Scenario]) -> Part:
        items = (Item(str(each.title), _facts({_("Log-in"): level_in_words(each.log_in)})) for each in scenarios)
        return Part(_("Scenarios it must pass"), items=tuple(items))

    def _text(self, texts: Mapping[str, str]) -> str:
        return pick(texts, self.language).replace("**", "").strip() if texts else ""

    def _letter(self, texts: Mapping[str, str]) -> str:
        """Give a letter as it is read: its heading without the mark of one."""
        return "\n".join(line.lstrip("#").lstrip() for line in self._text(texts).split("\n"))

    def _condition(self, source: str | None) -> str:
        if source and sentences_in(source, self.questions) is None:
            return condition_in_words(self._reckoned(source), {}, self.language)
        return condition_in_words(source, self.questions, self.language)


def _day_in_words(limit: str) -> str:
    """Say which day a limit is, such as “today+30”."""
    found = _FROM_TODAY.fullmatch(limit)
    if found is None:
        return limit
    days = int(found[1] or 0)
    if not days:
        return _("today")
    if days > 0:
        return ngettext("%(days)d day from today", "%(days)d days from today", days) % {"days": days}
    return ngettext("%(days)d day before today", "%(days)d days before today", -days) % {"days": -days}



def _months(months: int) -> str:
    words = ngettext(
        "%(months)d month after the case is closed", "%(months)d months after the case is closed", months
    )
    return words % {"months": months}


# Names in an expression, and texts in quotes, which are none.
_NAME = re.compile(r"""'[^']*'|"[^"]*"|(?<![.\w])[A-Za-z_]\w*""")
_FROM_TODAY = re.compile(r"today([+-]\d{1,5})?")
_MOST_WAYS = 40
_WHEN_TOLD: Mapping[str, Text] = {
    "required": gettext_lazy("Left out"),
    "must_hold": gettext_lazy("What must hold does not"),
    "warn": gettext_lazy("Warning"),
}
_LIMITS: Mapping[str, Text] = {
    "min_length": says_number("At least %(value)s character", "At least %(value)s characters", by="value"),
    "max_length": says_number("At most %(value)s character", "At most %(value)s characters", by="value"),
    "pattern": gettext_lazy("Written as %(value)s"),
    "min": gettext_lazy("At least %(value)s"),
    "max": gettext_lazy("At most %(value)s"),
    "earliest": gettext_lazy("Not before %(value)s"),
    "latest": gettext_lazy("Not after %(value)s"),
    "min_count": gettext_lazy("At least %(value)s of them"),
    "max_count": gettext_lazy("At most %(value)s of them"),
    "accept": gettext_lazy("Kinds of file: %(value)s"),
    "max_mb": gettext_lazy("Each file at most %(value)s MB"),
    "countries": gettext_lazy("Countries: %(value)s"),
}


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
