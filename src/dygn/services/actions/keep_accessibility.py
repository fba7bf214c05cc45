from collections.abc import Collection
from datetime import datetime
from typing import Any

from dygn.identity.actor import Actor
from dygn.services.acceptance_access import require_tester
from dygn.services.actions.note_test import TestFacts, note_test
from dygn.services.models import AcceptanceTest
from dygn.services.queries import definition_of
from dygn.services.rules.accessibility import is_without_violations, read_findings


def keep_accessibility(
    version_id: int, sent: Any, *, language: str, languages: Collection[str] = (), actor: Actor, now: datetime
) -> AcceptanceTest:
    """Keep in the protocol what axe found on every page, in the browser of whoever asked for it.

    ``languages`` are those of the service that were looked at; none means all.

    ``sent`` is what that browser sent. Raises Refusal when pages are lacking. A violation is a failed test.
    """
    require_tester(actor)
    findings = read_findings(sent, definition_of(version_id), language, languages)
    facts = TestFacts(
        kind=AcceptanceTest.Kind.ACCESSIBILITY,
        is_as_expected=is_without_violations(findings),
        result=findings,
    )
    return note_test(version_id, facts, actor=actor, now=now)
