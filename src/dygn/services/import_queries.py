"""Reading the forms of other systems that a colleague has brought."""

from datetime import datetime
from uuid import UUID

from dygn.identity.actor import Actor
from dygn.services.models import BroughtForm


def brought_form(form_id: UUID, actor: Actor, now: datetime) -> BroughtForm | None:
    """Give a form that the actor has brought and that is still kept; None when there is none."""
    mine = BroughtForm.objects.select_related("service").filter(brought_by=actor.key)
    found = mine.filter(pk=form_id).first()
    return found if found is not None and found.is_kept(now) else None
