"""Whole lists that the municipality's sources tell to whoever builds a service: asked once, never while a form is filled in."""

import logging
import re
import time
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from dygn.base.breaker import Breaker
from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.look_ups import LookUp
from dygn.base.rate_limits import limited
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.municipalities.actions.connect import connect
from dygn.services.access import require_publisher
from dygn.services.connection_queries import connected
from dygn.services.rules.editing.option_list import text_of_ways

log = logging.getLogger(__name__)

# What a package may name.
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")
TIMES, IN_SECONDS = 30, 10 * 60
_breaker = Breaker(failures=3, rests_seconds=60.0)
_UNFIT = (ImproperlyConfigured, LookupError, TypeError, ValueError, AttributeError)


def offered_lists() -> Sequence[str]:
    """Give the keys of the lists that the municipality in scope can fetch, without asking anybody."""
    adapter = connected("look_up")
    if adapter is None:
        return ()
    try:
        return sorted(key for key in adapter.lists() if _KEY.fullmatch(key))
    except _UNFIT:
        return ()


def fetched_list(key: str, *, actor: Actor) -> str:
    """Ask a source once for its list, and give it as one is pasted. Raises Refusal with what to do.

    One that has failed several times in a row is left in peace for a while, as whoever fills a form in leaves it.
    """
    require_publisher(actor)
    if key not in offered_lists():
        raise Refusal(
            "no_such_list", _("The source is not connected. Choose another one, or ask whoever connects it.")
        )
    if limited(f"list:{actor.key}", TIMES, IN_SECONDS):
        raise Refusal("asked_often", _("The source has been asked many times. Wait ten minutes."))
    name = f"{required_municipality_id()}:{key}"
    if _breaker.rests(name, now=time.monotonic()):
        words = _("The source has not answered several times and is left in peace. Try again in a minute.")
        raise Refusal("left_in_peace", words)
    try:
        adapter: LookUp = connect("look_up")
        text = text_of_ways([[str(each) for each in way] for way in adapter.whole_list(key)])
    except (OutsideFailure, *_UNFIT) as failure:
        _breaker.failed(name, now=time.monotonic())
        log.warning("The list %s could not be fetched: %s", key, failure)
        words = _(
            "The source does not answer, or not with a list. Nothing has changed. Try again in a while, or ask whoever connects it."
        )
        raise Refusal("list_not_fetched", words) from failure
    _breaker.worked(name)
    return text


def forget_failures() -> None:
    """Ask every source again, whatever it did before."""
    _breaker.forget()
