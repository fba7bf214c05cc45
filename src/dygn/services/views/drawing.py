"""Drawing a page of the form with everything that stands around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.words import pick
from dygn.forms.rendering.fields import view_page
from dygn.forms.rendering.view_models import ErrorLine, PageView, TimesView
from dygn.forms.rules.account import account_of, with_warnings
from dygn.forms.rules.definition import Page
from dygn.forms.rules.flow import FieldProblem, Filling
from dygn.forms.rules.kinds.booking import DAYS
from dygn.services.access import token_of
from dygn.services.actions.attach_file import RefusedFile
from dygn.services.booking_queries import Calendars, times_on
from dygn.services.models import Draft
from dygn.services.opening_words import time_left, told_of_disturbances
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.fees import fee_in_words
from dygn.services.rules.pages import is_long
from dygn.services.views.desk import Desk, lay_open


class Counter(Protocol):
    """Where somebody fills a form in, in earnest (a ``Desk``) or in a preview."""

    @property
    def request(self) -> HttpRequest: ...

    @property
    def service(self) -> Any: ...

    @property
    def service_address(self) -> str: ...

    def address(self, name: str, *args: Any) -> str: ...


def draw_page(
    desk: Desk, filling: Filling, page: Page, *, draft: Draft | None, draft_id: UUID, **said: Any
) -> HttpResponse:
    """Show a page of the form, as it has been filled in so far; ``said`` is what ``page_facts`` takes."""
    facts = page_facts(
        desk,
        filling,
        page,
        draft_token=token_of(draft_id),
        seen=draft.revision if draft else 0,
        is_kept=draft is not None,
        calendars=Calendars(draft_id),
        paper_url=desk.address("paper"),
        disturbances=told_of_disturbances(desk.service, desk.language),
        notice=time_left(desk.service, timezone.now(), desk.language),
        **said,
    )
    return lay_open(render(desk.request, "services/page.html", facts), desk, draft_id)


def page_facts(
    desk: Counter,
    filling: Filling,
    page: Page,
    *,
    problems: Sequence[FieldProblem] = (),
    warnings: Sequence[FieldProblem] = (),
    warned: Iterable[str] = (),
    refused_files: Sequence[RefusedFile] = (),
    calendars: Calendars,
    **extra: Any,
) -> dict[str, Any]:
    """Give what a page of the form is drawn from, in earnest or in a preview."""
    view = _with_refused(
        view_page(
            filling,
            page,
            problems,
            warnings=warnings,
            warned=warned,
            lookup_url=reverse("reference:addresses"),
            times=_times(desk, filling, page, calendars) if filling.form.bookings else None,
        ),
        refused_files,
    )
    number, count = filling.progress(page)
    return {
        "service": desk.service,
        "page": view,
        "heading": view.title if view.has_own_heading else "",
        "page_title": view.title,
        "lead": view.lead,
        "errors": view.errors,
        "step": number,
        "steps": count if count > 1 else 0,
        "is_long": is_long(filling),
        "tasks_url": desk.address("tasks"),
        "back_url": _back(desk, filling, page),
        "from_check": is_from_check(desk),
        "action": desk.address("page", page.id),
        **extra,
    }


def _times(desk: Counter, filling: Filling, page: Page, calendars: Calendars) -> dict[str, TimesView]:
    """Give the times to choose from on the days that are asked for."""
    questions = filling.questions_on(page)
    wanted = {each.id: day for each in questions if (day := _wanted_day(desk.request, each.id))}
    return times_on(questions, filling, calendars=calendars, wanted=wanted, now=timezone.now())


def _wanted_day(request: HttpRequest, question_id: str) -> date | None:
    """Give the first day to show: what a button asked for, or what was shown when the page was sent."""
    name, _colon, asked = (request.POST.get(DAYS) or request.GET.get(DAYS, "")).partition(":")
    text = asked if name == question_id else request.POST.get(f"{question_id}-days", "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def days_asked(desk: Counter) -> str:
    """Give the query that shows other days of a calendar, when the button for it was pressed; else nothing."""
    asked = desk.request.POST.get(DAYS, "")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,79}:\d{4}-\d\d-\d\d", asked):
        return ""
    query = {DAYS: asked, **({"from": "check"} if is_from_check(desk) else {})}
    return f"?{urlencode(query)}#{asked.partition(':')[0]}"


def draw_stop(desk: Desk, filling: Filling, page: Page) -> HttpResponse:
    """Show a page where it ends: why one cannot go on, and what to do instead. It is no error."""
    facts = {**stop_facts(desk, filling, page), "paper_url": desk.address("paper")}
    return render(desk.request, "services/stop.html", facts)


def stop_facts(desk: Counter, filling: Filling, page: Page) -> dict[str, Any]:
    """Give what a page where it ends is drawn from, in earnest or in a preview."""
    view = view_page(filling, page)
    return {
        "service": desk.service,
        "page": view,
        "page_title": view.title,
        "lead": view.lead,
        "back_url": _back(desk, filling, page),
        "delete_url": desk.address("delete"),
        "service_url": desk.service_address,
    }


def check_facts(
    desk: Counter, definition: ServiceDefinition, filling: Filling, errors: Sequence[str], *, draft_token: str,
    is_preview: bool = False,
) -> dict[str, Any]:
    """Give what the page to check all answers is drawn from, in earnest or in a preview."""
    warnings = {each.name: each.words for each in filling.all_warnings()}
    language = filling.occasion.language
    sections = with_warnings(account_of(filling.form, filling.values(), language), warnings)
    last = filling.pages[-1] if filling.pages else filling.form.pages[0]
    return {
        "service": desk.service,
        "sections": [(section, desk.address("page", section.page_id)) for section in sections],
        "fee": fee_in_words(definition.fee, filling, language),
        "errors": [{"text": each} for each in errors],
        "send_url": desk.address("sign" if definition.signing and not is_preview else "send"),
        "signing": definition.signing,
        "is_preview": is_preview,
        "later_url": desk.address("later"),
        "back_url": desk.address("tasks") if is_long(filling) else desk.address("page", last.id),
        "draft_token": draft_token,
        "send_label": _send_label(definition, language),
    }


def _send_label(definition: ServiceDefinition, language: str) -> str:
    """Say what the button does: with several it is signed, and sent when the others have signed too."""
    if definition.signing is None:
        return pick(definition.send_label, language) or _("Send")
    return _("Sign with e-ID") if definition.signing.is_by_several else _("Sign and send")


def is_from_check(desk: Counter) -> bool:
    """Say whether one answer is being changed from the page to check them all."""
    sent = desk.request.POST if desk.request.method == "POST" else desk.request.GET
    return sent.get("from") == "check"


def _back(desk: Counter, filling: Filling, page: Page) -> str:
    if is_from_check(desk):
        return desk.address("check")
    before = filling.previous_page(page)
    if before is not None:
        return desk.address("page", before.id)
    return desk.service_address


def service_page(desk: Desk) -> str:
    """Give the address of the page that tells what the service is."""
    return desk.service_address


def _with_refused(view: PageView, refused: Sequence[RefusedFile]) -> PageView:
    """Tell at each field, and on top, why a file was not taken in."""
    if not refused:
        return view
    words = {each.name: each.words for each in refused}
    fields = [
        replace(
            field,
            error=words.get(field.name, field.error),
            described_by=f"{field.described_by} {field.name}-error".strip()
            if field.name in words and not field.error
            else field.described_by,
            rows=[
                replace(
                    row,
                    fields=[replace(each, error=words.get(each.name, each.error)) for each in row.fields],
                )
                for row in field.rows
            ],
        )
        for field in view.fields
    ]
    told = [error for error in view.errors if error.field not in words]
    errors = [*told, *(ErrorLine(each.name, each.words) for each in refused)]
    return replace(view, fields=fields, errors=errors)
