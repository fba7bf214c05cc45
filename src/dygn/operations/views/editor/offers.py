"""What the municipality's connections offer for a question, and who can add what is not there."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.kinds.lookup import FOUND, TOO_MANY, UNKNOWN
from dygn.operations.ports_in_words import port_in_words
from dygn.operations.views.editor.desk import Editing
from dygn.services.offer_queries import (
    Offered,
    offered_calendars,
    offered_registers,
    offered_sources,
    one_answer,
)
from dygn.services.rules.editing.package import Data

_PORTS = {"lookup": ("look_up", offered_sources), "booking": ("booking_calendar", offered_calendars)}


def offered_for(question: Data) -> Offered | None:
    """Give what can be chosen; None for a question that asks nothing of a connection."""
    found = _PORTS.get(question["kind"])
    return found[1]() if found else None


def tell_unknown(editing: Editing, kind: str, facts: Mapping[str, Any]) -> None:
    """Say that what is connected knows no source or calendar of the name that was written. It is kept all the same."""
    found, name = _PORTS.get(kind), facts.get("source") or facts.get("calendar")
    if found is None or not name:
        return
    offered = found[1]()
    if not offered.is_connected or not offered.knows(name):
        words = _("Nothing that is connected is called “%(name)s”. Look at how it is written, or have it connected.")
        messages.warning(editing.request, words % {"name": name})


def registers_for(question: Data) -> list[tuple[str, str]]:
    """Give the facts of registers that a question can be filled in from, with words; none for what asks nothing."""
    if not KINDS[question["kind"]].asks:
        return []
    words = _("%(fact)s, from the register “%(register)s”")
    return [
        (source, words % {"fact": fact.replace("_", " ").capitalize(), "register": register})
        for source, register, fact in offered_registers()
    ]


def connecting(editing: Editing, question: Data) -> dict[str, Any]:
    """Give what the connection is called, and where it is made for those who may make it."""
    found = _PORTS.get(question["kind"])
    if found is None:
        return {}
    url = reverse("administration:connection", args=[found[0]])
    may = editing.actor.has_role("administrator")
    return {"port": port_in_words(found[0]), "port_url": url if may else ""}


def fetched(editing: Editing, question: Data) -> Mapping[str, Any]:
    """Ask the chosen source about the author's example, and say how it went; nothing where it tells nothing."""
    given = editing.request.POST
    source, typed = given.get("source", "").strip(), given.get("try_with", "").strip()[:200]
    if not source or not typed:
        messages.error(editing.request, _("Choose the source, and write something to look up."))
        return {}
    asked = editing.package.form_question(question["id"])
    state, told = one_answer(asked, source, typed, actor=editing.actor)
    if state == FOUND:
        messages.success(editing.request, _("The source answered. Tick what people are to see, and save."))
    elif state == UNKNOWN:
        messages.error(editing.request, _("The source knows no such thing. Try with another one."))
    elif state == TOO_MANY:
        messages.error(editing.request, _("The source has been asked many times. Wait ten minutes."))
    else:
        messages.error(
            editing.request,
            _("The source does not answer. Try again in a while, or ask whoever connects it."),
        )
    return told
