from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Of a person what showing their name needs, for lists of many."""

    pk: int
    given_name: str
    family_name: str
    protected_identity: bool

    @property
    def name(self) -> str:
        """The name without regard to protection, as ``Person.name``; pages ask ``queries.shown_name``."""
        return f"{self.given_name} {self.family_name}".strip()
