from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dygn.config.cli.actor import administering
from dygn.config.cli.frame import (
    as_json,
    for_municipality,
    in_municipality_called,
    show,
    show_one,
    with_django,
)

if TYPE_CHECKING:
    from dygn.services.models import InventoryEntry


SHOWN = ("name", "e_service", "self_service", "duty", "unit", "owner_email", "reviewed_on", "review_due_on")


@click.group()
def inventory() -> None:
    """Everything a municipality does for people, with an e-service or without."""


@inventory.command("list")
@for_municipality
@click.option("--overdue", is_flag=True, help="Only what is to be reviewed.")
@as_json
@with_django
def list_them(slug: str, overdue: bool, as_json: bool) -> None:
    """List the inventory, with the values that a program can read."""
    from django.utils import timezone

    from dygn.services.inventory_queries import AskedInventory, all_wanted

    with in_municipality_called(slug) as municipality:
        asked, today = AskedInventory(mark="overdue" if overdue else ""), timezone.localdate()
        entries = all_wanted(asked, actor=administering(municipality), today=today)
        rows = [_told(entry) for entry in entries]
    few = rows if as_json else [{name: row[name] for name in SHOWN} for row in rows]
    show(few, json_wanted=as_json, empty="Nothing is in the inventory: dygn inventory import --help")


@inventory.command("import")
@for_municipality
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would come of it.")
@as_json
@with_django
def take_in(slug: str, file: Path, dry_run: bool, as_json: bool) -> None:
    """Take in the sheet FILE (CSV), whole or not at all.

    The first line has the headings: name, e_service, self_service, duty, law, law_url, unit, owner_email,
    reviewed_on, review_every_months, kle, klassa, los, note; or what the export calls them. Only name is needed.
    """
    from django.utils import timezone

    from dygn.services.actions.import_inventory import import_inventory

    with in_municipality_called(slug) as municipality:
        intake = import_inventory(
            file.read_bytes(), actor=administering(municipality), now=timezone.now(), is_trial=dry_run
        )
    faults = [{"line": fault.line, "text": str(fault.text)} for fault in intake.faults]
    counts = {"added": intake.added, "changed": intake.changed, "alike": intake.alike}
    show_one({**counts, **({"faults": faults} if as_json else {})}, json_wanted=as_json)
    if not as_json and faults:
        show(faults, json_wanted=False)
    raise SystemExit(1 if faults else 0)


def _told(entry: "InventoryEntry") -> dict[str, Any]:
    """Give what is said of an entry, in the words that a sheet may use too."""
    return {
        "name": entry.name,
        "e_service": entry.service.key if entry.service else None,
        "self_service": entry.self_service,
        "duty": entry.duty,
        "law": entry.law,
        "law_url": entry.law_url,
        "unit": entry.unit.key if entry.unit else None,
        "owner_email": entry.person.email if entry.person else None,
        "reviewed_on": entry.reviewed_on,
        "reviewed_by": entry.reviewed_by.email if entry.reviewed_by else None,
        "review_every_months": entry.review_every_months,
        "review_due_on": entry.review_due_on,
        "kle": entry.kle,
        "klassa": entry.klassa,
        "los": entry.los,
        "note": entry.note,
    }
