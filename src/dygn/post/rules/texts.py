"""Texts of what we send: a subject, an SMS, some paragraphs, the words on the one link."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.template.utils import get_app_template_dirs

from dygn.base.words import LANGUAGES, pick

PARTS = ("subject", "sms", "body", "link")
_PLACE = re.compile(r"\{(\w+)\}")
LONGEST_SMS = 306  # two parts of a long message


class NoSuchTemplate(LookupError):
    """No room has a message of that name."""


@dataclass(frozen=True)
class Texts:
    """The texts of one message in one language. ``link`` are the words on the link; empty for none."""

    subject: str
    sms: str
    body: str
    link: str = ""

    def filled_in(self, facts: Mapping[str, Any]) -> "Texts":
        """Put the facts where the braces are. A fact that is missing leaves its place empty."""
        return Texts(**{part: _filled(getattr(self, part), facts) for part in PARTS})

    @property
    def paragraphs(self) -> list[str]:
        """The parts of the body, which an empty line divides."""
        return [part.strip() for part in re.split(r"\n\s*\n", self.body) if part.strip()]


def _filled(text: str, facts: Mapping[str, Any]) -> str:
    return _PLACE.sub(lambda place: str(facts.get(place[1]) or ""), text)


def places_in(text: str) -> set[str]:
    """Give the names in braces, so that a municipality's own wording can be checked."""
    return set(_PLACE.findall(text))


@cache
def built_in(template: str, language: str) -> Texts:
    """Give the texts that come with the house, in the language or its nearest.

    A room keeps them as ``templates/post/<template>.yaml``, all languages in one file.
    """
    texts = built_in_in_all_languages(template)
    parts = {
        part: pick({code: each.get(part, "") for code, each in texts.items()}, language) for part in PARTS
    }
    return Texts(**parts)


@cache
def built_in_in_all_languages(template: str) -> dict[str, dict[str, str]]:
    """Give the standard texts of a message by language and part; raises NoSuchTemplate."""
    path = built_in_templates().get(template)
    if path is None:
        raise NoSuchTemplate(template)
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {code: {part: str(each.get(part, "")).strip() for part in PARTS} for code, each in read.items()}


@cache
def built_in_templates() -> dict[str, Path]:
    """Give every message of the house by name, those of all rooms."""
    folders = [Path(folder) / "post" for folder in get_app_template_dirs("templates")]
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}


def wording_key(template: str, part: str) -> str:
    """Give the key under which a municipality's own wording of a part is kept."""
    return f"post.{template}.{part}"


def languages_of(template: str) -> list[str]:
    """Give the languages that a message is written in; raises NoSuchTemplate."""
    return [code for code in LANGUAGES if code in built_in_in_all_languages(template)]
