from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.edit_package import package_of_copy
from dygn.services.models import AuthorComment, WorkingCopy
from dygn.services.rules.editing.places import has_place

LONGEST_COMMENT = 2_000
MOST_OPEN = 200


@transaction.atomic
def write_comment(service_id: int, place: str, text: str, *, actor: Actor, now: datetime) -> AuthorComment:
    """Say something to the other authors at a place: ``question:ID``, ``page:ID``, or the whole service.

    A lock does not stop it. Sent twice it stands there once. Raises Refusal for no text, too much of it,
    a place that there is not, and more comments than anybody can look at.
    """
    require_publisher_of(actor, service_id)
    copy = WorkingCopy.objects.select_for_update().get(service_id=service_id)
    text = text.strip()
    if not text or len(text) > LONGEST_COMMENT:
        message = _("Write something, at most %(number)d characters.") % {"number": LONGEST_COMMENT}
        raise Refusal("comment_length", message, field="text")
    if not has_place(package_of_copy(copy), place):
        raise Refusal("no_place", _("What you comment on is not there any more."), field="text")
    still_open = AuthorComment.objects.filter(copy=copy, settled_at=None)
    same = still_open.filter(place=place, text=text, author=actor.key).first()
    if same is not None:
        return same
    if still_open.count() >= MOST_OPEN:
        message = _("There are %(number)d comments to look at. Settle some before you write more.")
        raise Refusal("many_comments", message % {"number": MOST_OPEN}, field="text")
    comment = AuthorComment.made(
        copy=copy, place=place, text=text, written_at=now, author=actor.key, author_name=actor.name
    )
    comment.save()
    record("service.commented", copy.subject, actor=actor, detail={"place": place})
    return comment
