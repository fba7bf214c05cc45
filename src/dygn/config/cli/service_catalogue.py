"""What municipalities offer to one another: ``dygn service catalogue``."""

from typing import TYPE_CHECKING

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
from dygn.config.cli.service import service as service  # with the commands below; what dygn takes in

if TYPE_CHECKING:
    from dygn.municipalities.models import Municipality
    from dygn.services.models import CatalogueEntry


@service.group()
def catalogue() -> None:
    """What municipalities offer to one another, here and in other installations."""


@catalogue.command("list")
@for_municipality
@as_json
@with_django
def list_them(slug: str, as_json: bool) -> None:
    """List what is offered, with who offers it and how many use it."""
    from dygn.services.catalogue_access import entries_seen_by
    from dygn.services.catalogue_queries import with_figures

    with in_municipality_called(slug) as municipality:
        entries = with_figures(entries_seen_by(administering(municipality))).order_by("key", "pk")
        rows = [
            {
                "number": each.pk,
                "key": each.key,
                "title": each.title,
                "offered_by": each.offered_by,
                "from": each.source.name if each.source else "this installation",
                "version": each.newest_number,
                "state": each.state,
                "used_by": each.adopted,  # type: ignore[attr-defined]
                "rating": each.rating,  # type: ignore[attr-defined]
            }
            for each in entries
        ]
    show(rows, json_wanted=as_json, empty="Nothing is offered: dygn service catalogue offer --help")


@catalogue.command()
@for_municipality
@click.argument("key")
@click.option("--version", "number", type=int, help="The version's number; the newest published without it.")
@click.option("--why", required=True, help="Why it is good, in a line.")
@click.option("--contact", default="", help="Whom to ask.")
@click.option("--tag", "tags", multiple=True, help="A word to find it by. May be repeated.")
@click.option("--new", "note", default="", help="What is new in this version, in a line.")
@click.option("--only-here", is_flag=True, help="Not for other installations.")
@with_django
def offer(
    slug: str,
    key: str,
    number: int | None,
    why: str,
    contact: str,
    tags: tuple[str, ...],
    note: str,
    only_here: bool,
) -> None:
    """Offer a published version of the service KEY to other municipalities."""
    from django.utils import timezone

    from dygn.services.actions.offer_service import OfferFacts, offer_service
    from dygn.services.queries import service_called

    with in_municipality_called(slug) as municipality:
        found = service_called(key)
        if found is None:
            raise Refusal("unknown_service", f"There is no service {key!r} in {municipality.name}.")
        facts = OfferFacts(why, contact, tags, not only_here, note)
        actor = administering(municipality)
        entry = offer_service(found.pk, facts, number=number, actor=actor, now=timezone.now())
    console.print(f"Version {entry.newest_number} of {key} is in the catalogue, as number {entry.pk}.")


@catalogue.command()
@for_municipality
@click.argument("key")
@with_django
def withdraw(slug: str, key: str) -> None:
    """Take the offer of the service KEY back. Those who use it keep what they have."""
    from django.utils import timezone

    from dygn.services.actions.offer_service import withdraw_offer

    with in_municipality_called(slug) as municipality:
        entry = _own(key, municipality)
        withdraw_offer(entry.pk, actor=administering(municipality), now=timezone.now())
    console.print(f"{key} is out of the catalogue.")


@catalogue.command()
@for_municipality
@click.argument("key")
@click.option("--note", required=True, help="Why, and what to do instead.")
@click.option("--instead", type=int, help="The number of the offer to use instead.")
@with_django
def deprecate(slug: str, key: str, note: str, instead: int | None) -> None:
    """Advise against what is offered of the service KEY. Those who use it are told."""
    from django.utils import timezone

    from dygn.services.actions.offer_service import deprecate_offer

    with in_municipality_called(slug) as municipality:
        entry = _own(key, municipality)
        actor = administering(municipality)
        deprecate_offer(entry.pk, note=note, instead_id=instead, actor=actor, now=timezone.now())
    console.print(f"{key} is advised against.")


def _own(key: str, municipality: "Municipality") -> "CatalogueEntry":
    from dygn.services.catalogue_queries import entry_of
    from dygn.services.queries import service_called

    found = service_called(key)
    entry = entry_of(found) if found else None
    if entry is None:
        raise Refusal("not_offered", f"{municipality.name} does not offer {key!r}.")
    return entry


@catalogue.command()
@for_municipality
@click.argument("number", type=int)
@as_json
@with_django
def adopt(slug: str, number: int, as_json: bool) -> None:
    """Make a service of one's own from the offer NUMBER of the list; nobody sees it until it is published."""
    from django.utils import timezone

    from dygn.services.actions.adopt_entry import adopt_entry
    from dygn.services.catalogue_queries import entry_numbered
    from dygn.services.sharing_queries import origin_of
    from dygn.services.written_for_queries import what_is_foreign

    with in_municipality_called(slug) as municipality:
        actor = administering(municipality)
        if entry_numbered(number, actor) is None:
            raise Refusal("unknown_offer", f"There is no offer {number}: dygn service catalogue list")
        version = adopt_entry(number, actor=actor, now=timezone.now())
        facts = {"service": version.service.key, "version": version.number, **origin_of(version)}
        if foreign := what_is_foreign(version, version.service):
            facts["beware"] = " ".join(map(str, foreign.said))
    show_one(facts, json_wanted=as_json)


@catalogue.command("look-in")
@for_municipality
@click.argument("address")
@click.option("--name", required=True, help="Whose catalogue it is.")
@click.option("--publisher", default="", help="In whose name its packages are signed.")
@click.option("--key", "public_key", default="", help="The public key they are signed with.")
@with_django
def look_in(slug: str, address: str, name: str, publisher: str, public_key: str) -> None:
    """Look in another installation's catalogue at ADDRESS (https) from now on."""
    from django.utils import timezone

    from dygn.services.actions.keep_source import add_source

    with in_municipality_called(slug) as municipality:
        actor = administering(municipality)
        add_source(
            address, name=name, publisher=publisher, public_key=public_key, actor=actor, now=timezone.now()
        )
    console.print("It is fetched each night; at once with: dygn service catalogue fetch")


@catalogue.command()
@for_municipality
@as_json
@with_django
def fetch(slug: str, as_json: bool) -> None:
    """Fetch the other catalogues now; exit with 1 when something went wrong."""
    from django.utils import timezone

    from dygn.services.actions.fetch_source import fetch_source
    from dygn.services.catalogue_queries import sources

    with in_municipality_called(slug):
        fetched = [fetch_source(each.pk, now=timezone.now()) for each in sources()]
        rows = [
            {
                "name": each.name,
                "address": each.address,
                "trouble": each.trouble,
                "refused": "; ".join(f"{key}: {why}" for key, why in each.not_taken_in),
            }
            for each in fetched
        ]
    show(rows, json_wanted=as_json, empty="No other catalogue: dygn service catalogue look-in --help")
    raise SystemExit(1 if any(row["trouble"] or row["refused"] for row in rows) else 0)
