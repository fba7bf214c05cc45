"""What a register or a taxonomy gives us, row by row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AddressRow:
    """An address as a register gives it."""

    country: str
    key: str
    text: str
    street: str
    number: str
    postcode: str
    place: str
    municipality_code: str
    is_in_use: bool


@dataclass(frozen=True)
class TopicRow:
    """A topic as its taxonomy's file gives it."""

    key: str
    parent_key: str
    titles: dict[str, str]
