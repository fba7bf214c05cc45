from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class ScanResult:
    """What the scanner says. ``virus`` is its name for what it found; empty when nothing was."""

    was_scanned: bool
    virus: str = ""


class VirusScanner(ABC):
    """Looks for viruses in a file.

    May be called again for the same content. Raises OutsideFailure when the scanner cannot be
    reached or cannot finish; the file then waits and is scanned later.
    """

    @abstractmethod
    def scan(self, content: BinaryIO) -> ScanResult:
        """Read the content from its beginning and say what was found."""

    @abstractmethod
    def check(self) -> str:
        """Give one line about the scanner for administrators; raise OutsideFailure if it is out of order."""
