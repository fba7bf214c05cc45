"""What is wrong with a form: each fault with its place, and what to do."""

from dataclasses import dataclass

from dygn.base.saying import Said
from dygn.forms.rules.places import Path


@dataclass(frozen=True)
class Fault:
    """Something wrong with a definition, and where: the path from the top of the data."""

    path: Path
    message: Said
