"""What is gathered on the way from the old form to the package."""

from dataclasses import dataclass, field

from dygn.base.saying import Said
from dygn.services.importers.viva.questions import Question
from dygn.services.rules.imported import ReportLine, Verdict


@dataclass
class Draft:
    """A question on its way over, with the old condition still to be translated."""

    question: Question
    condition: str
    where: str


@dataclass
class Work:
    """Everything gathered on the way.

    By the old names: how a question counts as answered, what it is called now, and what a list sums up.
    """

    taken: set[str] = field(default_factory=set)
    answered: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sums: dict[str, list[str]] = field(default_factory=dict)
    lines: list[ReportLine] = field(default_factory=list)
    unknown_told: set[tuple[str, str]] = field(default_factory=set)

    def say(self, verdict: Verdict, where: str, what: str | Said, why: Said | str = "") -> None:
        whys = (Said(why) if isinstance(why, str) else why,) if why else ()
        self.lines.append(ReportLine(verdict, where, what, whys))
