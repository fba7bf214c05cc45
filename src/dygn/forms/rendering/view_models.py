"""What the templates of the form are given: everything they need, and nothing to work out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

NOTHING = SafeString("")


@dataclass(frozen=True)
class OptionView:
    """One box or button to choose."""

    id: str
    key: str
    label: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True)
class TopicLine:
    """One that is offered of a long tree: a leaf that can be chosen, or a branch whose button opens it."""

    id: str
    key: str
    label: str
    way: str
    opens: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class TopicsView:
    """A long tree as it is gone through: what is looked for, what is offered of it, and what is chosen.

    ``above`` are the branches that lead here, each with the button that opens it again.
    """

    typed: str = ""
    chosen: str = ""
    all: str = ""
    above: Sequence[tuple[str, str]] = ()
    here: str = ""
    offered: Sequence[TopicLine] = ()
    more: str = ""
    is_asked: bool = False


@dataclass(frozen=True)
class Branch:
    """One branch of a tree, or one leaf, which can be chosen and has nothing below it."""

    id: str
    key: str
    label: str
    hint: str
    is_chosen: bool
    below: Sequence["Branch"] = ()

    @property
    def is_open(self) -> bool:
        """What is chosen lies below."""
        return any(each.is_chosen or each.is_open for each in self.below)


@dataclass(frozen=True)
class RowView:
    """One row of a repeating group."""

    id: str
    title: str
    fields: Sequence["FieldView"]
    remove: str
    """What the button says that takes the row away; empty for a row that stays."""
    remove_label: str


@dataclass(frozen=True)
class ColumnView:
    """One column of a table: what stands at its head."""

    label: str
    hint: str
    unit: str


@dataclass(frozen=True)
class FactAsked:
    """A fact that the person writes themselves."""

    id: str
    kind: str
    label: str
    value: str
    is_wrong: bool


@dataclass(frozen=True)
class ToldView:
    """What an outside source has told of what was typed. Without a state it has not been asked."""

    state: str = ""
    typed: str = ""
    source: str = ""
    token: str = ""
    by_hand: bool = False
    facts: Sequence[tuple[str, str]] = ()
    asked: Sequence[FactAsked] = ()

    @property
    def is_found(self) -> bool:
        return self.state == "found"


@dataclass(frozen=True)
class TimeView:
    """A time that can be chosen."""

    key: str
    label: str
    place: str = ""


@dataclass(frozen=True)
class DayView:
    """A day with its free times."""

    label: str
    times: Sequence[TimeView]


@dataclass(frozen=True)
class TimesView:
    """The times of a calendar as far as a page shows them. ``own`` is held until ``kept_until``, if it still is."""

    days: Sequence[DayView] = ()
    own: TimeView | None = None
    kept_until: str = ""
    span: str = ""
    place: str = ""
    """Where all of them are; empty when each says its own."""
    first: str = ""
    before: str = ""
    after: str = ""
    is_silent: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class FieldView:
    """One question on the page. ``name`` is the field's name and id; parts hang on it: ``born-day``."""

    name: str
    kind: str
    template: str
    label: str
    hint: str
    why: str
    error: str
    wrong_part: str
    is_heading: bool
    is_optional: bool
    described_by: str
    value: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[OptionView] = ()
    rows: Sequence[RowView] = ()
    files: Sequence[Mapping[str, Any]] = ()
    text: SafeString = NOTHING
    unit: str = ""
    input_type: str = "text"
    inputmode: str = "text"
    autocomplete: str = ""
    width: str = ""
    max_length: int = 0
    is_many: bool = False
    is_computed: bool = False
    more_fit: bool = False
    fewest: int = 0
    accept: str = ""
    row_name: str = ""
    goes_to: str = ""
    lookup_url: str = ""
    captures: bool = field(default=False, repr=False)  # files are never kept
    draws: bool = field(default=False, repr=False)
    address: str = field(default="", repr=False)  # where a download lies: it is never kept either
    host: str = field(default="", repr=False)
    branches: Sequence[Branch] = field(default=(), repr=False)  # nor is a tree
    told: ToldView | None = field(default=None, repr=False)  # nor is what was looked up
    topics: TopicsView | None = field(default=None, repr=False)  # nor is a long one
    times: TimesView | None = field(default=None, repr=False)  # nor are times to book
    columns: Sequence[ColumnView] = field(default=(), repr=False)  # a table is never kept
    warning: str = field(default="", repr=False)  # what warns is never kept, and blank it is said nowhere

    @property
    def heading(self) -> SafeString:
        """What stands in the label or legend: the question, and whether it may be left out."""
        words = escape(self.label)
        if self.is_optional:
            words = format_html('{} <span class="dy-optional">({})</span>', words, gettext("optional"))
        return format_html("<h1>{}</h1>", words) if self.is_heading else words


@dataclass(frozen=True)
class ErrorLine:
    """A line of the summary on top: the same words as at the field, and the field's id."""

    field: str
    text: str


@dataclass(frozen=True)
class PageView:
    """A page of the form, ready to be drawn."""

    id: str
    title: str
    lead: SafeString
    fields: Sequence[FieldView]
    errors: Sequence[ErrorLine]
    has_own_heading: bool
    asked: str
    warnings: Sequence[ErrorLine] = ()
    warned: str = ""
    """The fields that have been warned about: whoever sends the page again goes on."""

    @property
    def takes_files(self) -> bool:
        """The page's form has to be sent as multipart."""
        return any(
            each.kind == "file" or any(inner.kind == "file" for row in each.rows for inner in row.fields)
            for each in self.fields
        )
