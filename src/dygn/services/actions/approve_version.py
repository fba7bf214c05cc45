from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.identity.actor import Actor
from dygn.services.acceptance_access import roles_to_approve
from dygn.services.acceptance_queries import protocol_of
from dygn.services.actions.note_test import LONGEST_REMARKS
from dygn.services.models import Approval, Service, Version


@transaction.atomic
def approve_version(
    version_id: int, role: str, *, actor: Actor, now: datetime, remarks: str = ""
) -> Approval:
    """Say, in a role that the actor holds, that the version may be used. Again gives what stands.

    Nothing is approved that has not been tried. Whoever approves in spite of a fault that is open says why.
    """
    version = Version.objects.get(pk=version_id)
    service = Service.objects.select_for_update(no_key=True).get(pk=version.service_id)
    if role not in roles_to_approve(actor, service):
        raise NotForYou(f"{actor.key} does not approve {service.subject} as {role}")
    standing = Approval.objects.filter(version=version, role=role, withdrawn_by=None).first()
    if standing is not None:
        return standing
    protocol = protocol_of(version)
    if not protocol.is_tried:
        raise Refusal("not_tried", _("Try the version first, by the system and by hand."))
    if protocol.open_faults and not remarks.strip():
        raise Refusal(
            "open_faults",
            _("Something came out otherwise than expected. Say why the version can be used all the same."),
            field="remarks",
        )
    approval = Approval.made(
        version=version,
        number=version.number,
        content_hash=version.content_hash,
        role=role,
        remarks=remarks.strip()[:LONGEST_REMARKS],
        approver=actor.key,
        approver_name=actor.name,
        approved_at=now,
    )
    approval.save()
    record("service.approved", service.subject, actor=actor, detail={"version": version.number, "role": role})
    return approval
