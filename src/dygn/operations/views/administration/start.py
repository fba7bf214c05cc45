from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.identity.web import actor_of, staff_required
from dygn.operations.views.administration.frame import show
from dygn.services.access import require_publisher

Rooms = list[tuple[str, str, str]]


@require_safe
@staff_required()
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Everything that the municipality itself decides about its Dygn; for a service owner, what concerns services."""
    actor = actor_of(request)
    require_publisher(actor)
    rooms = [*_of_services(), *_of_the_house()] if actor.has_role("administrator") else _of_services()
    links = [{"url": reverse(name), "title": title, "text": text} for name, title, text in rooms]
    return show(request, "start", _("Administration"), links=links)


def _of_services() -> Rooms:
    """Give the rooms in which services are built, shared and followed."""
    return [
        ("administration:services", _("E-services"), _("Which e-services there are, and which of them people can use.")),
        (
            "administration:catalogue",
            _("Catalogue between municipalities"),
            _("Services that others offer to you, and what you offer to them."),
        ),
        (
            "administration:inventory",
            _("Inventory of services"),
            _("Everything you do for people, who answers for it, and what is to be reviewed."),
        ),
        (
            "administration:all_figures",
            _("Figures of the services"),
            _("How many start and send, where they stop, and what they say."),
        ),
        (
            "administration:stuck",
            _("What could not be done"),
            _("Steps of processes that wait for you: try again, skip them, or hand them to a person."),
        ),
    ]


def _of_the_house() -> Rooms:
    """Give the rooms that are the administrators' alone."""
    return [
        ("administration:units", _("Units"), _("The parts of the organisation that handle cases.")),
        ("administration:staff", _("Staff and roles"), _("Who works here and what they may do.")),
        (
            "administration:texts",
            _("Texts"),
            _("What e-mails, text messages and letters say, and how a case stands."),
        ),
        ("administration:words", _("Word list"), _("Which words you use, and which you avoid.")),
        ("administration:theme", _("Look"), _("Colours, typeface and crest.")),
        ("administration:contact", _("Contact and opening hours"), _("How people reach you.")),
        (
            "administration:connections",
            _("Connections"),
            _("Mail, text messages, log-in, registers, virus scanning."),
        ),
        (
            "administration:flow",
            _("From received to told"),
            _("Whether every case is registered and every person told."),
        ),
    ]
