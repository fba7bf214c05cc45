"""People who do not exist, for whoever tries a service: in each country some, with official test numbers.

The numbers are those that the tax agencies of Sweden and Norway give out for tests (Norway's are synthetic,
with the month raised by 80), and for Denmark ones that are invented. Phone numbers are those that
Sweden keeps for films, and the examples that our forms give. No identity provider knows of them:
they are chosen on a page of the preview.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text


@dataclass(frozen=True)
class InventedChild:
    """A child in the person's custody."""

    given_name: str
    number: str


@dataclass(frozen=True)
class InventedCompany:
    """A company that the person may sign for alone."""

    name: str
    number: str


@dataclass(frozen=True)
class InventedPerson:
    """Somebody to try a service as. ``what`` says what they are there to show."""

    id: str
    country: str
    given_name: str
    family_name: str
    number: str
    what: Text
    street: str = ""
    postal_code: str = ""
    town: str = ""
    email: str = ""
    phone: str = ""
    children: tuple[InventedChild, ...] = ()
    companies: tuple[InventedCompany, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def is_resident(self) -> bool:
        """Somebody with an e-ID; a colleague logs in at work."""
        return bool(self.number)


_KNOWN = _("Everything is known, two children, a company")
_NO_CONTACT = _("Lives here, no e-mail address and no phone number")
_YOUNG = _("Young, everything is known")
_PROTECTED = _("Protected identity: no address is known")

PEOPLE: tuple[InventedPerson, ...] = (
    InventedPerson(
        "anna", "se", "Anna", "Lindqvist", "198410092384", _KNOWN,
        "Björkgatan 33", "123 41", "Ekeby", "anna.lindqvist@example.com", "070-174 06 10",
        children=(InventedChild("Alva", "201810202380"), InventedChild("Elliot", "201709172397")),
        companies=(InventedCompany("Lindqvists snickeri", "5599999009"),),
    ),
    InventedPerson(
        "siv", "se", "Siv", "Norrman", "194606109108", _NO_CONTACT, "Hamngatan 43", "123 60", "Lövsta",
    ),
    InventedPerson(
        "viktor", "se", "Viktor", "Dahl", "200311062392", _YOUNG,
        "Kvarnvägen 45", "123 60", "Lövsta", "viktor.dahl@example.com", "070-174 06 27",
    ),
    InventedPerson(
        "elin", "se", "Elin", "Bergström", "200109072389", _PROTECTED,
        email="elin.bergstrom@example.com", phone="070-174 06 18",
    ),
    InventedPerson(
        "mette", "dk", "Mette", "Kjærgaard", "2306830126", _KNOWN,
        "Havnegade 23", "9981", "Nordø", "mette.kjaergaard@example.com", "20 12 34 56",
        children=(InventedChild("Ella", "0702184636"), InventedChild("Emil", "2205174387")),
        companies=(InventedCompany("Kjærgaards tømrer", "99000619"),),
    ),
    InventedPerson(
        "kirsten", "dk", "Kirsten", "Bruun", "1008481688", _NO_CONTACT, "Kirkestræde 9", "9983", "Vesterlund",
    ),
    InventedPerson(
        "ida", "dk", "Ida", "Skov", "0608004178", _YOUNG,
        "Strandvejen 31", "9983", "Vesterlund", "ida.skov@example.com", "20 12 34 56",
    ),
    InventedPerson(
        "omar", "dk", "Omar", "Khalil", "0908921989", _PROTECTED,
        email="omar.khalil@example.com", phone="20 12 34 56",
    ),
    InventedPerson(
        "ingrid", "no", "Ingrid", "Bakken", "14818504862", _KNOWN,
        "Fjordveien 4", "9990", "Fjellvik", "ingrid.bakken@example.com", "406 12 345",
        children=(InventedChild("Ella", "18831879013"), InventedChild("Jakob", "19821793710")),
        companies=(InventedCompany("Bakkens snekkeri", "310000744"),),
    ),
    InventedPerson(
        "solveig", "no", "Solveig", "Moen", "01844738621", _NO_CONTACT,
        "Kirkebakken 13", "9995", "Ytre Fjellvik",
    ),
    InventedPerson(
        "jonas", "no", "Jonas", "Berge", "08920350578", _YOUNG,
        "Elveveien 27", "9995", "Ytre Fjellvik", "jonas.berge@example.com", "406 12 345",
    ),
    InventedPerson(
        "thea", "no", "Thea", "Haugen", "07920185805", _PROTECTED,
        email="thea.haugen@example.com", phone="406 12 345",
    ),
)  # fmt: skip
COLLEAGUE = InventedPerson(
    "colleague", "", "Kim", "Berg", "", _("Works here, logged in at work"), email="kim.berg@example.com"
)
_BY_ID = {person.id: person for person in (*PEOPLE, COLLEAGUE)}


def people_of(country: str) -> tuple[InventedPerson, ...]:
    """Give the invented people of a country."""
    return tuple(person for person in PEOPLE if person.country == country)


def invented_person(key: str) -> InventedPerson | None:
    """Give the invented person of that id; None when there is no such one."""
    return _BY_ID.get(key)
