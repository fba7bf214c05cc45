from django.db.models import QuerySet

from dygn.base.errors import NotForYou
from dygn.identity.access import Role
from dygn.identity.actor import Actor
from dygn.post.models import OutboxRow

PRINTERS = (Role.REGISTRAR, Role.OFFICER, Role.AGENT, Role.ADMINISTRATOR)


def letters_seen_by(actor: Actor) -> QuerySet[OutboxRow]:
    """Give the letters to print that the actor may handle: all of the municipality, for those who print.

    Letters to persons with protected identity are for those whom the municipality trusts with them.
    """
    if not any(actor.has_role(role) for role in PRINTERS):
        raise NotForYou(f"{actor.key} prints no letters")
    letters = OutboxRow.objects.filter(state=OutboxRow.State.WAITING, kind=OutboxRow.Kind.LETTER)
    letters = letters.order_by("created_at", "pk")
    return letters if actor.has_role(Role.TRUSTED) else letters.filter(is_confidential=False)
