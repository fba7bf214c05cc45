"""Shared questions that come with Dygn: most services ask for them, and no municipality should word them anew."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dygn.services.rules.editing.package import Data
from dygn.services.rules.editing.shared import in_languages


@dataclass(frozen=True)
class ReadyMadeGroup:
    """A key, what the questions are about, and the questions, in the languages that were asked for."""

    key: str
    names: dict[str, str]
    questions: list[Data]


def ready_made_groups(languages: Collection[str]) -> list[ReadyMadeGroup]:
    """Give the groups that are written in all these languages."""
    return [
        ReadyMadeGroup(
            each["key"],
            {code: each["names"][code] for code in languages},
            [in_languages(question, languages) for question in each["questions"]],
        )
        for each in _told()
        if set(languages) <= each["names"].keys()
    ]


@cache
def _told() -> list[dict[str, Any]]:
    text = files("dygn.services").joinpath("shared_questions.yaml").read_text("utf-8")
    return list(yaml.safe_load(text))
