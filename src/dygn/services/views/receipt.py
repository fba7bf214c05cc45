from dataclasses import replace
from functools import cache
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe

from dygn.base.adapters import adapter_class
from dygn.base.errors import NotForYou
from dygn.files.actions.open_file import content_of
from dygn.services.access import Holder, draft_of_token, required_draft
from dygn.services.actions.make_copy import make_copy
from dygn.services.models import Draft
from dygn.services.ports import AfterSending
from dygn.services.queries import definition_of, fee_of_sent, has_email, payment_of_sent
from dygn.services.signing_queries import SigningShown, verified_signatures
from dygn.services.views.desk import Desk, at_desk, receipt_cookie_of


@require_safe
@at_desk
def receipt(desk: Desk, draft_id: UUID) -> HttpResponse:
    """We have it: the reference, what happens next and when, and a copy to keep."""
    draft = _sent_draft(desk, draft_id)
    return render(
        desk.request,
        "services/receipt.html",
        {
            "service": desk.service,
            "draft": draft,
            "is_person": draft.person_id is not None,
            "copy_url": desk.address("copy", draft.pk),
            "my_url": f"{get_script_prefix()}my/",
            "follow_url": f"{get_script_prefix()}case/",
            "has_email": has_email(draft),
            "fee": fee_of_sent(draft, desk.language),
            **_asked(desk, draft),
            "payment": payment_of_sent(draft),
            "signed": _signed(draft),
        },
    )


def _asked(desk: Desk, draft: Draft) -> dict[str, object]:
    """Ask how it was, unless they have just told it."""
    if "told" in desk.request.GET:
        return {"has_told": True}
    asked = after_sending().ask(
        about=desk.service.subject,
        address=desk.service_address,
        back=desk.address("receipt", draft.pk),
        sending=draft.pk.hex,
    )
    return {"asked": asked}


@cache
def after_sending() -> AfterSending:
    """Give whoever asks how it was; it holds nothing, so one serves all."""
    asks: AfterSending = adapter_class("after_sending", settings.DEFAULT_ADAPTERS["after_sending"])()
    return asks


def _signed(draft: Draft) -> SigningShown | None:
    return None if definition_of(draft.version_id).signing is None else verified_signatures(draft.pk)


@require_safe
@at_desk
def copy(desk: Desk, draft_id: UUID) -> HttpResponseBase:
    """The PDF copy of what was sent."""
    _sent_draft(desk, draft_id)
    file = make_copy(
        desk.service,
        draft_id,
        municipality=desk.request.municipality,  # type: ignore[attr-defined]
        holder=_holder(desk, draft_id),
    )
    return FileResponse(
        content_of(file), as_attachment=True, filename=file.name, content_type="application/pdf"
    )


def _sent_draft(desk: Desk, draft_id: UUID) -> Draft:
    draft = required_draft(draft_id, _holder(desk, draft_id))
    if draft.service_id != desk.service.pk or not draft.is_sent:
        raise NotForYou
    return draft


def _holder(desk: Desk, draft_id: UUID) -> Holder:
    """Whoever sits here, with the receipt that this browser was given."""
    token = desk.request.COOKIES.get(receipt_cookie_of(draft_id), "")
    if draft_of_token(token) != draft_id:
        return desk.holder
    return replace(desk.holder, carried=desk.holder.carried | {draft_id})
