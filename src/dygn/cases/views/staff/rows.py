"""The rows of a list, drawn. Hundreds of cells a page are too many for a template each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dygn.base.numbers_in_words import short_date
from dygn.base.templatetags.dygn import icon
from dygn.cases.models import Case
from dygn.cases.queries.desk import Row
from dygn.cases.rules.deadlines import Deadline, Nearness

# How a state looks: the colour of its tag and its icon. The words are always there too.
LOOKS = {
    Case.State.RECEIVED: ("info", "inbox"),
    Case.State.REGISTERED: ("info", "archive"),
    Case.State.IN_HAND: ("accent", "work"),
    Case.State.WAITING: ("warning", "waiting"),
    Case.State.DECIDED: ("success", "law"),
    Case.State.CLOSED: ("neutral", "check"),
    Case.State.WITHDRAWN: ("neutral", "check"),
}


@lru_cache(maxsize=500)
def tag(color: str, icon_name: str, text: str) -> SafeString:
    """Draw a tag with its icon; the same text is drawn once."""
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="ds-tag" data-color="{}">{}{}</span>', color, drawn, text)


@lru_cache(maxsize=200)
def state_tag(state: str, outcome: str, language: str) -> SafeString:
    """Draw the state; a decided case shows what was decided."""
    color, icon_name = LOOKS[Case.State(state)]
    is_decided = state == Case.State.DECIDED and outcome
    return tag(color, icon_name, str(Case.Outcome(outcome).label if is_decided else Case.State(state).label))


@dataclass(frozen=True)
class ListDrawing:
    """How a list's rows are drawn: which columns, and what its links carry along."""

    columns: tuple[str, ...]
    list_query: str = ""
    with_choice: bool = False
    beside: str = ""

    def rows(self, rows: Iterable[Row]) -> list[SafeString]:
        """Draw the rows, each a ``tr``."""
        return [self._row(row) for row in rows]

    @cached_property
    def _cells(self) -> list[Callable[[Row], str]]:
        draw: dict[str, Callable[[Row], str]] = {
            "person": lambda row: escape(row.person),
            "service": lambda row: escape(row.case.title),
            "state": lambda row: state_tag(row.case.state, row.case.outcome, self._language),
            "due": lambda row: due_cell(row.due, self._language),
            "unit": lambda row: escape(row.case.unit_name),
            "officer": lambda row: escape(row.case.officer_name) if row.case.officer_name else self._nobody,
            "received": lambda row: day_cell(localdate(row.case.received_at), self._language),
            "changed": lambda row: day_cell(localdate(row.case.last_event_at), self._language),
        }
        return [draw[column] for column in self.columns]

    @cached_property
    def _nobody(self) -> SafeString:
        return format_html('<span class="dy-meta">{}</span>', _("Nobody"))

    @cached_property
    def _case_url(self) -> str:
        return reverse("cases:staff_case", args=["XXX-0000-000000"])

    def _row(self, row: Row) -> SafeString:
        reference = row.case.reference
        cells = "".join(f"<td>{draw(row)}</td>" for draw in self._cells)
        opening = '<tr aria-current="true">' if reference == self.beside else "<tr>"
        first, last = self._choice(row) if self.with_choice else ("", "")
        return mark_safe(f"{opening}{first}<td>{self._link(row)}{self._marks(row)}</td>{cells}{last}</tr>")

    def _link(self, row: Row) -> SafeString:
        url = self._case_url.replace("XXX-0000-000000", row.case.reference)
        query = f"?list={quote(self.list_query, safe='')}" if self.list_query else ""
        return format_html('<a class="dy-reference" href="{}{}">{}</a>', url, query, row.case.reference)

    def _choice(self, row: Row) -> tuple[SafeString, SafeString]:
        """The box that chooses the case, and the link that opens it beside the list."""
        reference = row.case.reference
        box = format_html(
            '<td><input type="checkbox" class="ds-input" name="case" value="{}" form="assign-form" aria-label="{}"></td>',
            row.case.pk,
            self._choose % {"reference": reference},
        )
        query = f"{self.list_query}&" if self.list_query else ""
        link = format_html(
            '<td><a href="?{}beside={}#beside" aria-label="{}">{}</a></td>',
            query,
            reference,
            self._show % {"reference": reference},
            self._icon,
        )
        return box, link

    @cached_property
    def _choose(self) -> str:
        return _("Choose %(reference)s")

    @cached_property
    def _show(self) -> str:
        return _("Show %(reference)s beside the list")

    @cached_property
    def _icon(self) -> SafeString:
        return icon("columns")

    @cached_property
    def _language(self) -> str:
        return get_language() or "en"

    @cached_property
    def _answered(self) -> SafeString:
        return tag("success", "chat", _("Answered"))

    @cached_property
    def _new(self) -> SafeString:
        return tag("accent", "", _("New"))

    @cached_property
    def _urgent(self) -> SafeString:
        return tag("danger", "flag", _("Urgent"))

    @cached_property
    def _pressing(self) -> SafeString:
        return tag("warning", "waiting", _("Most of the time has gone"))

    @cached_property
    def _unpaid(self) -> SafeString:
        return tag("warning", "waiting", _("Not paid yet"))

    def _marks(self, row: Row) -> str:
        """What stands out: somebody has answered, something is new, it is urgent, it is not paid."""
        mark = self._answered if row.case.is_answered else self._new if row.case.is_new else ""
        is_urgent = row.case.priority == Case.Priority.HIGH
        urgent = self._urgent if is_urgent else self._pressing if row.is_pressing else ""
        unpaid = self._unpaid if row.case.awaits_payment and row.case.is_open else ""
        return " ".join(("", *(each for each in (mark, urgent, unpaid) if each)))


@lru_cache(maxsize=2_000)
def due_cell(due: Deadline | None, language: str) -> SafeString:
    """Draw a due date: how near it is, and the date beside."""
    if due is None:
        return SafeString("")
    on = format_html(
        '<time class="dy-meta" datetime="{}">{}</time>',
        due.on.isoformat(),
        short_date(due.on, language),
    )
    if due.nearness is Nearness.OVERDUE:
        words = ngettext("%(n)d day late", "%(n)d days late", due.days_late) % {"n": due.days_late}
        return format_html('<span class="dy-overdue">{}{}</span> {}', icon("alert"), words, on)
    if due.nearness is Nearness.TODAY:
        return format_html("<strong>{}</strong> {}", _("today"), on)
    if due.working_days is None:
        return on
    words = ngettext("in %(n)d working day", "in %(n)d working days", due.working_days)
    return format_html("{} {}", words % {"n": due.working_days}, on)


@lru_cache(maxsize=5_000)
def day_cell(day: date, language: str) -> SafeString:
    """Draw a date."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), short_date(day, language))


def options(pairs: Iterable[tuple[object, str]], chosen: object = None) -> SafeString:
    """Draw the options of a select."""
    return _drawn_options(tuple(pairs), chosen)


@lru_cache(maxsize=500)
def _drawn_options(pairs: tuple[tuple[object, str], ...], chosen: object) -> SafeString:
    wanted = "" if chosen is None else str(chosen)
    return mark_safe(
        "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) == wanted else ""}>{escape(name)}</option>'
            for key, name in pairs
        )
    )
