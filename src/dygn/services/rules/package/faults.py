"""What is wrong with a package: each fault with file, line, column, place and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from dygn.forms.rules.places import Path


@dataclass(frozen=True, order=True)
class PackageFault:
    """One fault. Line and column count from 1; 0 when the fault is with the file as a whole."""

    file: str
    line: int
    column: int
    place: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where} {self.place}: {self.message}" if self.place else f"{where}: {self.message}"


class PackageRefused(Exception):
    """The package cannot be taken in; ``faults`` say why, each with its place."""

    def __init__(self, faults: Sequence[PackageFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def refused(file: str, message: str, *, line: int = 0, column: int = 0) -> PackageRefused:
    """A refusal for one reason."""
    return PackageRefused([PackageFault(file, line, column, "", message)])


def place_of(path: Path) -> str:
    """Write a path as people read it: ``pages[1].questions[3].kind``."""
    words = ""
    for part in path:
        words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
    return words
