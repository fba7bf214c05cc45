from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.acceptance_access import require_tester
from dygn.services.models import AcceptanceTest, Approval, Service, Version

LONGEST_REMARKS = 5_000


@dataclass(frozen=True)
class TestFacts:
    """What was tried and what came of it. Without a scenario somebody tried freely."""

    __test__ = False

    is_as_expected: bool
    kind: str = AcceptanceTest.Kind.BY_HAND
    scenario: str = ""
    title: str = ""
    remarks: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def note_test(version_id: int, facts: TestFacts, *, actor: Actor, now: datetime) -> AcceptanceTest:
    """Write a test of a version into its protocol. A failed one takes back every approval given before."""
    require_tester(actor)
    if not facts.is_as_expected and not facts.remarks.strip() and not facts.result:
        raise Refusal("nothing_said", _("Say what came out otherwise."), field="remarks")
    version = Version.objects.get(pk=version_id)
    Service.objects.select_for_update(no_key=True).get(pk=version.service_id)  # approvals wait their turn
    test = AcceptanceTest.made(
        version=version,
        number=version.number,
        content_hash=version.content_hash,
        kind=facts.kind,
        scenario=facts.scenario,
        title=facts.title[:300],
        is_as_expected=facts.is_as_expected,
        remarks=facts.remarks.strip()[:LONGEST_REMARKS],
        result=dict(facts.result),
        tester=actor.key,
        tester_name=actor.name,
        tested_at=now,
    )
    test.save()
    if not test.is_as_expected:
        Approval.objects.filter(version=version, withdrawn_by=None).update(withdrawn_by=test)
    detail = {"version": version.number, "kind": facts.kind, "as_expected": facts.is_as_expected}
    record("service.tested", version.service.subject, actor=actor, detail=detail)
    return test
