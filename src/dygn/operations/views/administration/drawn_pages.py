"""The pages of a version as people will meet them, drawn for whoever looks at them. Nothing can be sent from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.words import pick
from dygn.forms.rendering.fields import view_page
from dygn.forms.rules.account import account_of
from dygn.forms.rules.definition import FormDefinition, Occasion, Page
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds.lookup import FOUND, SILENT, answered
from dygn.municipalities.requests import municipality_of
from dygn.portal.queries.services import told_of_service
from dygn.services.acceptance_queries import answered_to_the_end
from dygn.services.look_up_queries import made_up
from dygn.services.models import Service, Version
from dygn.services.queries import definition_of, steps_of
from dygn.services.rules.accessibility import CHECK, CO_SIGN, ENTRANCE, LATER, RECEIPT, STEPS, WAITING
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.fees import fee_in_words
from dygn.services.views.drawing import check_facts

NOWHERE = "#main"
NOBODY = UUID(int=0)
Drawn = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class DrawingDesk:
    """Whoever looks at a page that leads nowhere, in the language it is drawn in."""

    request: HttpRequest
    service: Service
    version: Version
    language: str

    service_address = NOWHERE

    @property
    def definition(self) -> ServiceDefinition:
        return definition_of(self.version.pk)

    @property
    def way(self) -> str:
        return self.request.GET.get("way", "")

    @property
    def shows_errors(self) -> bool:
        return self.way == "errors"

    def address(self, name: str, *args: Any) -> str:
        """Give where a link leads: nowhere."""
        return NOWHERE

    def filled_in(self) -> Filling:
        """Give the form with what a scenario answers."""
        return answered_to_the_end(self.version, self.definition.form, self.language)


def drawn(desk: DrawingDesk, page_id: str) -> Drawn | None:
    """Give the template of a page and what it is drawn from; None when the version has no such page."""
    if page_id in _AROUND:
        return _AROUND[page_id](desk)
    form = _laid_bare(desk.definition.form)
    page = form.page_by_id.get(page_id)
    return None if page is None else _page(desk, form, page)


def _laid_bare(form: FormDefinition) -> FormDefinition:
    """Give the form with every page and question shown, whatever they hang on."""
    pages = (
        replace(page, shown_if=None, questions=tuple(replace(each, shown_if=None) for each in page.questions))
        for page in form.pages
    )
    return FormDefinition(tuple(pages))


def _page(desk: DrawingDesk, form: FormDefinition, page: Page) -> Drawn:
    occasion = Occasion(timezone.localdate(), municipality_of(desk.request).country, desk.language)
    filling = Filling(form, {**_one_row_each(page), **_looked_up(desk, page)}, occasion)
    problems = filling.page_problems(page) if desk.shows_errors and not page.stops else []
    view = view_page(filling, page, problems, lookup_url=reverse("reference:addresses"))
    number, count = filling.progress(page)
    return "services/stop.html" if page.stops else "services/page.html", {
        "page": view,
        "heading": view.title if view.has_own_heading else "",
        "page_title": view.title,
        "lead": view.lead,
        "errors": view.errors,
        "step": number,
        "steps": count if count > 1 else 0,
        "service_url": NOWHERE,
        "delete_url": NOWHERE,
        "back_url": NOWHERE,
    }


def _one_row_each(page: Page) -> dict[str, Any]:
    return {each.id: [{}] for each in page.questions if each.questions}


def _looked_up(desk: DrawingDesk, page: Page) -> dict[str, Any]:
    """Give what a source would tell, made up, or that it does not answer: no source is asked."""
    if desk.way not in ("told", "silent"):
        return {}
    state = FOUND if desk.way == "told" else SILENT
    now = timezone.now()
    asking = [each for each in page.questions if each.kind == "lookup"]
    return {each.id: answered(each, "1", state, made_up(each, "1")[1], at=now) for each in asking}


def _entrance(desk: DrawingDesk) -> Drawn:
    country = municipality_of(desk.request).country
    told = told_of_service(desk.service, desk.definition, desk.language, country)
    return "portal/service.html", {"service": replace(told, is_resting=False)}


def _steps(desk: DrawingDesk) -> Drawn:
    filling = desk.filled_in()
    steps = steps_of([page.id for page in filling.pages[:2]], filling, lambda _page_id: NOWHERE)
    done = sum(step.is_done for step in steps)
    facts = {"tasks": steps, "done": done, "is_ready": True, "draft": _draft(desk), "check_url": NOWHERE}
    return "services/tasks.html", {**facts, "delete_url": NOWHERE}


def _later(desk: DrawingDesk) -> Drawn:
    errors = [{"field": "email", "text": _("Write an e-mail address.")}] if desk.shows_errors else []
    facts = {"draft": _draft(desk), "is_person": desk.definition.needs_log_in, "errors": errors}
    return "services/later.html", {**facts, "go_on_url": NOWHERE, "delete_url": NOWHERE}


def _check(desk: DrawingDesk) -> Drawn:
    wrong = (
        [_("Write an e-mail address or a phone number, so that we can reach you.")]
        if desk.shows_errors
        else []
    )
    return "services/check.html", check_facts(desk, desk.definition, desk.filled_in(), wrong, draft_token="")


def _receipt(desk: DrawingDesk) -> Drawn:
    fee = fee_in_words(desk.definition.fee, desk.filled_in(), desk.language)
    facts = {"draft": _draft(desk), "is_person": desk.definition.needs_log_in, "has_email": True, "fee": fee}
    return "services/receipt.html", {**facts, "copy_url": NOWHERE, "my_url": NOWHERE, "follow_url": NOWHERE}


def _waiting(desk: DrawingDesk) -> Drawn:
    now = timezone.now()
    rows = [
        SimpleNamespace(state="signed", is_applicant=True, name="", signed_at=now),
        SimpleNamespace(state="asked", is_applicant=False, name="Alva Ek", has_no_way=True),
        SimpleNamespace(state="later", is_applicant=False, name="Bo Ek"),
    ]
    facts = {"shown": SimpleNamespace(signatures=rows), "signing": _signing(), "can_remind": True}
    return "services/waiting.html", {
        **facts,
        "remind_url": NOWHERE,
        "take_back_url": NOWHERE,
        "delete_url": NOWHERE,
    }


def _co_sign(desk: DrawingDesk) -> Drawn:
    filling = desk.filled_in()
    return "services/co_sign.html", {
        "row": SimpleNamespace(pk=NOBODY, is_signed=False, state="asked"),
        "signing": _signing(),
        "title": desk.service.title,
        "applicant": "Alva Ek",
        "is_open": True,
        "sections": account_of(filling.form, filling.values(), desk.language),
        "errors": [{"field": "reason", "text": _("Write why you do not sign.")}] if desk.shows_errors else [],
        "longest": 500,
    }


def _signing() -> SimpleNamespace:
    return SimpleNamespace(is_waiting=True, ended_at=None, state="waiting", ends_at=_in_a_week())


def _draft(desk: DrawingDesk) -> SimpleNamespace:
    """Give what stands for something begun, or sent: nothing of it is kept."""
    next_on = timezone.localdate() + timedelta(days=desk.definition.expected_days)
    return SimpleNamespace(
        reference="2027-000123",
        code="" if desk.definition.needs_log_in else "K7PX-4MQD",
        next_text=pick(desk.definition.next_text, desk.language),
        next_on=next_on,
        expires_at=_in_a_week(),
    )


def _in_a_week() -> Any:
    return timezone.now() + timedelta(days=7)


_AROUND: Mapping[str, Callable[[DrawingDesk], Drawn]] = {
    ENTRANCE: _entrance,
    STEPS: _steps,
    LATER: _later,
    CHECK: _check,
    WAITING: _waiting,
    CO_SIGN: _co_sign,
    RECEIPT: _receipt,
}
