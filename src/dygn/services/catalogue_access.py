"""Who may look in the catalogue between municipalities, and who may write what in it."""

from django.db.models import Q, QuerySet

from dygn.base.errors import NotForYou
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.models import CatalogueComment, CatalogueEntry, CatalogueUse

State = CatalogueEntry.State


def entries_seen_by(actor: Actor) -> QuerySet[CatalogueEntry]:
    """Give what is offered within the installation, and at the addresses that this municipality looks in.

    What has been withdrawn is seen by whoever offered it, and by those who use it.
    """
    require_publisher(actor)
    here = required_municipality_id()
    seen = CatalogueEntry.everywhere.filter(Q(source=None) | Q(municipality_id=here))
    in_use = CatalogueUse.objects.values("entry_id")
    own = Q(municipality_id=here, source=None)
    return seen.filter(~Q(state=State.WITHDRAWN) | own | Q(pk__in=in_use))


def is_own(entry: CatalogueEntry) -> bool:
    """Say whether this municipality offers it."""
    return entry.source_id is None and entry.municipality_id == required_municipality_id()


def require_author_of(comment: CatalogueComment, actor: Actor) -> None:
    """Raise NotForYou unless the actor wrote the comment, or administers the municipality where it was written."""
    is_here = comment.municipality_id == required_municipality_id()
    if not is_here or not (comment.author == actor.key or actor.has_role("administrator")):
        raise NotForYou(f"{actor.key} did not write comment {comment.pk}")


def may_keep_addresses(actor: Actor) -> bool:
    """Say whether the actor decides in which other catalogues the municipality looks."""
    return actor.is_system or actor.is_operator or actor.has_role("administrator")


def require_address_keeper(actor: Actor) -> None:
    """Raise NotForYou unless the actor decides in which other catalogues the municipality looks."""
    if not may_keep_addresses(actor):
        raise NotForYou(f"{actor.key} may not choose other catalogues")
