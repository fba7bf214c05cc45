"""What a browser found when axe looked at every page of a service: read from what it sent, never trusted blindly."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.forms.rules.account import page_title
from dygn.forms.rules.definition import Page
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.pages import LONG_FORM_PAGES

# Each page of the form is looked at as it is first met, and with the messages that tell what is missing.
WAYS = ("empty", "errors")
# One that looks something up, besides: with what a source tells, and where it does not answer.
LOOK_UP_WAYS = ("told", "silent")
# The pages around the form. No page of a form has such a name: theirs begin with a letter.
ENTRANCE, STEPS, LATER, CHECK, RECEIPT = "_service", "_steps", "_later", "_check", "_receipt"
WAITING, CO_SIGN = "_waiting", "_co_sign"
MOST_VIOLATIONS, MOST_PLACES = 100, 5
LONGEST_ID, LONGEST_TEXT = 80, 300


@dataclass(frozen=True)
class Looked:
    """A page that people meet, with the ways it is looked at."""

    id: str
    title: str
    ways: tuple[str, ...]


def pages_to_look_at(definition: ServiceDefinition, language: str) -> list[Looked]:
    """Give every page of the service that people come by, each in every way that it looks, in their order."""
    form, signing = definition.form, definition.signing
    pages = [Looked(ENTRANCE, _("The page of the service"), WAYS[:1])]
    pages += [Looked(page.id, page_title(page, language), _ways(page)) for page in form.pages]
    if len(form.pages) > LONG_FORM_PAGES:
        pages.append(Looked(STEPS, _("The list of all steps"), WAYS[:1]))
    pages.append(Looked(LATER, _("Going on later"), WAYS[:1] if definition.needs_log_in else WAYS))
    pages.append(Looked(CHECK, _("Checking all answers, with those of a scenario"), WAYS))
    if signing is not None and signing.is_by_several:
        pages.append(Looked(WAITING, _("Waiting for the others to sign"), WAYS[:1]))
        pages.append(Looked(CO_SIGN, _("Signing what another has filled in"), WAYS))
    return [*pages, Looked(RECEIPT, _("The receipt"), WAYS[:1])]


def _ways(page: Page) -> tuple[str, ...]:
    if page.stops:
        return WAYS[:1]
    return (*WAYS, *LOOK_UP_WAYS) if any(each.kind == "lookup" for each in page.questions) else WAYS


def read_findings(
    sent: Any, definition: ServiceDefinition, language: str, languages: Collection[str] = ()
) -> dict[str, Any]:
    """Give what was found, page by page, tidied for keeping; all ``languages`` of the service unless some are given.

    Raises Refusal when what was sent is not the result of every page in every way and language.
    """
    looked_in = [each for each in definition.languages if each in languages or not languages]
    looked_at = pages_to_look_at(definition, language)
    pages = sent.get("pages") if isinstance(sent, Mapping) else None
    if not isinstance(pages, Sequence) or isinstance(pages, str):
        raise _incomplete()
    by_page = {_key(each): each for each in pages if isinstance(each, Mapping)}
    wanted = {(each, page.id, way) for each in looked_in for page in looked_at for way in page.ways}
    if set(by_page) != wanted or len(pages) != len(wanted):
        raise _incomplete()
    return {
        "axe": _text(sent.get("axe"), 20),
        "language": language,
        "languages": looked_in,
        "pages": [
            {
                "id": page.id,
                "title": page.title,
                "language": each,
                "violations": _joined(_violations(by_page[each, page.id, way]) for way in page.ways),
            }
            for page in looked_at
            for each in looked_in
        ],
    }


def is_without_violations(findings: Mapping[str, Any]) -> bool:
    return not any(page["violations"] for page in findings["pages"])


def _incomplete() -> Refusal:
    return Refusal("check_incomplete", _("The check did not come to its end. Run it once more."))


def _key(page: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(page.get("language", "")), str(page.get("id", "")), str(page.get("way", ""))


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
