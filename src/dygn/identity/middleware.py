"""Puts the actor on each request. Nothing is read from the database until somebody asks who acts.

``request.user``, which Django and Wagtail ask for, is the actor's account: one log-in, one time-out.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from dygn.base.addresses import client_address
from dygn.identity.actor import Actor
from dygn.identity.models import Account
from dygn.identity.queries import account_of_actor, duties_of
from dygn.identity.session import end_session, logged_in, municipality_id_of
from dygn.identity.web import actor_of

Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Gives ``request.actor``, made when first used."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: make_actor(request))  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: account_of(request))  # type: ignore[assignment]
        return self.get_response(request)


def account_of(request: HttpRequest) -> Account | AnonymousUser:
    """Give the account of the member of staff who acts; residents and operators have none."""
    return account_of_actor(actor_of(request)) or AnonymousUser()


def make_actor(request: HttpRequest) -> Actor:
    """Make the actor from the session. Staff whose account is closed are nobody from that moment."""
    municipality_id = municipality_id_of(request)
    address = client_address(request)
    who = logged_in(request)
    if who is None:
        return Actor.nobody(municipality_id, address=address)
    if who.staff_id is not None:
        duties = duties_of(who.staff_id)
        if duties is None:
            end_session(request)
            return Actor.nobody(municipality_id, address=address)
        return Actor(
            municipality_id=municipality_id,
            staff_id=who.staff_id,
            name=duties.name,
            roles=duties.roles,
            unit_ids=duties.unit_ids,
            is_operator=duties.is_operator,
            assurance=who.assurance,
            address=address,
        )
    return Actor(
        municipality_id=municipality_id,
        person_id=who.person_id,
        is_operator=who.is_emergency,
        assurance=who.assurance,
        address=address,
    )
