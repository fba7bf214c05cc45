"""Task taxonomies as files: KLE as CSV, Los as its XML source."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from dygn.base.errors import Refusal
from dygn.reference.adapters.csv_rows import csv_rows
from dygn.reference.ports import TopicRow

_LOS = "{urn:fdc:difi.no:2019:data:Skos-1}"


def kle_topics_in(path: Path) -> Iterator[TopicRow]:
    """Read KLE from a CSV file with the columns ``emnenr`` and ``titel``."""
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in csv_rows(file, path.name, ("emnenr", "titel")):
            key = row["emnenr"].strip()
            if not key:
                raise Refusal("no_number", f"{path.name}, line {line}: the number (emnenr) is missing.")
            title = row["titel"].strip().removeprefix(f"{key} - ")
            yield TopicRow(key=key, parent_key=key.rpartition(".")[0], titles={"da": title})


def los_topics_in(path: Path) -> Iterator[TopicRow]:
    """Read Los from its XML source. A title of ``*`` means that there is none in that language."""
    for _, element in ElementTree.iterparse(path):  # noqa: S314 (the operator's own file)
        if element.tag != f"{_LOS}Concept":
            continue
        titles = {
            label.get("lang", ""): (label.text or "").strip() for label in element.iter(f"{_LOS}PrefLabel")
        }
        yield TopicRow(
            key=element.get("path", ""),
            parent_key=next((broader.text or "" for broader in element.iter(f"{_LOS}Broader")), ""),
            titles={language: title for language, title in titles.items() if title not in ("", "*")},
        )
        element.clear()
