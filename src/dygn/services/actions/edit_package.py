"""Working on a service's package: taking it up, changing it, going back, and making a version of it."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.numbers_in_words import date_and_time
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.install_package import install_package
from dygn.services.actions.note_group_uses import note_group_uses
from dygn.services.models import Presence, Revision, Service, SharedGroup, Version, WorkingCopy
from dygn.services.rules.editing.canonical import canonical
from dygn.services.rules.editing.changes import Change
from dygn.services.rules.editing.faults import refuse_tangles
from dygn.services.rules.editing.package import EditedPackage, edited_package, package_files
from dygn.services.rules.package.files import LARGEST_PACKAGE, PackageFiles
from dygn.services.rules.package.shared_marks import groups_in
from dygn.services.sharing_queries import newest_of_its_own

PRESENT_FOR = timedelta(minutes=3)
NOTED_EVERY = timedelta(seconds=45)


class ChangedMeanwhile(Refusal):
    """Somebody has saved since the page was drawn; ``copy`` is how it stands now."""

    def __init__(self, copy: WorkingCopy | SharedGroup) -> None:
        message = _(
            "%(name)s has saved in the meantime. Nothing of yours is lost: see what changed, and save again."
        )
        super().__init__("changed_meanwhile", message % {"name": copy.changed_by or _("Somebody")})
        self.copy = copy


@transaction.atomic
def take_up(service_id: int, *, actor: Actor, now: datetime) -> WorkingCopy:
    """Give the service's working copy; made of its newest version when nobody has begun one."""
    require_publisher_of(actor, service_id)
    copy = WorkingCopy.objects.filter(service_id=service_id).first()
    if copy is not None:
        return copy
    Service.objects.select_for_update(no_key=True).get(pk=service_id)
    copy = WorkingCopy.objects.filter(service_id=service_id).first()
    if copy is not None:
        return copy
    version = newest_of_its_own(service_id)
    if version is None:
        raise Refusal("no_version", _("There is nothing to work on yet. Take in a service first."))
    return _begun(edited_package(PackageFiles(version.files)), version, actor, now)


def _begun(package: EditedPackage, version: Version, actor: Actor, now: datetime) -> WorkingCopy:
    copy = WorkingCopy.made(service_id=version.service_id, based_on=version, data={}, changed_at=now)
    what = _("Begun from version %(number)d") % {"number": version.number}
    _keep(copy, package, what=what, actor=actor, now=now)
    return copy


@transaction.atomic
def edit_package(
    service_id: int, change: Change, *, seen: int, what: str, actor: Actor, now: datetime, language: str
) -> WorkingCopy:
    """Change the working copy and keep it as a new revision; a change that changes nothing keeps none.

    ``seen`` is the revision that the author had before them. Raises ChangedMeanwhile when there is a newer
    one, and Refusal for what cannot be: circles, conditions that never hold, what is in use, what another
    author keeps locked.
    """
    require_publisher_of(actor, service_id)
    copy = _locked(service_id, seen, actor, now)
    before = package_of_copy(copy)
    after = change(before)
    if after.data == before.data and after.files == before.files:
        return copy
    refuse_tangles(before, after, language)
    _keep(copy, after, what=what, actor=actor, now=now)
    return copy


def _locked(service_id: int, seen: int, actor: Actor, now: datetime) -> WorkingCopy:
    """Give the working copy for this author alone. The service is locked before its copy, here as everywhere."""
    Service.objects.select_for_update(no_key=True).filter(pk=service_id).first()
    copy = WorkingCopy.objects.select_for_update().get(service_id=service_id)
    if copy.is_locked(now) and copy.locked_by != actor.key:
        raise Refusal("locked", why_locked(copy))
    if copy.revision != seen:
        raise ChangedMeanwhile(copy)
    return copy


def why_locked(copy: WorkingCopy) -> str:
    """Say who keeps a locked service to themselves, and until when."""
    if copy.locked_until is None:
        return ""
    until = date_and_time(timezone.localtime(copy.locked_until), get_language() or "en")
    message = _(
        "%(name)s has locked the service until %(time)s. Nothing of yours is lost: save again when it is unlocked."
    )
    return message % {"name": copy.locked_name, "time": until}


def package_of_copy(copy: WorkingCopy | Revision) -> EditedPackage:
    """Give the package that is worked on, or as it was after a saving."""
    return EditedPackage(copy.data, copy.files)


@transaction.atomic
def go_back_to(service_id: int, number: int, *, seen: int, actor: Actor, now: datetime) -> WorkingCopy:
    """Make the working copy as it was after a saving, whole. The way back is a revision too.

    What could be kept once is brought back whatever is wrong with it: what it came in with from outside too.
    Raises ChangedMeanwhile and Refusal as a change does for what another author has saved or keeps locked.
    """
    require_publisher_of(actor, service_id)
    copy = _locked(service_id, seen, actor, now)
    found = package_of_copy(Revision.objects.get(copy=copy, number=number))
    if found.data != copy.data or found.files != copy.files:
        what = _("Back to how it was after change %(number)d") % {"number": number}
        _keep(copy, found, what=what, actor=actor, now=now)
    return copy


@transaction.atomic
def make_version(service_id: int, *, seen: int, actor: Actor, now: datetime) -> Version:
    """Make an immutable version of the working copy. Raises PackageRefused with what is to be mended.

    Raises Refusal while another author keeps it locked, and ChangedMeanwhile as a change does.
    """
    require_publisher_of(actor, service_id)
    copy = _locked(service_id, seen, actor, now)
    version = install_package(package_files(package_of_copy(copy)), actor=actor, now=now)
    WorkingCopy.objects.filter(pk=copy.pk).update(based_on=version)
    return version


def note_presence(copy: WorkingCopy, place: str, *, actor: Actor, now: datetime) -> list[Presence]:
    """Note that the actor has the service open, and give the others who have."""
    present = list(Presence.objects.filter(copy=copy, seen_at__gte=now - PRESENT_FOR).order_by("name"))
    own = next((each for each in present if each.author == actor.key), None)
    if own is None or own.place != place or own.seen_at < now - NOTED_EVERY:
        Presence.objects.update_or_create(
            copy=copy, author=actor.key, defaults={"name": actor.name, "place": place, "seen_at": now}
        )
    return [each for each in present if each.author != actor.key]


def _keep(copy: WorkingCopy, package: EditedPackage, *, what: str, actor: Actor, now: datetime) -> None:
    data = canonical(package.data)
    if len(json.dumps([data, dict(package.files)])) > LARGEST_PACKAGE:
        message = _("A package is at most %(size)d MB. Divide it into several services.")
        raise Refusal("too_large", message % {"size": LARGEST_PACKAGE // 1_000_000})
    groups = groups_in(data)
    if not copy.data or groups_in(copy.data) != groups:
        note_group_uses(copy.service_id, groups)
    copy.data, copy.files = data, dict(package.files)
    copy.revision += 1
    copy.changed_at, copy.changed_by = now, actor.name or actor.key
    copy.save()
    Revision.made(
        copy=copy,
        number=copy.revision,
        data=copy.data,
        files=copy.files,
        what=what[:300],
        made_at=now,
        made_by=copy.changed_by,
    ).save(force_insert=True)
    record("service.edited", copy.subject, actor=actor, detail={"revision": copy.revision})
