from typing import Any

from django.db import transaction

from dygn.audit.actions.record import Whoever, record
from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import forget_sites
from dygn.municipalities.rules.themes import Theme, check


@transaction.atomic
def set_theme(choices: dict[str, Any], *, actor: Whoever) -> Municipality:
    """Give the municipality in scope another face; refuse one in which a contrast fails."""
    check(Theme.read(choices))
    municipality = Municipality.objects.select_for_update().get(pk=required_municipality_id())
    municipality.theme = {**municipality.theme, **choices}
    municipality.save(update_fields=["theme"])
    record("theme.changed", f"municipality:{municipality.slug}", actor=actor)
    transaction.on_commit(forget_sites)
    return municipality
