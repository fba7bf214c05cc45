"""A form as it is defined: pages, questions, and what each question allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from. The key is what is stored."""

    key: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    alone: bool = False
    """Whoever chooses it chooses nothing else, as “none of these”."""
    options: tuple["Option", ...] = ()
    """What lies below it in a tree; what has nothing below is a leaf and can be chosen."""


@dataclass(frozen=True)
class Fact:
    """Something that an outside source tells of what is looked up. The key is what expressions call it."""

    key: str
    label: Texts
    kind: str = "text"
    example: str | int | float | bool | None = None
    """What previews make up."""


@dataclass(frozen=True)
class Limits:
    """What an answer has to keep within. What is None is not limited beyond the kind's own bounds.

    Amounts of money are whole minor units. ``earliest`` and ``latest`` are a date (2026-01-31) or
    ``today``, with days added or taken away (``today+30``).
    """

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    earliest: str | None = None
    latest: str | None = None
    min_count: int | None = None
    max_count: int | None = None
    accept: tuple[str, ...] = ()
    max_mb: int | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question. Conditions are sources in the expression language."""

    id: str
    kind: str
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    why: Texts = field(default_factory=dict)
    goes_to: Texts = field(default_factory=dict)
    """Where the answer goes: who sees it, what it is passed on to."""
    text: Texts = field(default_factory=dict)
    unit: Texts = field(default_factory=dict)
    document: Texts = field(default_factory=dict)
    """Where a download lies; without it, it is the service itself as a form on paper."""
    required: bool | str = True
    shown_if: str | None = None
    must_hold: str | None = None
    warn_if: str | None = None
    """When it holds, the text under errors.warn is told once; whoever means it goes on."""
    computed: str | None = None
    limits: Limits = Limits()
    errors: Mapping[str, Texts] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    questions: tuple["Question", ...] = ()
    rows: tuple[Option, ...] = ()
    """The fixed rows of a table; without them the person adds rows."""
    row_name: Texts = field(default_factory=dict)
    source: str = ""
    """The outside source that a look-up asks, by the key that the municipality connects it by; of a tree the
    taxonomy that it draws from.
    """
    source_name: Texts = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    by_hand: bool = False
    """Where the source knows nothing or does not answer, the person goes on and writes the facts themselves."""
    calendar: str = ""
    """The calendar whose times can be booked, by the key that the municipality connects it by."""
    guardians_of: str = ""
    """The question about a child whose guardians are proposed as co-signers."""
    prefill: str | None = None
    autocomplete: str = ""
    width: str = ""
    sensitive: bool = False
    capture: bool = False
    """A file is a picture that one may take with the camera at once."""
    drawing: bool = False
    """A file is a picture that one may draw at once, as a signature or a sketch."""
    other: bool = False
    """Something else may be answered too: an option more, and a question that asks what (``rules.other``)."""
    other_of: str = ""
    """The question whose other answer this one asks for; such a question is not written in the package."""

    @cached_property
    def by_id(self) -> Mapping[str, "Question"]:
        """The questions within a repeating group, by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def leaves(self) -> Mapping[str, tuple[Option, ...]]:
        """The way to each leaf of a tree, by the leaf's key."""
        return _leaves_of(self.options)

    @cached_property
    def option_by_key(self) -> Mapping[str, Option]:
        return {option.key: option for option in self.options}


def _leaves_of(options: tuple[Option, ...], way: tuple[Option, ...] = ()) -> Mapping[str, tuple[Option, ...]]:
    """Give the way to each leaf, by the leaf's key."""
    found: dict[str, tuple[Option, ...]] = {}
    for option in options:
        here = (*way, option)
        found.update(_leaves_of(option.options, here) if option.options else {option.key: here})
    return found


@dataclass(frozen=True)
class Page:
    """One page of the form. Without a title of its own, its only question is the heading."""

    id: str
    title: Texts
    questions: tuple[Question, ...]
    lead: Texts = field(default_factory=dict)
    shown_if: str | None = None
    stops: bool = False
    """Whoever comes here cannot go on: the page says why, and what to do instead."""


@dataclass(frozen=True)
class FormDefinition:
    """A whole form."""

    pages: tuple[Page, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions that stand on pages themselves, by id."""
        return {question.id: question for page in self.pages for question in page.questions}

    @cached_property
    def page_of(self) -> Mapping[str, Page]:
        """The page that a question stands on, by the question's id, those in groups too."""
        return {
            each.id: page
            for page in self.pages
            for question in page.questions
            for each in (question, *question.questions)
        }

    @cached_property
    def warns(self) -> bool:
        """Some question warns."""
        return any(question.warn_if is not None for question in self.every_question())

    @cached_property
    def looks_up(self) -> bool:
        """Some question asks an outside source."""
        return any(question.kind == "lookup" for question in self.by_id.values())

    @cached_property
    def bookings(self) -> tuple[Question, ...]:
        """The questions that book a time."""
        return tuple(question for question in self.by_id.values() if question.kind == "booking")

    @cached_property
    def asks_outside(self) -> bool:
        """Some question asks an outside source, a calendar or the reference data while the form is filled in."""
        return self.looks_up or bool(self.bookings) or self.draws_topics

    @cached_property
    def draws_topics(self) -> bool:
        """Some question is a tree whose answers lie in the reference data."""
        return any(question.kind == "tree" and question.source for question in self.by_id.values())

    @cached_property
    def co_signers(self) -> Question | None:
        """The question that names who else is to sign."""
        return next((each for each in self.by_id.values() if each.kind == "co_signers"), None)

    @cached_property
    def page_by_id(self) -> Mapping[str, Page]:
        return {page.id: page for page in self.pages}

    @cached_property
    def payment(self) -> Question | None:
        """The question that says what is paid with the sending; None in most forms."""
        return next((each for each in self.by_id.values() if each.kind == "payment"), None)

    def every_question(self) -> Iterator[Question]:
        """All questions in order, those within groups after their group."""
        for page in self.pages:
            for question in page.questions:
                yield question
                yield from question.questions


@dataclass(frozen=True)
class Occasion:
    """When, where and by whom a form is filled in: what answers are held against."""

    today: date
    country: str = "se"
    language: str = "en"
    logged_in: bool = False
    own: frozenset[str] = frozenset()
    """What whoever fills it in is known by: number, e-mail and phone. Known only where somebody is named."""
