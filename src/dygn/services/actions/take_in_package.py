from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.municipalities.models import Unit
from dygn.services.access import require_publisher
from dygn.services.actions.install_package import install_package
from dygn.services.models import Origin, Version
from dygn.services.rules.package.compiling import content_hash
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.signing import check_signature, read_signature
from dygn.services.sharing_queries import has_work_of_its_own, newest_number


@transaction.atomic
def take_in_package(
    source: Path | bytes,
    *,
    comes_from: Origin.Source,
    actor: Actor,
    now: datetime,
    owner: Unit | None = None,
    waits: bool = False,
    only_for: str = "",
    trusted: Mapping[str, str] | None = None,
) -> Version:
    """Take a package from outside in as a new version, and keep where it came from.

    Where the municipality has worked on the service itself, or when it is said to, the version waits until it is
    brought into that work. Raises PackageRefused for a package with faults, or with a signature that is not right,
    and Refusal when it is of another service than the one it is meant for (``only_for``). ``trusted`` are the public
    keys that count, by publisher: those of the installation unless others are given.
    """
    require_publisher(actor)
    package = open_package(source)
    known_by = content_hash(package)
    keys = settings.DYGN_TRUSTED_PUBLISHERS if trusted is None else trusted
    trust, publisher = check_signature(read_signature(package.signature), known_by, keys)
    last = newest_number()
    version = install_package(package, actor=actor, now=now, owner=owner)
    if only_for and version.service.key != only_for:
        raise Refusal("another_service", _("This is a package of another service."), field="package")
    if version.pk <= last:
        return version
    waits = waits or has_work_of_its_own(version)
    Origin.made(
        version=version,
        source=comes_from,
        trust=trust.value,
        publisher=publisher,
        content_hash=known_by,
        taken_in_at=now,
        adopted_at=None if waits else now,
        adopted_by="" if waits else actor.name or actor.key,
    ).save()
    return version
