"""What an offer in the catalogue says of a service, taken from its package; and what may not travel with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST_TAGS = 12
LONGEST_TAG = 40
# Shorter words stand in ordinary sentences too.
SHORTEST_NAME = 6


@dataclass(frozen=True)
class Belonging:
    """Something of a municipality's own surroundings that stands in a package, and in which file."""

    file: str
    what: str


def entry_facts(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the catalogue tells of a service, as its compiled package says it."""
    return {
        "key": definition["key"],
        "titles": definition["title"],
        "summaries": definition["summary"],
        "languages": list(definition["languages"]),
        "topics": list(definition.get("topics", ())),
    }


def words_to_find(definition: Mapping[str, Any], *others: str) -> str:
    """Give the words that an offer is found by, in small letters."""
    classes = definition.get("classification", {})
    parts = [
        definition["key"].replace("-", " "),
        *definition["title"].values(),
        *definition["summary"].values(),
        *(word for words in definition.get("words", {}).values() for word in words),
        *definition.get("topics", ()),
        classes.get("kle", ""),
        classes.get("klassa", ""),
        *classes.get("los", ()),
        *others,
    ]
    return " ".join(part for part in parts if part).casefold()


def line_of(text: str, longest: int) -> str:
    """Give a text as a line that every catalogue reads: ordinary spaces, nothing unprintable, not too long."""
    line = " ".join(text.split())
    return "".join(each for each in line if each.isprintable())[:longest].rstrip()


def tags_in(text: str) -> list[str]:
    """Give the tags of a line with commas between: each once, short, at most a dozen."""
    tags = (line_of(tag, LONGEST_TAG) for tag in text.split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]


def belongings_in(files: Mapping[str, str], names: Iterable[str]) -> Iterator[Belonging]:
    """Give the names, addresses and numbers of a municipality's own that stand in a package's files."""
    wanted = {name.strip() for name in names}
    small = {name: text.casefold() for name, text in files.items()}
    for name in sorted(each for each in wanted if len(each) >= SHORTEST_NAME):
        for file, text in small.items():
            if name.casefold() in text:
                yield Belonging(file, name)
