from django.db import transaction

from dygn.audit.actions.record import record
from dygn.identity.access import require_operator
from dygn.identity.actor import Actor
from dygn.identity.models import Account, StaffMember


@transaction.atomic
def set_operator(staff_id: int, is_operator: bool, *, actor: Actor) -> StaffMember:
    """Let a member of staff operate the installation, or no longer. Only an operator may."""
    require_operator(actor)
    member = StaffMember.objects.select_for_update(of=("self",)).select_related("account").get(pk=staff_id)
    if member.account is None:
        member.account = Account.objects.create_account(email=member.email, name=member.name)
        member.save(update_fields=["account"])
    member.account.is_operator = is_operator
    member.account.save(update_fields=["is_operator"])
    record("operator.let_in" if is_operator else "operator.shut_out", f"staff:{member.pk}", actor=actor)
    return member
