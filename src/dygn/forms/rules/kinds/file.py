"""Files. What is answered are references to files already stored; the storing is another trade's."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Posted, Raw
from dygn.forms.rules.problems import Problem

MOST_FILES = 20
ACCEPTED: tuple[str, ...] = ("image", "pdf", "document", "spreadsheet", "text")


@dataclass(frozen=True)
class FileReference:
    """A stored file: the key it is found by, its name, media type and size in bytes."""

    key: str
    name: str
    type: str
    size: int


class File(Kind):
    """The raw answer is a list of references as dicts; nothing of it is taken from the browser."""

    name = "file"
    takes = frozenset({"min_count", "max_count", "accept", "max_mb"})
    gives = "list"
    unanswered: ClassVar[Any] = []

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        return before if isinstance(before, list) else []

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        files = [self.reference(each) for each in raw]
        least, most = question.limits.min_count or 0, most_files(question)
        if len(files) < least:
            return Problem("too_few_files", {"min": least})
        if len(files) > most:
            return Problem("too_many_files", {"max": most})
        largest = question.limits.max_mb
        for file in files:
            if largest and file.size > largest * 1_000_000:
                return Problem("file_too_large", {"name": file.name, "max": largest})
        return files

    def missing(self, question: Question) -> Problem:
        return Problem("file_required")

    def reference(self, kept: Any) -> FileReference:
        return FileReference(str(kept["key"]), str(kept["name"]), str(kept["type"]), int(kept["size"]))

    def show(self, question: Question, value: Any, language: str) -> str:
        return "\n".join(file.name for file in value)

    def to_json(self, value: Any) -> Any:
        return [asdict(file) for file in value]

    def from_json(self, question: Question, kept: Any) -> Any:
        return [self.reference(each) for each in kept]

    def to_term(self, value: Any) -> Any:
        return [file.name for file in value]

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return [each if isinstance(each, dict) else asdict(each) for each in value]

    def example(self, question: Question) -> Any:
        return ["photo.jpg"]


def most_files(question: Question) -> int:
    """How many files the question takes."""
    return min(question.limits.max_count or 1, MOST_FILES)
