"""The decision as a letter: the service's own text or the house's, how to appeal, and its parts for print."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dygn.base.words import pick
from dygn.services.rules.package.letters import filled_letter

HOUSE_LETTERS = Path(__file__).resolve().parents[1] / "letters" / "decision.yaml"
LETTER_OF_OUTCOME = {
    "granted": "granted",
    "partly": "partly",
    "refused": "refused",
    "withdrawn": "closed",
    "no_decision": "closed",
}
CAN_BE_APPEALED = ("partly", "refused")
WEEKS_TO_APPEAL = {"se": 3, "dk": 4, "no": 3}


# Who tries an appeal when the municipality does not change its decision itself, where it says nothing else:
# förvaltningslagen 40 §; lov om retssikkerhed og administration § 60; forvaltningsloven (NO) § 28.
APPEAL_BODIES = {
    "se": {
        "sv": "förvaltningsrätten",
        "da": "den svenske forvaltningsdomstol (förvaltningsrätten)",
        "nb": "den svenske forvaltningsdomstolen (förvaltningsrätten)",
        "en": "the administrative court (förvaltningsrätten)",
    },
    "dk": {
        "sv": "den danska överklagandenämnden (Ankestyrelsen)",
        "da": "Ankestyrelsen",
        "nb": "den danske klageinstansen (Ankestyrelsen)",
        "en": "the National Board of Appeal (Ankestyrelsen)",
    },
    "no": {
        "sv": "statsförvaltaren (Statsforvalteren)",
        "da": "statsforvalteren (Statsforvalteren)",
        "nb": "statsforvalteren",
        "en": "the County Governor (Statsforvalteren)",
    },
}


def letter_text(
    outcome: str, own: Mapping[str, str], *, country: str, language: str, facts: Mapping[str, str]
) -> str:
    """Give the letter of a decision as Markdown, filled in.

    ``own`` is the package's text per language, if it has one. How to appeal follows when there is
    something to appeal and the text does not say it itself.
    """
    house = house_letters()
    text = pick(own, language) or pick(house[LETTER_OF_OUTCOME[outcome]], language)
    if outcome in CAN_BE_APPEALED and "{appeal_by}" not in text and "{appeal_to}" not in text:
        text = f"{text.rstrip()}\n\n{pick(house['appeal'][country], language)}"
    return filled_letter(text, facts).strip()


@cache
def house_letters() -> dict[str, Any]:
    """Give the letters that come with the house, by name and language."""
    read: dict[str, Any] = yaml.safe_load(HOUSE_LETTERS.read_text(encoding="utf-8"))
    return read


def appeal_by(decided_on: date, country: str) -> date:
    """Give the last day to appeal when the decision is read on the day it is made."""
    return decided_on + timedelta(weeks=WEEKS_TO_APPEAL[country])
