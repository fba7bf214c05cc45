from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.events import publish
from dygn.identity.actor import Actor
from dygn.identity.events import StaffLoggedIn
from dygn.identity.models import Account, StaffMember
from dygn.identity.ports import LogInRefused, ProvenIdentity


@transaction.atomic
def log_in_staff(proven: ProvenIdentity, *, address: str, now: datetime) -> StaffMember:
    """Find the member of staff by what the log-in service calls them, or the first time by e-mail.

    An e-mail address counts only when the service vouches for it, and never for somebody whom the
    service already calls something else. Raises LogInRefused for whoever is not registered.
    """
    member = _member_called(proven) or _member_with_email(proven)
    if member is None or not member.is_active:
        raise LogInRefused(
            "unknown_staff",
            _(
                "You have proved who you are, but you are not registered as staff here. Ask your administrator to add you."
            ),
        )
    account = member.account or Account.objects.create_account(email=member.email, name=member.name)
    member.account = account
    member.issuer, member.subject = proven.issuer, proven.subject
    member.last_login_at = account.last_login = now
    member.save()
    account.save(update_fields=["last_login"])
    actor = Actor(municipality_id=member.municipality_id, staff_id=member.pk, address=address)
    record("log-in", f"staff:{member.pk}", actor=actor, detail={"assurance": proven.assurance})
    publish(StaffLoggedIn(member.municipality_id, staff_id=member.pk, account_id=account.pk))
    return member


def _member_called(proven: ProvenIdentity) -> StaffMember | None:
    return _members().filter(issuer__in=(proven.issuer, ""), subject=proven.subject).first()


def _member_with_email(proven: ProvenIdentity) -> StaffMember | None:
    if not proven.email or not proven.email_is_verified:
        return None
    return _members().filter(email__iexact=proven.email, subject="").first()


def _members() -> QuerySet[StaffMember]:
    return StaffMember.objects.select_for_update(of=("self",)).select_related("account")
