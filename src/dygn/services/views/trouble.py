"""Pages that say why one cannot go on, and what to do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dygn.base.words import pick
from dygn.services.models import Draft, Service
from dygn.services.models.draft import DAYS_KEPT_UNSENT
from dygn.services.opening_words import why_closed
from dygn.services.rules.settings import Why
from dygn.services.views.desk import Desk
from dygn.services.views.drawing import service_page


def already_sent(desk: Desk, draft: Draft) -> HttpResponse:
    """Going back after sending: it has been sent once, and here is the receipt."""
    return render(
        desk.request,
        "services/already_sent.html",
        {
            "service": desk.service,
            "draft": draft,
            "receipt_url": desk.address("receipt", draft.pk),
            "begin_url": desk.address("begin"),
        },
    )


def closed(desk: Desk, draft: Draft | None) -> HttpResponse:
    """The service rests or is gone: not an error of whoever comes."""
    is_withdrawn = not desk.service.takes_applications and desk.service.state != Service.State.PAUSED
    closing = desk.closing if desk.service.takes_applications else None
    message = why_closed(desk.service, closing, desk.language) if closing else pick(desk.service.state_message, desk.language)
    is_over = closing is not None and closing.opens_at is None and closing.why is not Why.DISTURBED
    return render(
        desk.request,
        "services/closed.html",
        {
            "service": desk.service,
            "is_paused": not is_withdrawn,
            "message": message,
            "opens_again": not is_withdrawn and not is_over,
            "draft": draft,
            "service_url": service_page(desk),
        },
        status=410 if is_withdrawn else 503,
    )


def to_beginning(desk: Desk) -> HttpResponse:
    """Send to the beginning whoever comes in the middle of what is not there, and say why."""
    words = _(
        "There is nothing begun here. What you write is kept for %(days)s days "
        "from when you last wrote something; after that we delete it."
    )
    messages.info(desk.request, words % {"days": DAYS_KEPT_UNSENT})
    return desk.to("entrance")
