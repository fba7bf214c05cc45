"""What comes out when a form of another system is taken in: a package, and an honest report."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dygn.base.saying import Said


class Verdict(StrEnum):
    """How a thing fared on the way over."""

    CARRIED = "carried over"
    CHANGED = "carried over with a change"
    LEFT = "not carried over"


@dataclass(frozen=True)
class ReportLine:
    """One thing of the old form: where it stood, what became of it, and why."""

    verdict: Verdict
    where: str
    what: str | Said
    whys: tuple[Said, ...] = ()

    @property
    def why(self) -> str:
        """All reasons, in the language of whoever reads."""
        return "; ".join(map(str, self.whys))

    def __str__(self) -> str:
        return f"{self.verdict}: {self.where} · {self.what}" + (f" · {self.why}" if self.whys else "")


@dataclass(frozen=True)
class ImportedForm:
    """The data of service.yaml, the letters by file name, and the report."""

    service: Mapping[str, Any]
    letters: Mapping[str, str]
    report: tuple[ReportLine, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict == verdict for line in self.report)
