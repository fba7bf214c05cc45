import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dygn.base.numbers_in_words import money
from dygn.base.words import pick
from dygn.forms.rules.account import account_of
from dygn.forms.rules.flow import Filling
from dygn.municipalities.requests import municipality_of
from dygn.payments.rules.money import currency_of
from dygn.services.actions.finish_preview import finish_preview
from dygn.services.preview_queries import receipt_letter
from dygn.services.rules.contact import cannot_be_reached, contact_in
from dygn.services.rules.fees import fee_in_words
from dygn.services.rules.payment import to_pay
from dygn.services.views.drawing import check_facts
from dygn.services.views.preview.desk import PreviewDesk, in_preview


@require_safe
@in_preview
def check(desk: PreviewDesk) -> HttpResponse:
    """Everything that has been answered, to check before it would be sent."""
    filling = desk.filling()
    missing = filling.first_unfinished_page()
    if missing is not None:
        return desk.to("page", missing.id, query="?from=check")
    return _draw_check(desk, filling)


def _draw_check(desk: PreviewDesk, filling: Filling, wrong: str = "") -> HttpResponse:
    errors = [wrong] if wrong else []
    return desk.draw("check", check_facts(desk, desk.definition, filling, errors, draft_token="", is_preview=True))


@require_POST
@in_preview
def send(desk: PreviewDesk) -> HttpResponse:
    """The button that would send. Nothing is sent: here one sees what would have been."""
    assert desk.session is not None
    filling = desk.filling()
    if filling.first_unfinished_page() is not None:
        return desk.to("check")
    if cannot_be_reached(desk.definition.log_in, contact_in(filling.form, filling.values())):
        words = _("Write an e-mail address or a phone number, so that we can reach you.")
        return _draw_check(desk, filling, words)
    finish_preview(desk.session, now=timezone.now())
    return desk.to("end")


def _to_pay(desk: PreviewDesk, filling: Filling, values: Mapping[str, Any]) -> str:
    """Give what would be paid, in words; nothing where nothing is."""
    asked = to_pay(filling.form, values, None)
    currency = currency_of(municipality_of(desk.request).country)
    return "" if asked is None else money(asked.amount, currency, desk.language)


@require_safe
@in_preview
def end(desk: PreviewDesk) -> HttpResponse:
    """What would have been sent, to whom we would have written, and what the resident would be told."""
    filling = desk.filling()
    missing = filling.first_unfinished_page()
    if missing is not None:
        return desk.to("page", missing.id)
    values = filling.values()
    facts = {
        "sections": account_of(filling.form, values, desk.language),
        "contact": contact_in(filling.form, values),
        "next_text": pick(desk.definition.next_text, desk.language),
        "expected_days": desk.definition.expected_days,
        "fee": fee_in_words(desk.definition.fee, filling, desk.language),
        "to_pay": _to_pay(desk, filling, values),
        "played": desk.request.GET.get("play", ""),
        "letter": receipt_letter(desk.definition, desk.person, municipality_of(desk.request), values),
        "data": json.dumps(values, ensure_ascii=False, indent=2),
        "check_url": desk.address("check"),
        "delete_url": desk.address("delete"),
    }
    return desk.draw("end", facts)
