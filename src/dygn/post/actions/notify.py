import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from dygn.identity.models import Person, StaffMember
from dygn.municipalities.queries import is_connected
from dygn.post.models import OutboxRow
from dygn.post.queries import recipient_at_work, recipient_of
from dygn.post.rules.channels import Recipient, Way, way_to
from dygn.post.rules.texts import built_in_in_all_languages


def notify(
    to: Person | StaffMember | Recipient,
    template: str,
    facts: Mapping[str, Any],
    *,
    subject: str,
    key: str,
    urgent: bool = True,
    enclosures: Sequence[UUID] = (),
) -> None:
    """Tell somebody that something waits, by the way they have chosen; in the caller's transaction.

    ``template`` names a message (``templates/post/<template>.yaml``); ``facts`` fill its braces:
    never content, only such as ``reference``, ``service``, ``deadline``, and ``url``, the path
    that the one link leads to. ``key`` makes it happen once: the same key again changes nothing. ``enclosures`` are
    keys of files that are printed with a letter. It costs one INSERT, and for an SMS one question
    whether there is a gateway.
    """
    built_in_in_all_languages(template)
    recipient = as_recipient(to)
    way = way_to(recipient)
    if way is Way.SMS and not is_connected("sms_carrier"):
        way = way_to(recipient, has_sms=False)
    now = timezone.now()
    known = {**facts, "name": recipient.name}
    if way is Way.LETTER and enclosures:
        known["enclosures"] = [str(each) for each in enclosures]
    row = OutboxRow.made(
        kind=way.value,
        template=template,
        language=recipient.language,
        recipient=recipient.key,
        address=_address(recipient, way),
        facts=json.dumps(known, ensure_ascii=False, default=str),
        subject=subject,
        key=key[:200],
        is_urgent=urgent,
        is_confidential=recipient.is_protected,
        next_try_at=now,
        created_at=now,
    )
    OutboxRow.objects.bulk_create([row], ignore_conflicts=True)


def as_recipient(to: Person | StaffMember | Recipient) -> Recipient:
    """Give how somebody is reached."""
    if isinstance(to, Person):
        return recipient_of(to)
    return recipient_at_work(to) if isinstance(to, StaffMember) else to


def _address(recipient: Recipient, way: Way) -> str:
    if way is Way.EMAIL:
        return recipient.email
    if way is Way.SMS:
        return recipient.phone
    lines = (
        ["", *recipient.address_lines]
        if recipient.is_protected
        else [recipient.name, *recipient.address_lines]
    )
    return "\n".join(lines)
