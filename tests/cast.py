"""The same small cast in every test: a municipality, a unit, a resident, an officer."""

import importlib
import itertools
from contextlib import contextmanager

from django.conf import settings
from django.test import Client

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.identity.models import Account, Person, StaffMember, StaffRole
from dygn.identity.queries import duties_of
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.identity.session import LoggedIn, session_of
from dygn.municipalities.models import Municipality, Site, Unit

_numbers = itertools.count(1)


def a_municipality(name="Ekeby", *, country="se", language="sv", languages=None):
    """A municipality with a site of its own; the same name gives the same one."""
    slug = name.lower().translate(str.maketrans("åäöæø", "aaoao"))
    municipality, is_new = Municipality.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "country": country,
            "default_language": language,
            "languages": languages or ["sv", "da", "nb", "nn", "en"],
            "contact": {"phone": "010-123 45 67", "email": f"info@{slug}.example", "visit": "Torget 1"},
        },
    )
    if is_new:
        Site.objects.create(host=f"{slug}.localhost", municipality=municipality)
    return municipality


@contextmanager
def scope(municipality=None):
    """Work in a municipality, Ekeby unless said otherwise."""
    municipality = municipality or a_municipality()
    with in_municipality(municipality.pk):
        yield municipality


def a_unit(key="street", *, of=None, **names):
    """A unit of a municipality; the same key gives the same one."""
    with scope(of):
        unit, _ = Unit.objects.get_or_create(
            key=key, defaults={"names": names or {"sv": "Gatukontoret", "en": "Streets"}}
        )
    return unit


def a_number():
    """A number that no other call has given."""
    return next(_numbers)


def a_person(name="Alva Ek", *, of=None, number=None, **fields):
    """A resident. ``number`` is a personal number of any of the three countries."""
    given, _, family = name.partition(" ")
    with scope(of):
        person = Person(given_name=given, family_name=family, **fields)
        if number:
            person.take_number(parse_personal_number(number))
        person.save()
    return person


def a_resident(person=None, *, of=None, assurance="substantial", **fields):
    """The actor of a resident who has logged in."""
    person = person or a_person(of=of, **fields)
    return Actor(municipality_id=person.municipality_id, person_id=person.pk, assurance=assurance)


def a_staff_member(*roles, name=None, of=None, unit=None, is_operator=False):
    """A member of staff with these roles: in a unit, and working there, when one is given."""
    number = a_number()
    name = name or f"Officer {number}"
    with scope(of):
        email = f"staff{number}@example.org"
        account = Account.objects.create_account(email=email, name=name, is_operator=is_operator)
        member = StaffMember.objects.create(name=name, email=email, account=account)
        for role in roles:
            StaffRole.objects.create(staff=member, role=role, unit=unit)
        if unit is not None:
            member.units.add(unit)
    return member


def a_colleague(member):
    """The actor of a member of staff who has logged in."""
    with in_municipality(member.municipality_id):
        duties = duties_of(member.pk)
    return Actor(
        municipality_id=member.municipality_id,
        staff_id=member.pk,
        roles=duties.roles,
        unit_ids=duties.unit_ids,
        is_operator=duties.is_operator,
        assurance="substantial",
        name=member.name,
    )


def an_officer(*, of=None, unit=None, name=None):
    """A case officer who has logged in; without a unit, one of the whole municipality."""
    return a_colleague(a_staff_member("officer", of=of, unit=unit, name=name))


def an_author(*, of=None, name=None):
    """A service owner of the whole municipality, who has logged in."""
    return a_colleague(a_staff_member("service_owner", of=of, name=name))


def an_administrator(*, of=None):
    """Whoever administers the municipality, logged in."""
    return a_colleague(a_staff_member("administrator", of=of))


def an_operator(*, of=None):
    """Whoever operates the installation, logged in at their own municipality."""
    return a_colleague(a_staff_member(of=of, is_operator=True))


def a_browser(actor=None, *, of=None):
    """A test client at a municipality's address, logged in as the actor when one is given."""
    municipality = Municipality.objects.get(pk=actor.municipality_id) if actor else of or a_municipality()
    client = Client(headers={"host": f"{municipality.slug}.localhost"})
    if actor is not None:
        log_in(client, actor)
    return client


def log_in(client, actor):
    """Log an actor in to a test client, as the log-in service would have."""
    store = importlib.import_module(settings.SESSION_ENGINE).SessionStore
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    session = store(cookie.value if cookie else None)
    who = LoggedIn(actor.municipality_id, actor.person_id, actor.staff_id, assurance=actor.assurance)
    session.update(session_of(who))
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
