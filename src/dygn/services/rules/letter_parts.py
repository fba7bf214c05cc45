"""A letter as it is set: its title, its parts, and paragraphs with strong words in them."""

import re
from dataclasses import asdict, dataclass
from typing import Any

_STRONG = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")


@dataclass(frozen=True)
class Run:
    """Words of a paragraph, set alike."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class LetterPart:
    """A part of a letter; the first has no title."""

    title: str
    text: str

    @property
    def paragraphs(self) -> list[list[Run]]:
        """The text as it is set: an empty line parts paragraphs, two stars make words strong."""
        return [_runs(each.strip()) for each in re.split(r"\n\s*\n", self.text) if each.strip()]

    def to_set(self) -> dict[str, Any]:
        """Give the part as data for the letter paper (``marked`` in ``base/letter.typ``)."""
        return {
            "title": self.title,
            "paragraphs": [[asdict(run) for run in each] for each in self.paragraphs],
        }


def _runs(paragraph: str) -> list[Run]:
    pieces = _STRONG.split(paragraph)  # every other one stood between stars
    return [Run(text, is_strong=number % 2 == 1) for number, text in enumerate(pieces) if text]


def split_letter(text: str) -> tuple[str, list[LetterPart]]:
    """Give a letter's title and its parts, as ``#``, ``##`` and lines that are strong as a whole part them."""
    title, parts = "", [LetterPart("", "")]
    for line in text.split("\n"):
        strong = _STRONG.fullmatch(line.strip())
        if line.startswith("## ") or strong:
            parts.append(LetterPart(strong[1] if strong else line[3:].strip(), ""))
        elif line.startswith("# ") and not title:
            title = line[2:].strip()
        else:
            last = parts[-1]
            parts[-1] = LetterPart(last.title, f"{last.text}\n{line}")
    return title, [
        LetterPart(part.title, part.text.strip()) for part in parts if part.title or part.text.strip()
    ]
