from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import OutsideFailure
from dygn.identity.actions.ask_register import ask_register_again, write_what_is_registered
from dygn.identity.actor import Actor
from dygn.identity.models import Person
from dygn.identity.ports import LogInRefused, ProvenIdentity
from dygn.identity.queries import person_of_number
from dygn.identity.rules.personal_numbers import PersonalNumber
from dygn.municipalities.actions.connect import connect


@transaction.atomic
def log_in_person(proven: ProvenIdentity, *, address: str, now: datetime) -> Person:
    """Find the person, or get to know them, and note that they have logged in.

    At the first log-in the population register is asked. Does it not answer, the person gets in all
    the same, counts as protected until it has, and a job asks again.
    """
    if proven.number is None:
        raise LogInRefused("number", _("The log-in service did not say who you are. Try another e-ID."))
    person = _person_of(proven.number)
    person.given_name = proven.given_name or person.given_name
    person.family_name = proven.family_name or person.family_name
    person.last_login_at = now
    if person.registered_at is None:
        _ask_register(person, proven.number, now=now)
    person.save()
    actor = Actor(
        municipality_id=person.municipality_id,
        person_id=person.pk,
        assurance=proven.assurance,
        address=address,
    )
    record("log-in", f"person:{person.pk}", actor=actor, detail={"assurance": proven.assurance})
    return person


def _person_of(number: PersonalNumber) -> Person:
    """Give the person, made if need be. Two first log-ins at once make one person."""
    known = person_of_number(number)
    if known is not None:
        return Person.objects.select_for_update().get(pk=known.pk)
    person = Person()
    person.take_number(number)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        known = person_of_number(number)
        if known is None:
            raise
        return known
    return person


def _ask_register(person: Person, number: PersonalNumber, *, now: datetime) -> None:
    try:
        write_what_is_registered(person, connect("population_register").find(number), now=now)
    except OutsideFailure:
        person.protected_identity = True
        ask_register_again.defer(person_id=person.pk)
