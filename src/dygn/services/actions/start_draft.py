from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.services.access import Holder
from dygn.services.models import Draft, Service
from dygn.services.models.draft import new_draft
from dygn.services.opening_queries import closing_of
from dygn.services.rules.course import begun


def start_draft(
    service: Service, draft_id: UUID, *, language: str, device: str = "unknown", holder: Holder, now: datetime
) -> Draft:
    """Give a draft of the published version, not yet saved: the first answer is saved with it."""
    if not service.takes_applications:
        raise Refusal("service_closed", _("This service does not take applications just now."))
    if closing_of(service, now) is not None:
        raise Refusal("service_closed", _("This service does not take applications just now."))
    return new_draft(
        now=now,
        id=draft_id,
        service_id=service.pk,
        version_id=service.published_version_id,
        person_id=holder.actor.person_id,
        language=language,
        channel="staff" if holder.actor.is_staff else "web",
        course=begun(draft_id, device=device, now=now),
    )
