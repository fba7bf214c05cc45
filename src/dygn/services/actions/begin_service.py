from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.access import require_publisher
from dygn.services.actions.edit_package import take_up
from dygn.services.actions.install_package import install_package
from dygn.services.models import Service, WorkingCopy
from dygn.services.rules.editing.beginning import beginning, key_from


@transaction.atomic
def begin_service(
    titles: Mapping[str, str], *, owner: str, log_in: str, actor: Actor, now: datetime
) -> Service:
    """Begin a new e-service from nothing, in the languages it is named in, and take it up to be worked on.

    Nobody sees it until it is published. Begun twice with nothing written in between, it is the same one.
    Raises Refusal when it has no name, and PackageRefused for what no package can be.
    """
    require_publisher(actor)
    named = {code: text for code, title in titles.items() if (text := " ".join(title.split()))}
    if not named:
        raise Refusal("no_name", _("Give the service a name."))
    # Two presses wait for each other, and the second finds what the first began.
    Municipality.objects.select_for_update(no_key=True).get(pk=required_municipality_id())
    begun = _begun_already(named)
    if begun is not None:
        return begun
    key = free_key(key_from(next(iter(named.values()))))
    version = install_package(beginning(key, named, owner=owner, log_in=log_in), actor=actor, now=now)
    take_up(version.service_id, actor=actor, now=now)
    return version.service


def _begun_already(titles: Mapping[str, str]) -> Service | None:
    untouched = WorkingCopy.objects.filter(
        revision=1, service__titles=dict(titles), service__state=Service.State.DRAFT,
        data__pages__0__id="first-page",
    )  # fmt: skip
    copy = untouched.select_related("service").first()
    return copy.service if copy is not None else None


def free_key(wanted: str) -> str:
    """Give the key itself, or numbered when another service has it."""
    key, number = wanted, 1
    while Service.objects.filter(key=key).exists():
        number += 1
        key = f"{wanted}-{number}"
    return key
