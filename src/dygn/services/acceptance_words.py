"""What an acceptance protocol says, in words: on its page and in the PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.errors import Text
from dygn.base.saying import from_kept, language_named
from dygn.services.models import AcceptanceTest, Approval, Publication
from dygn.services.rules.acceptance import ROLES, Noted, Protocol


def what_is_missing(protocol: Protocol) -> list[str]:
    """Give what is to be done before the version may be published; nothing when it is approved."""
    words = []
    if not protocol.is_tried_by_system:
        words.append(_("Let the system try it."))
    if not protocol.is_tried_by_hand:
        words.append(_("Somebody tries it by hand and notes how it went."))
    once = {each.role for each in protocol.approvals}
    for role in protocol.missing_roles:
        text = (
            _("Approval anew as %(role)s: a test has failed since.")
            if role in once
            else _("Approval as %(role)s.")
        )
        words.append(text % {"role": role_in_words(role).lower()})
    return words


def role_in_words(role: str) -> str:
    return str(Approval.Role(role).label)


def roles_in_words() -> dict[str, str]:
    """Give the roles in the order they are asked."""
    return {role: role_in_words(role) for role in ROLES}


def tried_in_words(test: Noted) -> str:
    """Say what was tried."""
    if test.kind == AcceptanceTest.Kind.BY_SYSTEM:
        return _("The system’s own trial")
    if test.kind == AcceptanceTest.Kind.ACCESSIBILITY:
        return _("Accessibility of every page")
    return test.title or test.scenario or _("Tried freely")


def found_in_words(test: Noted) -> str:
    """Say in a sentence what a machine found; what a person found they have said themselves."""
    if test.kind == AcceptanceTest.Kind.BY_SYSTEM:
        return _trial_in_words(test)
    if test.kind == AcceptanceTest.Kind.ACCESSIBILITY:
        return _accessibility_in_words(test)
    return ""


def _trial_in_words(test: Noted) -> str:
    trial = test.result.get("trial", {})
    scenarios = trial.get("scenarios", [])
    failed = [each for each in scenarios if not each["passed"]]
    words = _(
        "Scenarios: %(number)d, failed: %(failed)d. Variations: %(variations)d, not withstood: %(faults)d."
    )
    said = words % {
        "number": len(scenarios),
        "failed": len(failed),
        "variations": trial.get("variations", 0),
        "faults": len(trial.get("faults", [])),
    }
    left_out = trial.get("left_out", 0)
    return f"{said} {left_out_in_words(left_out)}" if left_out else said


def left_out_in_words(number: int) -> str:
    """Say that not all variations were played."""
    words = ngettext("%(number)d variation was left out.", "%(number)d variations were left out.", number)
    return words % {"number": number}


@dataclass(frozen=True)
class TrialFound:
    """What the system found when it tried a version: sentences that each reads in a language of their own."""

    differences: Sequence[tuple[str, Sequence[Text]]]
    """What came out otherwise, by the title of each scenario; nothing where all was as expected."""
    faults: Sequence[Text]
    remarks: Sequence[tuple[Text, Text]]
    """Where, and what to look at."""


def trial_found(protocol: Protocol) -> TrialFound | None:
    """Give what the latest trial found; None before there is one."""
    test = protocol.latest_trial
    if test is None:
        return None
    trial = test.result.get("trial", {})
    return TrialFound(
        [(str(from_kept(each["title"])), from_kept(each["differences"])) for each in trial.get("scenarios", [])],
        from_kept(trial.get("faults", [])),
        [(from_kept(each["where"]), from_kept(each["text"])) for each in test.result.get("remarks", [])],
    )


def _accessibility_in_words(test: Noted) -> str:
    pages = test.result.get("pages", [])
    violations = sum(len(page["violations"]) for page in pages)
    words = _(
        "Pages: %(pages)d, in these languages: %(languages)s. Violations: %(violations)d (axe %(axe)s)."
    )
    languages = test.result.get("languages", [test.result.get("language", "")])
    facts = {
        "pages": len(pages),
        "languages": ", ".join(str(language_named(each)) for each in languages),
        "violations": violations,
        "axe": test.result.get("axe", ""),
    }
    return words % facts


def ground_in_words(publication: Publication) -> str:
    """Say on what ground a version was published, with the municipality's reason where it gave one."""
    words = str(Publication.Ground(publication.ground).label)
    return f"{words} ({publication.reason})" if publication.reason else words


def page_looked_at(page: Mapping[str, Any]) -> str:
    """Name a page that axe looked at, with its language where that is known."""
    return f"{page['title']} ({language_named(page['language'])})" if "language" in page else page["title"]
