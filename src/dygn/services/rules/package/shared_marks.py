"""The marks of questions that a package has from shared groups."""

from collections.abc import Mapping
from typing import Any

MARK = "shared"


def groups_in(data: Mapping[str, Any]) -> dict[str, int]:
    """Give the groups that a package has questions of, with the oldest version of each."""
    found: dict[str, int] = {}
    for page in data["pages"]:
        for question in page["questions"]:
            if mark := question.get(MARK):
                found[mark["group"]] = min(mark["version"], found.get(mark["group"], mark["version"]))
    return found
