from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from dygn.base.tenancy import in_municipality
from dygn.demo.cast import CastMunicipality, CastPerson, CastStaff
from dygn.identity.models import Account, Person, StaffMember, StaffRole
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.actions.add_municipality import NewMunicipality, add_municipality
from dygn.municipalities.models import Municipality, Unit

HELD_IN_UNITS = (StaffRole.Role.OFFICER, StaffRole.Role.REGISTRAR, StaffRole.Role.MANAGER)


@transaction.atomic
def settle_municipality(cast: CastMunicipality) -> Municipality:
    """Add a municipality of the demo with its units, its staff and those who live there."""
    municipality = add_municipality(
        NewMunicipality(
            slug=cast.slug,
            name=cast.name,
            country=cast.country,
            code=cast.code,
            hosts=(cast.host,),
            languages=tuple(cast.languages),
            theme=cast.theme,
            contact=cast.contact,
        )
    )
    with in_municipality(municipality.pk):
        units = {unit.key: Unit.objects.create(**asdict(unit)) for unit in cast.units}
        for member in cast.staff:
            _employ(member, units)
        for person in cast.people:
            _let_move_in(person, cast)
    return municipality


def _employ(member: CastStaff, units: dict[str, Unit]) -> None:
    staff = StaffMember(name=member.name, title=member.title, email=member.email)
    if member.is_operator:
        staff.account = Account.objects.create_account(email=member.email, name=member.name)
        staff.account.is_operator = True
        staff.account.save()
    staff.save()
    staff.units.add(*(units[key] for key in member.units))
    for role in member.roles:
        where = [units[key] for key in member.units] if role in HELD_IN_UNITS else [None]
        for unit in where:
            StaffRole.objects.create(staff=staff, role=role, unit=unit)


def _let_move_in(cast: CastPerson, municipality: CastMunicipality) -> None:
    now = timezone.now()
    person = Person(
        given_name=cast.given_name,
        family_name=cast.family_name,
        street=cast.street,
        postal_code=cast.postal_code,
        town=cast.town,
        email=cast.email,
        email_verified_at=now if cast.email else None,
        phone=cast.phone,
        phone_verified_at=now if cast.phone else None,
        channel=cast.channel,
        language=municipality.languages[0],
        protected_identity=cast.protected_identity,
        registered_at=now,
    )
    person.take_number(parse_personal_number(cast.number, (municipality.country,)))
    person.save()
