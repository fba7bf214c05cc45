from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.identity.queries import duties_of
from dygn.municipalities.models import Municipality
from dygn.services.actions.adopt_entry import adopt_entry
from dygn.services.actions.comment_entry import write_comment
from dygn.services.actions.install_package import install_package
from dygn.services.actions.offer_service import OfferFacts, deprecate_offer, offer_service
from dygn.services.actions.publish_version import publish_version
from dygn.services.models import CatalogueEntry, Service
from dygn.services.rules.package.files import SERVICE, PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml


@transaction.atomic
def share_services(towns: dict[str, Municipality], *, now: datetime) -> int:
    """Let the municipalities of the demo offer services of their own to one another; give how many are offered.

    Some are adopted and spoken of, one is advised against, and of one a newer version waits. Nothing is done again
    where something is offered already.
    """
    if CatalogueEntry.everywhere.filter(source=None).exists():
        return 0
    text = files("dygn.demo").joinpath("data/shared_services.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    for each in told["services"]:
        _offer(towns[each["by"]], each, _files(each["package"], told), now)
    for each in told["adopted"]:
        _adopt(towns[each["by"]], each, now)
    for each in told["services"]:
        _go_on(towns[each["by"]], each, told, now)
    return len(told["services"])


def _offer(
    town: Municipality, each: dict[str, Any], source: PackageFiles, now: datetime, note: str = ""
) -> None:
    when = now - timedelta(days=each["days_ago"])
    actor = Actor.system(town.pk)
    facts = OfferFacts(each["why"], each["contact"], tuple(each["tags"]), note=note)
    with in_municipality(town.pk):
        version = install_package(source, actor=actor, now=when)
        publish_version(version.pk, actor=actor, now=when)
        offer_service(version.service_id, facts, actor=actor, now=when)


def _files(package: dict[str, Any], told: dict[str, Any]) -> PackageFiles:
    letters = {
        f"letters/receipt.{language}.md": told["receipt"][language] for language in package["languages"]
    }
    return PackageFiles({SERVICE: write_yaml(package), **letters})


def _adopt(town: Municipality, each: dict[str, Any], now: datetime) -> None:
    when = now - timedelta(days=40)
    with in_municipality(town.pk):
        entry = CatalogueEntry.everywhere.get(key=each["key"], source=None)
        actor = Actor.system(town.pk)
        version = adopt_entry(entry.pk, actor=actor, now=when)
        if each["runs"]:
            publish_version(version.pk, actor=actor, now=when)
        write_comment(
            entry.pk,
            rating=each["rating"],
            text=each["text"],
            name=each["name"],
            actor=_service_owner(town),
            now=when + timedelta(days=20),
        )


def _service_owner(town: Municipality) -> Actor:
    owner = StaffMember.objects.filter(roles__role="service_owner").order_by("pk")[0]
    duties = duties_of(owner.pk)
    assert duties is not None
    return Actor(municipality_id=town.pk, staff_id=owner.pk, roles=duties.roles, name=owner.name)


def _go_on(town: Municipality, each: dict[str, Any], told: dict[str, Any], now: datetime) -> None:
    """What has become of it since: a newer version, or something better."""
    if then := each.get("then"):
        *others, last = each["package"]["pages"]
        longer = {**last, "questions": [*last["questions"], then["question"]]}
        package = {**each["package"], "pages": [*others, longer]}
        _offer(town, {**each, "days_ago": then["days_ago"]}, _files(package, told), now, then["note"])
    if against := each.get("deprecated"):
        with in_municipality(town.pk):
            instead = CatalogueEntry.everywhere.get(key=against["instead"], source=None)
            service = Service.objects.get(key=each["package"]["key"])
            entry = CatalogueEntry.objects.get(key=service.key, source=None)
            deprecate_offer(
                entry.pk, note=against["note"], instead_id=instead.pk, actor=Actor.system(town.pk), now=now
            )
