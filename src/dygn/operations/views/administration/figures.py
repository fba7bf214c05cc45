"""The figures of services, for those who look after them."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.base.spreadsheets import CSV_TYPE, csv_lines, harmless
from dygn.dialogue.queries import comments_about
from dygn.dialogue.rules.rating import DAYS_COMMENTS_ARE_KEPT, SCORES
from dygn.figures.queries import Sums
from dygn.figures.rules.figure import Period, declared_figures
from dygn.identity.web import actor_of, staff_required
from dygn.operations.service_figures import (
    ALL,
    PERIODS,
    days_measured,
    measured,
    overview,
    part_in_words,
    scores,
    tiles,
    ways,
)
from dygn.operations.views.administration.frame import show
from dygn.services.access import may_publish
from dygn.services.figure_queries import (
    all_looked_after,
    form_looked_at,
    refused_questions,
    service_looked_after,
    steps_of_figures,
)
from dygn.services.models import Service
from dygn.services.rules.draft_figures import ABANDONED, SAVED, SENT, STARTED, TURNED_AWAY

_DAYS = (STARTED, SAVED, SENT, ABANDONED, TURNED_AWAY)
_TOLD_PARTS = ("device", "language", "channel", "version")
_SORTS: dict[str, Callable[[Any], Any]] = {
    "name": lambda line: line.service.title.casefold(),
    "started": lambda line: line.started,
    "sent": lambda line: line.sent,
    "share": lambda line: -1 if line.sent_share is None else line.sent_share,
    "given_up": lambda line: line.given_up,
    "time": lambda line: line.seconds or 0,
    "rating": lambda line: line.mean or 0,
}


def keepers_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who look after a service; the view is handed that service and the period asked for."""

    @require_safe
    @staff_required()
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, key: str, **words: str) -> HttpResponse:
        service = service_looked_after(key, actor_of(request))
        if service is None:
            raise Http404
        return view(request, service, _period(request), **words)

    return page


@require_safe
@staff_required()
@never_cache
def all_figures(request: HttpRequest) -> HttpResponse:
    """All services that one looks after, side by side."""
    services = all_looked_after(actor_of(request))
    if not services and not may_publish(actor_of(request)):
        raise Http404
    period = _period(request)
    asked = request.GET.get("sort", "")
    sort = asked if asked.removeprefix("-") in _SORTS else "-started"
    lines = sorted(
        overview(services, period, get_language() or "en"),
        key=_SORTS[sort.removeprefix("-")],
        reverse=sort.startswith("-"),
    )
    facts = {"lines": lines, "columns": _columns(sort, period), "periods": _periods(period, f"&sort={sort}")}
    return show(
        request, "all_figures", _("Figures of the services"), period=period, **facts, **_crumbs(request)
    )


@keepers_page
def figures(request: HttpRequest, service: Service, period: Period) -> HttpResponse:
    """One service: how many start and send, where they stop, what they must mend, how they came, what they say."""
    language = get_language() or "en"
    found, form = measured(service, period), form_looked_at(service)
    steps = steps_of_figures(form, found.now, language)
    facts = {
        "service": service,
        "period": period,
        "periods": _periods(period),
        "is_empty": not found.now.of(STARTED),
        "tiles": tiles(found.now, found.before, language),
        "columns": found.columns,
        "chart_width": len(found.columns) * 10,
        "steps": [(step, _length(step.reached, found.now)) for step in steps],
        "refused": refused_questions(form, found.now, language),
        "ways": ways(found.now),
        "scores": scores(found.now),
        "comments": [
            (each, SCORES[each.score]) for each in comments_about(service.subject, actor_of(request))
        ],
        "days_kept": DAYS_COMMENTS_ARE_KEPT,
        "meanings": [figure for figure in declared_figures() if figure.key in ALL],
    }
    title = _("Figures: %(service)s") % {"service": service.title}
    return show(request, "figures", title, **facts, **_crumbs(request, service))


def _length(number: int, sums: Sums) -> int:
    started = sums.of(STARTED)
    return min(100, round(100 * number / started)) if started else 0


@keepers_page
def figures_file(request: HttpRequest, service: Service, period: Period, what: str) -> HttpResponse:
    """The figures as a file for a spreadsheet: day by day, or the whole period beside the one before."""
    lines = _day_lines(service, period) if what == "days" else _sum_lines(service, period)
    response = HttpResponse("".join(csv_lines(lines)), content_type=CSV_TYPE)
    name = f"{service.key}-{what}-{period.since.isoformat()}-{period.until.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _day_lines(service: Service, period: Period) -> Iterator[Sequence[Any]]:
    names = {figure.key: str(figure.name) for figure in declared_figures()}
    yield [_("Day"), *(names[key] for key in _DAYS)]
    for day, counted in days_measured(service, period).items():
        yield [day.isoformat(), *(counted.get(key, 0) for key in _DAYS)]


def _sum_lines(service: Service, period: Period) -> Iterator[Sequence[Any]]:
    found = measured(service, period)
    yield [_("Figure"), _("Split by"), _("Part"), _("This period"), _("The period before")]
    for figure in declared_figures():
        if figure.key not in ALL:
            continue
        yield [str(figure.name), "", "", found.now.of(figure.key), found.before.of(figure.key)]
        for split in sorted(figure.splits):
            now, before = _parts(found.now, figure.key, split), _parts(found.before, figure.key, split)
            for part in {**now, **before}:
                name = part_in_words(split, part) if split in _TOLD_PARTS else part
                yield [str(figure.name), split, harmless(name), now.get(part, 0), before.get(part, 0)]


def _parts(sums: Sums, figure: str, split: str) -> dict[str, int]:
    """Give the parts; what tells of people (their language, their device) with the few put together."""
    return sums.told_parts(figure, split) if split in _TOLD_PARTS else sums.parts(figure, split)


def _period(request: HttpRequest) -> Period:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(each) for each in PERIODS} else 30
    return Period(until=timezone.localdate(), days=days)


def _periods(period: Period, more: str = "") -> list[dict[str, object]]:
    return [
        {"title": words, "url": f"?days={days}{more}", "current": days == period.days}
        for days, words in PERIODS.items()
    ]


def _columns(sort: str, period: Period) -> list[dict[str, object]]:
    names = {
        "name": _("Service"),
        "started": _("Started"),
        "sent": _("Sent"),
        "share": _("Share sent"),
        "given_up": _("Given up"),
        "time": _("Time to fill in"),
        "rating": _("Rating"),
    }
    return [_column(key, name, sort, period) for key, name in names.items()]


def _column(key: str, name: str, sort: str, period: Period) -> dict[str, object]:
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    wanted = f"-{key}" if order == "ascending" or (not order and key != "name") else key
    return {
        "name": name,
        "sort": order,
        "url": f"?days={period.days}&sort={wanted}",
        "is_number": key != "name",
    }


def _crumbs(request: HttpRequest, service: Service | None = None) -> dict[str, Any]:
    """The way back; whoever only answers for a service is not led to pages that are not theirs."""
    between = (
        []
        if service is None
        else [{"title": _("Figures of the services"), "url": reverse("administration:all_figures")}]
    )
    if actor_of(request).has_role("administrator"):
        return {"between": between}
    last = {"title": service.title if service else _("Figures of the services")}
    return {"breadcrumbs": [*between, last]}
