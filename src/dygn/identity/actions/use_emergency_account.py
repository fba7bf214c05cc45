from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.actor import Actor
from dygn.identity.events import EmergencyAccountUsed
from dygn.identity.models import EmergencyAccount, EmergencyUse


def use_emergency_account(code: str, *, actor: Actor, host: str, now: datetime) -> None:
    """Take the one-time code. Each attempt is written down and announced, whether it is let in or not.

    A code opens once. Raises Refusal when it is wrong.
    """
    with transaction.atomic():
        was_let_in = _take(code, now)
        EmergencyUse.objects.create(at=now, address=actor.address, host=host, was_let_in=was_let_in)
        record("emergency.used" if was_let_in else "emergency.refused", "emergency-account", actor=actor)
        publish(EmergencyAccountUsed(at=now, address=actor.address, host=host, was_let_in=was_let_in))
    if not was_let_in:
        raise Refusal(
            "emergency_code",
            _("That code opens nothing. Wait for the next one in your app and enter its eight digits."),
            field="code",
        )


def _take(code: str, now: datetime) -> bool:
    account = EmergencyAccount.objects.select_for_update().first()
    if account is None or not account.take(code, now=now):
        return False
    account.save(update_fields=["last_step"])
    return True
