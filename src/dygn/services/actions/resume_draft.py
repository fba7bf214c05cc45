from uuid import UUID

from dygn.base.errors import NotForYou
from dygn.services.models import Draft, Service


def resume_draft(service: Service, draft_id: UUID, code: str) -> Draft:
    """Give the draft to whoever comes with the mailed code; raise NotForYou when it does not fit.

    A draft of a person who is logged in is not opened by a code alone.
    """
    draft = Draft.objects.filter(pk=draft_id, service_id=service.pk, person=None).first()
    if draft is None or not draft.opens_with(code):
        raise NotForYou(f"the code does not open {draft_id}")
    return draft
