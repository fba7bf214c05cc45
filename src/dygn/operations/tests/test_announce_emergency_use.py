import pytest
from django.utils import timezone

from dygn.identity.events import EmergencyAccountUsed
from dygn.operations.actions.announce_emergency_use import announce_emergency_use
from dygn.post.models import OutboxRow
from tests.cast import a_municipality, a_staff_member, scope

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def written(*, was_let_in=True):
    """Use the account twice over, as a repeated event would, and give whom each municipality writes to."""
    event = EmergencyAccountUsed(at=NOW, address="192.0.2.7", host="ekeby.localhost", was_let_in=was_let_in)
    announce_emergency_use(event)
    announce_emergency_use(event)
    rows = []
    for name in ("Ekeby", "Lund"):
        with scope(a_municipality(name)):
            rows += OutboxRow.objects.filter(template="emergency_login").values_list("recipient", flat=True)
    return set(rows), len(rows)


def test_operators_and_administrators_are_told_once_and_nobody_else():
    operator = a_staff_member(is_operator=True, of=a_municipality("Lund"))
    administrator = a_staff_member("administrator", of=a_municipality("Ekeby"))
    a_staff_member("officer", of=a_municipality("Ekeby"))
    assert written() == ({f"staff:{operator.pk}", f"staff:{administrator.pk}"}, 2)


def test_an_attempt_that_was_refused_is_not_announced():
    a_staff_member(is_operator=True, of=a_municipality("Lund"))
    assert written(was_let_in=False) == (set(), 0)
