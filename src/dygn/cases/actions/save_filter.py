from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import require_case_officer, staff_id_of, unit_ids_seen_by
from dygn.cases.models import SavedFilter
from dygn.identity.actor import Actor

MOST_FILTERS = 30
LONGEST_NAME = 80


@transaction.atomic
def save_filter(
    name: str, question: Mapping[str, Any], *, shared_with: int | None = None, actor: Actor
) -> SavedFilter:
    """Keep a list under a name, for oneself or for a unit. The same name again replaces what it held."""
    require_case_officer(actor)
    title = name.strip()
    if not title or len(title) > LONGEST_NAME:
        raise Refusal("filter_name", _("Give the list a name of at most 80 characters."), field="name")
    if shared_with is not None and shared_with not in unit_ids_seen_by(actor):
        raise NotForYou
    own = SavedFilter.objects.filter(owner_id=actor.staff_id)
    kept = own.filter(name=title).first()
    if kept is None and own.count() >= MOST_FILTERS:
        raise Refusal(
            "too_many_filters", _("You have saved 30 lists already. Remove one first."), field="name"
        )
    kept = kept or SavedFilter(owner_id=staff_id_of(actor), name=title)
    kept.question = dict(question)
    kept.shared_with_id = shared_with
    kept.save()
    return kept


def remove_filter(filter_id: int, *, actor: Actor) -> None:
    """Forget a list of one's own."""
    require_case_officer(actor)
    gone, _each = SavedFilter.objects.filter(pk=filter_id, owner_id=actor.staff_id).delete()
    if not gone:
        raise NotForYou
