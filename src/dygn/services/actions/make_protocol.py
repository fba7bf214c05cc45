from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dygn.base.numbers_in_words import date_and_time
from dygn.base.pdf import typeset
from dygn.municipalities.models import Municipality
from dygn.services.acceptance_queries import protocol_of, publications_of, waiver_of
from dygn.services.acceptance_words import (
    found_in_words,
    ground_in_words,
    page_looked_at,
    role_in_words,
    trial_found,
    tried_in_words,
    what_is_missing,
)
from dygn.services.models import Version
from dygn.services.rules.acceptance import Approved, Noted, Protocol

Row = list[str]


def make_protocol(version: Version, municipality: Municipality, language: str, *, now: datetime) -> bytes:
    """Give the acceptance protocol of a version as it stands: tagged PDF/A-2a and PDF/UA-1."""
    with override(language):
        contents = _contents(version, municipality, language, now)
        return typeset("services/acceptance_protocol.typ", contents, language, now=now)


def _contents(version: Version, municipality: Municipality, language: str, now: datetime) -> dict[str, Any]:
    protocol = protocol_of(version)
    return {
        "title": _("Acceptance protocol"),
        "sender": {"name": municipality.name, "lines": []},
        "date": date_and_time(now, language),
        "facts": _facts(version, protocol, language),
        "tables": [
            _table(
                _("Approvals"), _approval_head(), [_approval(each, language) for each in protocol.approvals]
            ),
            _table(_("Tests"), _test_head(), [_test(each, language) for each in protocol.tests]),
            _table(_("What the system found"), [_("What"), _("Found")], _trial_rows(protocol)),
            _table(_("Accessibility"), [_("Page"), _("Found")], _accessibility_rows(protocol)),
        ],
        "nothing": _("Nothing is noted."),
        "page_words": _("Page {page} of {pages}"),
    }


def _facts(version: Version, protocol: Protocol, language: str) -> list[dict[str, str]]:
    missing = what_is_missing(protocol)
    waiver = waiver_of(version.service)
    facts = {
        _("Service"): version.service.title,
        _("Version"): str(version.number),
        _("Content (SHA-256)"): version.content_hash,
        _("State"): "\n".join(missing) if missing else _("Approved: it may be published."),
        _("The service goes without a protocol"): waiver.reason if waiver else "",
        _("Published"): "\n".join(
            f"{date_and_time(each.published_at, language)}: {ground_in_words(each)}"
            for each in publications_of(version)
        ),
    }
    return [{"label": label, "text": text} for label, text in facts.items() if text]


def _table(title: str, head: Row, rows: list[Row]) -> dict[str, Any]:
    return {"title": title, "head": head, "rows": rows}


def _approval_head() -> Row:
    return [_("Role"), _("Who and when"), _("Remarks")]


def _approval(approval: Approved, language: str) -> Row:
    remarks = [approval.remarks]
    if approval.withdrawn_at:
        words = _("Taken back by the test that failed on %(when)s.")
        remarks.append(words % {"when": date_and_time(approval.withdrawn_at, language)})
    return [
        role_in_words(approval.role),
        f"{approval.approver}\n{date_and_time(approval.at, language)}",
        _lines(*remarks),
    ]


def _test_head() -> Row:
    return [_("What"), _("How it went"), _("Who and when"), _("Remarks")]


def _test(test: Noted, language: str) -> Row:
    return [
        tried_in_words(test),
        _("As expected") if test.is_as_expected else _("Not as expected"),
        f"{test.tester}\n{date_and_time(test.at, language)}",
        _lines(test.remarks, found_in_words(test)),
    ]


def _trial_rows(protocol: Protocol) -> list[Row]:
    """Give what the latest trial found, and the automatic remarks as they were kept."""
    found = trial_found(protocol)
    if found is None:
        return []
    scenarios = [[title, _lines(*map(str, told)) or _("As expected")] for title, told in found.differences]
    faults = [[_("Variation"), str(each)] for each in found.faults]
    remarks = [[str(where), str(text)] for where, text in found.remarks]
    return [*scenarios, *faults, *remarks]


def _accessibility_rows(protocol: Protocol) -> list[Row]:
    test = protocol.latest_accessibility
    pages = test.result.get("pages", []) if test else []
    return [
        [page_looked_at(page), _lines(*map(_violation, page["violations"])) or _("Nothing wrong")] for page in pages
    ]


def _violation(violation: dict[str, Any]) -> str:
    return f"{violation['help']} ({violation['id']}, {violation['count']})"


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
