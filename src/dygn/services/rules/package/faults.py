"""What is wrong with a package: each fault with file, line, column, place and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, joined, says
from dygn.forms.rules.places import Path


@dataclass(frozen=True, order=True)
class PackageFault:
    """One fault. Line and column count from 1; 0 when the fault is with the file as a whole."""

    file: str
    line: int
    column: int
    place: str
    message: Said

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where} {self.place}: {self.message}" if self.place else f"{where}: {self.message}"

    @property
    def in_words(self) -> Said:
        """For those who look at a page: what to do first, and then in which file."""
        if not self.line:
            return says(_("%(what)s (%(file)s)"), what=self.message, file=self.file)
        words = _("%(what)s (%(file)s, line %(line)d)")
        return says(words, what=self.message, file=self.file, line=self.line)


class PackageRefused(Exception):
    """The package cannot be taken in; ``faults`` say why, each with its place."""

    def __init__(self, faults: Sequence[PackageFault]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)

    def in_words(self, most: int = 3) -> Said:
        """The first of the faults, for those who look at a page."""
        return joined([fault.in_words for fault in self.faults[:most]], " ")

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def refused(file: str, message: Said, *, line: int = 0, column: int = 0) -> PackageRefused:
    """A refusal for one reason."""
    return PackageRefused([PackageFault(file, line, column, "", message)])


def place_of(path: Path) -> str:
    """Write a path as people read it: ``pages[1].questions[3].kind``."""
    words = ""
    for part in path:
        words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
    return words
