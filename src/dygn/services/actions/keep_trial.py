from collections.abc import Sequence
from datetime import datetime

from dygn.base.saying import as_kept
from dygn.identity.actor import Actor
from dygn.services.acceptance_access import require_tester
from dygn.services.actions.note_test import TestFacts, note_test
from dygn.services.actions.try_package import try_version
from dygn.services.models import AcceptanceTest, Version
from dygn.services.queries import remarks_of
from dygn.services.rules.package.trial import as_data


def keep_trial(version_id: int, *, languages: Sequence[str], actor: Actor, now: datetime) -> AcceptanceTest:
    """Let the system try a version out, and keep in its protocol what it found, with the automatic remarks.

    ``languages`` are those the municipality offers. Remarks stop nothing; a scenario that fails, or a variation
    not withstood, is a failed test. What was found is kept so that each reads it in a language of their own.
    """
    require_tester(actor)
    version = Version.objects.defer(None).get(pk=version_id)
    trial = try_version(version)
    remarks = remarks_of(version, languages=languages)
    facts = TestFacts(
        kind=AcceptanceTest.Kind.BY_SYSTEM,
        is_as_expected=trial.passed,
        result={
            "trial": as_data(trial, as_kept),
            "remarks": [
                {"about": each.about.value, "where": as_kept(each.where), "text": as_kept(each.text)}
                for each in remarks
            ],
        },
    )
    return note_test(version_id, facts, actor=actor, now=now)
