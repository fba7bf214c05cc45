"""What a browser found when axe looked at every page of a service: read from what it sent, never trusted blindly."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.forms.rules.account import page_title
from dygn.forms.rules.definition import FormDefinition

# Each page is looked at as it is first met, and with the messages that tell what is missing.
WAYS = ("empty", "errors")
MOST_VIOLATIONS, MOST_PLACES = 100, 5
LONGEST_ID, LONGEST_TEXT = 80, 300


def read_findings(sent: Any, form: FormDefinition, language: str) -> dict[str, Any]:
    """Give what was found, page by page, tidied for keeping.

    Raises Refusal when what was sent is not the result of every page in every way.
    """
    pages = sent.get("pages") if isinstance(sent, Mapping) else None
    if not isinstance(pages, Sequence) or isinstance(pages, str):
        raise _incomplete()
    by_page = {_key(each): each for each in pages if isinstance(each, Mapping)}
    wanted = {(page.id, way) for page in form.pages for way in WAYS}
    if set(by_page) != wanted or len(pages) != len(wanted):
        raise _incomplete()
    return {
        "axe": _text(sent.get("axe"), 20),
        "language": language,
        "pages": [
            {
                "id": page.id,
                "title": page_title(page, language),
                "violations": _joined(_violations(by_page[page.id, way]) for way in WAYS),
            }
            for page in form.pages
        ],
    }


def is_without_violations(findings: Mapping[str, Any]) -> bool:
    return not any(page["violations"] for page in findings["pages"])


def _incomplete() -> Refusal:
    return Refusal("check_incomplete", _("The check did not come to its end. Run it once more."))


def _key(page: Mapping[str, Any]) -> tuple[str, str]:
    return str(page.get("id", "")), str(page.get("way", ""))


def _violations(page: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    found = page.get("violations")
    if not isinstance(found, list):
        raise _incomplete()
    for each in found[:MOST_VIOLATIONS]:
        if not isinstance(each, Mapping):
            raise _incomplete()
        places = each.get("where")
        count = each.get("count")
        yield {
            "id": _text(each.get("id"), LONGEST_ID),
            "help": _text(each.get("help"), LONGEST_TEXT),
            "impact": _text(each.get("impact"), 20),
            "count": count if isinstance(count, int) and 0 < count < 10_000 else 1,
            "where": [_text(place, LONGEST_TEXT) for place in places[:MOST_PLACES]]
            if isinstance(places, list)
            else [],
        }


def _joined(ways: Iterator[Iterator[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Give each kind of violation once, as it was seen worst."""
    found: dict[str, dict[str, Any]] = {}
    for violations in ways:
        for each in violations:
            before = found.get(each["id"])
            if before is None or each["count"] > before["count"]:
                found[each["id"]] = each
    return list(found.values())


def _text(value: Any, longest: int) -> str:
    return value[:longest].replace("\x00", "") if isinstance(value, str) else ""
