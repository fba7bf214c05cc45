"""Bringing what is newer where a service comes from into what is worked on: ``dygn service upgrade``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dygn.base.errors import Refusal
from dygn.config.cli.actor import administering
from dygn.config.cli.frame import (
    as_json,
    console,
    for_municipality,
    in_municipality_called,
    show,
    show_one,
    with_django,
)
from dygn.config.cli.service import service as service  # with the command below; what dygn takes in

if TYPE_CHECKING:
    from dygn.municipalities.models import Municipality
    from dygn.operations.upgrades import Offer
    from dygn.services.models import Service
    from dygn.services.sharing_queries import Upgrade


@service.command()
@for_municipality
@click.argument("key")
@click.option(
    "--package", type=click.Path(exists=True, path_type=Path), help="A newer package: a folder or a zip."
)
@click.option("--take", multiple=True, help="A place where the new one is taken. May be repeated.")
@click.option("--keep-ours", is_flag=True, help="Keep ours in all other places that both have changed.")
@click.option("--dry-run", is_flag=True, help="Only tell what would come.")
@as_json
@with_django
def upgrade(
    slug: str,
    key: str,
    package: Path | None,
    take: tuple[str, ...],
    keep_ours: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring what is newer where the service KEY comes from into what is worked on, merged three ways.

    What both have changed is listed, and nothing is changed, until each is decided. Nothing is published.
    """
    with in_municipality_called(slug) as municipality:
        found, offer = _offer(key, package, municipality)
        if offer is None:
            _tell({"service": key, "changes": [], "conflicts": [], "brought_in": False}, as_json)
            return
        upgrade = _upgrade(found, offer, take)
        open_ones = [each for each in upgrade.merged.conflicts if each.where not in take]
        is_decided = keep_ours or not open_ones
        told = _told(found, upgrade, municipality, take=take, keep_ours=keep_ours)
        if is_decided and not dry_run:
            told |= {"brought_in": True, "revision": _bring_in(offer, upgrade, take, municipality)}
    _tell(told, as_json)
    raise SystemExit(0 if is_decided else 1)


def _offer(key: str, package: Path | None, municipality: "Municipality") -> "tuple[Service, Offer | None]":
    from dygn.operations.upgrades import offered_by_file, offered_to
    from dygn.services.queries import service_called

    found = service_called(key)
    if found is None:
        raise Refusal("unknown_service", f"There is no service {key!r} in {municipality.name}.")
    return found, offered_by_file(found, package) if package else offered_to(found)


def _upgrade(found: "Service", offer: "Offer", take: tuple[str, ...]) -> "Upgrade":
    from dygn.services.sharing_queries import upgrade_to

    upgrade = upgrade_to(found, offer.package, frozenset(take))
    places = {each.where for each in upgrade.merged.conflicts}
    if unknown := sorted(set(take) - places):
        words = f"Not a place that both have changed: {', '.join(unknown)}."
        raise Refusal("unknown_place", f"{words} There are: {', '.join(sorted(places)) or 'none'}.")
    return upgrade


def _told(
    found: "Service",
    upgrade: "Upgrade",
    municipality: "Municipality",
    *,
    take: tuple[str, ...],
    keep_ours: bool,
) -> dict[str, Any]:
    language = municipality.default_language
    left = "ours" if keep_ours else "undecided"
    return {
        "service": found.key,
        "changes": [
            {"concerns": each.concern.value, "where": each.where, "what": each.what, "before": each.before, "after": each.after}
            for each in upgrade.news(language)
        ],
        "own_changes_kept": len(upgrade.own(language)),
        "conflicts": [
            {
                "where": each.where,
                "was": each.base,
                "ours": each.ours,
                "theirs": each.theirs,
                "taken": "theirs" if each.where in take else left,
            }
            for each in upgrade.merged.conflicts
        ],
        "brought_in": False,
    }  # fmt: skip


def _bring_in(offer: "Offer", upgrade: "Upgrade", take: tuple[str, ...], municipality: "Municipality") -> int:
    from django.db import transaction
    from django.utils import timezone

    from dygn.services.actions.adopt_upgrade import adopt_upgrade

    actor, now = administering(municipality), timezone.now()
    with transaction.atomic():
        version = offer.taken_in(actor=actor, now=now)
        copy = adopt_upgrade(
            version.pk,
            chosen=frozenset(take),
            seen=upgrade.seen,
            actor=actor,
            now=now,
            language=municipality.default_language,
        )
    return copy.revision


def _tell(told: dict[str, Any], json_wanted: bool) -> None:
    if json_wanted:
        show_one(told, json_wanted=True)
        return
    show(told["changes"], json_wanted=False, empty="There is nothing newer that anybody would notice.")
    if told["conflicts"]:
        console.print("Both have changed:")
        show(told["conflicts"], json_wanted=False)
    if told["brought_in"]:
        console.print(f"Brought in, as revision {told['revision']} of what is worked on.")
    elif any(each["taken"] == "undecided" for each in told["conflicts"]):
        console.print("Nothing is changed. Decide with --take WHERE, and --keep-ours for the others.")
