"""Who can log in at the test provider. The numbers are the tax agencies' own test numbers, or invented."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

RESIDENT, STAFF = "resident", "staff"


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist. ``municipality`` is a slug; ``what`` says what they are there to show."""

    id: str
    given_name: str
    family_name: str
    country: str
    municipality: str
    kind: str = RESIDENT
    number: str = ""
    email: str = ""
    title: str = ""
    roles: tuple[str, ...] = ()
    what: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


PEOPLE = (
    Invented("anna", "Anna", "Lindqvist", "se", "ekeby", number="198410092384"),
    Invented("karim", "Karim", "Haddad", "se", "ekeby", number="197904282394"),
    Invented("mette", "Mette", "Kjærgaard", "dk", "nordo", number="2306830126"),
    Invented("ingrid", "Ingrid", "Bakken", "no", "fjellvik", number="14818504862"),
    Invented(
        "jonas", "Jonas", "Berglund", "se", "ekeby",
        kind=STAFF, email="jonas.berglund@ekeby.example", roles=("officer",),
    ),
)  # fmt: skip


def read_people(path: Path) -> tuple[Invented, ...]:
    """Read people from a file written by ``write_people``."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Invented(**{**row, "roles": tuple(row.get("roles", ()))}) for row in rows)


def write_people(people: list[Invented], path: Path) -> None:
    """Write people to a file that the test provider is started with."""
    path.write_text(json.dumps([asdict(person) for person in people], ensure_ascii=False), encoding="utf-8")
