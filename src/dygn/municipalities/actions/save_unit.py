from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.errors import Refusal
from dygn.municipalities.models import Unit


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What is said of a unit. ``names`` by language; ``parent_id`` is the unit it is part of.

    ``register_sign`` stands before the numbers that its cases get in the register; without one, those of the unit above are
    continued.
    """

    names: dict[str, str] = field(default_factory=dict)
    parent_id: int | None = None
    email: str = ""
    register_sign: str = ""
    phone: str = ""


@transaction.atomic
def add_unit(key: str, facts: UnitFacts, *, actor: Whoever) -> Unit:
    """Add a unit under a short name that stays; refuse one that is taken."""
    if Unit.objects.filter(key=key).exists():
        raise Refusal("unit_key_taken", _("There is a unit of that short name already."), field="key")
    unit = Unit(key=key)
    _write(unit, facts)
    unit.save()
    record("unit.added", f"unit:{key}", actor=actor)
    return unit


@transaction.atomic
def change_unit(key: str, facts: UnitFacts, *, actor: Whoever) -> Unit:
    """Change what is said of a unit; refuse to make it part of itself."""
    unit = Unit.objects.select_for_update().get(key=key)
    if facts.parent_id is not None and unit.pk in _line_up_from(facts.parent_id):
        raise Refusal(
            "unit_circle", _("A unit cannot be part of itself or of one of its own parts."), field="parent"
        )
    _write(unit, facts)
    unit.save()
    record("unit.changed", f"unit:{key}", actor=actor)
    return unit


@transaction.atomic
def close_unit(key: str, *, actor: Whoever, today: date) -> Unit:
    """Close a unit: nothing new comes to it. What it has stays with it."""
    unit = Unit.objects.select_for_update().get(key=key)
    unit.closed_on = today
    unit.save(update_fields=["closed_on"])
    record("unit.closed", f"unit:{key}", actor=actor)
    return unit


@transaction.atomic
def reopen_unit(key: str, *, actor: Whoever) -> Unit:
    """Open a closed unit again."""
    unit = Unit.objects.select_for_update().get(key=key)
    unit.closed_on = None
    unit.save(update_fields=["closed_on"])
    record("unit.reopened", f"unit:{key}", actor=actor)
    return unit


def _write(unit: Unit, facts: UnitFacts) -> None:
    if not any(facts.names.values()):
        raise Refusal("unit_without_name", _("Give the unit a name in at least one language."))
    unit.names = {language: name for language, name in facts.names.items() if name}
    unit.parent_id = facts.parent_id
    unit.email, unit.phone, unit.register_sign = facts.email, facts.phone, facts.register_sign


def _line_up_from(unit_id: int | None) -> set[int]:
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    line: set[int] = set()
    while unit_id is not None and unit_id not in line:
        line.add(unit_id)
        unit_id = parents.get(unit_id)
    return line
