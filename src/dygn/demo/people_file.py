"""Those of the cast who can log in, as the test identity provider wants them."""

from pathlib import Path

from dygn.demo.cast import CastMunicipality, CastPerson, CastStaff, municipalities
from dygn.identity.testprovider.people import STAFF, Invented, write_people


def write_the_cast(path: Path) -> None:
    """Write everybody who lives or works in the demo to the file that the test provider reads."""
    people = [
        invented
        for town in municipalities()
        for invented in (
            *(_resident(person, town) for person in town.people),
            *(_member_of_staff(member, town) for member in town.staff),
        )
    ]
    write_people(people, path)


def _resident(person: CastPerson, town: CastMunicipality) -> Invented:
    return Invented(
        id=f"{town.slug}-{person.number}",
        given_name=person.given_name,
        family_name=person.family_name,
        country=town.country,
        municipality=town.slug,
        number=person.number,
        email=person.email,
        what=person.what,
    )


def _member_of_staff(member: CastStaff, town: CastMunicipality) -> Invented:
    given_name, _, family_name = member.name.partition(" ")
    return Invented(
        id=member.email,
        given_name=given_name,
        family_name=family_name,
        country=town.country,
        municipality=town.slug,
        kind=STAFF,
        email=member.email,
        title=member.title,
        roles=tuple(member.roles),
        what=member.what,
    )
