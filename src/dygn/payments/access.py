"""Who sees what is owed and paid: whoever owes it, and those who answer for services or their money."""

from django.db.models import QuerySet

from dygn.base.errors import NotForYou
from dygn.identity.access import Role
from dygn.identity.actor import Actor
from dygn.payments.models import Payment

KEEPERS = (Role.SERVICE_OWNER, Role.ADMINISTRATOR, Role.MANAGER)


def may_keep_accounts(actor: Actor) -> bool:
    """Say whether the actor sees all payments of the municipality. They name no person."""
    return actor.is_staff and any(actor.has_role(role) for role in KEEPERS)


def payments_kept_by(actor: Actor) -> QuerySet[Payment]:
    """Give all payments of the municipality, for those who keep its accounts; raise NotForYou for others."""
    if not may_keep_accounts(actor):
        raise NotForYou(f"{actor.key} keeps no accounts")
    return Payment.objects.all()


def may_pay(actor: Actor, payment: Payment) -> bool:
    """Say whether the actor may see and pay it: the person who owes it, or whoever has its address.

    Where nobody logged in, the address (128 random bits) was given to the one who sent; it shows
    what is paid for and a reference, and no name.
    """
    return payment.payer_id is None or payment.payer_id == actor.person_id
