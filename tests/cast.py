"""The same small cast in every test: a municipality, a unit, a resident, an officer."""

import itertools
from contextlib import contextmanager

from dygn.base.tenancy import in_municipality
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
