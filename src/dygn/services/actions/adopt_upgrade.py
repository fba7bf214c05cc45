from collections.abc import Set
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.edit_package import edit_package, take_up
from dygn.services.models import Origin, Service, Version, WorkingCopy
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.sharing_queries import package_of_version, upgrade_to, waits


@transaction.atomic
def adopt_upgrade(
    version_id: int, *, chosen: Set[str], seen: int, actor: Actor, now: datetime, language: str
) -> WorkingCopy:
    """Bring a version from outside into what is worked on, as one revision; nothing is published by it.

    ``chosen`` names the conflicts in which theirs is taken. Raises ChangedMeanwhile when somebody has saved since,
    and Refusal for what cannot be, such as conditions that go round in a circle.
    """
    version = Version.objects.defer(None).get(pk=version_id)
    require_publisher_of(actor, version.service_id)
    service = Service.objects.select_for_update(no_key=True).get(pk=version.service_id)
    if not waits(version):
        raise Refusal("adopted_already", _("This has been brought in already."))
    is_new = not WorkingCopy.objects.filter(service=service).exists()
    copy = take_up(service.pk, actor=actor, now=now)
    upgrade = upgrade_to(service, package_of_version(version), chosen)

    def change(_package: EditedPackage) -> EditedPackage:
        return EditedPackage(upgrade.merged.data, upgrade.merged.files)

    what = _("Brought in what is new in version %(number)d") % {"number": version.number}
    kept = edit_package(
        service.pk, change, seen=copy.revision if is_new and not seen else seen, what=what, actor=actor, now=now,
        language=language,
    )  # fmt: skip
    _note(version, actor, now)
    detail = {"version": version.number, "conflicts": len(upgrade.merged.conflicts), "theirs": len(chosen)}
    record("service.upgraded", service.subject, actor=actor, detail=detail)
    return kept


def _note(version: Version, actor: Actor, now: datetime) -> None:
    """Note that it is brought in; older ones that waited are overtaken by it."""
    waiting = Origin.objects.filter(version__service_id=version.service_id, adopted_at=None)
    waiting.filter(version__number__lte=version.number).update(
        adopted_at=now, adopted_by=actor.name or actor.key
    )
