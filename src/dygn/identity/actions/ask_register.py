from datetime import datetime

from django.utils import timezone

from dygn.base.events import publish
from dygn.base.jobs import job
from dygn.identity.events import PersonRegistered
from dygn.identity.models import Person
from dygn.identity.ports import RegisteredPerson
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.actions.connect import connect


@job(attempts=10)
def ask_register_again(person_id: int) -> None:
    """Ask for somebody whom the register could not be asked about when they logged in."""
    ask_register(person_id, now=timezone.now())


def ask_register(person_id: int, *, now: datetime) -> None:
    """Write down what the population register says of a person. OutsideFailure when it does not answer."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None or not person.identifier:
        return
    number = parse_personal_number(person.identifier, (person.country,))
    write_what_is_registered(person, connect("population_register").find(number), now=now)
    person.save()
    publish(PersonRegistered(person.municipality_id, person.pk))


def write_what_is_registered(person: Person, found: RegisteredPerson | None, *, now: datetime) -> None:
    """Take over name, address and protection. Who is not registered keeps what they are known by."""
    person.registered_at = now
    if found is None:
        person.protected_identity = False
        return
    person.protected_identity = found.protected_identity
    person.given_name = found.given_name or person.given_name
    person.family_name = found.family_name or person.family_name
    person.street = found.street
    person.postal_code = found.postal_code
    person.town = found.town
