"""Reading questions that services share."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from dygn.base.errors import Refusal
from dygn.services.models import Service, SharedGroup, SharedGroupUse, SharedGroupVersion, WorkingCopy
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.editing.shared import Group, is_as_in, take_group
from dygn.services.rules.package.difference import Change, changes_between
from dygn.services.rules.package.shared_marks import groups_in
from dygn.services.sharing_queries import newest_of_its_own, package_of_version
from dygn.services.working_copies import comparable


@dataclass(frozen=True)
class Touched:
    """A service that has questions of a group, and what another version of the group would change in it."""

    service: Service
    number: int
    """The version of the group that it has."""
    is_current: bool
    changes: Sequence[Change] = ()
    obstacle: str = ""
    """Why it cannot take the new as it is; empty when it can."""
    seen: int = field(default=0)
    """The revision of its working copy; 0 when nobody has begun."""


def shared_groups() -> QuerySet[SharedGroup]:
    """Give the groups with how many services have them."""
    uses = (
        SharedGroupUse.objects.filter(group_key=OuterRef("key"))
        .order_by().values("group_key").annotate(uses=Count("pk")).values("uses")
    )  # fmt: skip
    return SharedGroup.objects.annotate(uses=Coalesce(Subquery(uses), Value(0))).order_by("key")


def shared_group_called(key: str) -> SharedGroup | None:
    return SharedGroup.objects.filter(key=key).first()


def versions_of_group(group: SharedGroup) -> QuerySet[SharedGroupVersion]:
    """Give the versions, the newest first."""
    return SharedGroupVersion.objects.filter(group=group).order_by("-number")[:200]


def newest_groups(keys: Collection[str] | None = None) -> dict[str, tuple[SharedGroup, Group]]:
    """Give the groups that services can have, each as its newest version, by key."""
    groups = SharedGroup.objects.filter(version__gt=0).defer("data").order_by("key")
    known = {each.pk: each for each in (groups if keys is None else groups.filter(key__in=keys))}
    newest = SharedGroupVersion.objects.filter(group__in=known).order_by("group", "-number").distinct("group")
    found = {known[each.group_id].key: (known[each.group_id], each) for each in newest} if known else {}
    return {
        key: (group, Group(key, each.number, each.questions)) for key, (group, each) in sorted(found.items())
    }


def groups_to_add(package: EditedPackage) -> list[SharedGroup]:
    """Give the groups that a service does not have yet."""
    there = groups_in(package.data).keys()
    return [
        each
        for each in SharedGroup.objects.filter(version__gt=0).defer("data").order_by("key")
        if each.key not in there
    ]


def services_with(key: str) -> list[tuple[Service, EditedPackage, int]]:
    """Give the services that have questions of a group, each with the package that its author would see."""
    uses = SharedGroupUse.objects.filter(group_key=key).select_related("service").order_by("service__key")
    services = [use.service for use in uses]
    copies = {copy.service_id: copy for copy in WorkingCopy.objects.filter(service__in=services)}
    found = []
    for service in services:
        copy = copies.get(service.pk)
        package = (
            EditedPackage(copy.data, copy.files)
            if copy
            else package_of_version(newest_of_its_own(service.pk))
        )
        if key in groups_in(package.data):
            found.append((service, package, copy.revision if copy else 0))
    return found


def services_having(key: str, newest: int) -> list[Touched]:
    """Give the services that have questions of a group and which version, those on an older first.

    No package is read: what a version would change in them is told by ``touched_by``, before it is saved.
    """
    uses = SharedGroupUse.objects.filter(group_key=key).select_related("service")
    return [
        Touched(use.service, use.number, is_current=use.number == newest)
        for use in uses.order_by("number", "service__key")
    ]


def touched_by(new: Group, language: str) -> list[Touched]:
    """Give every service that has questions of a group, with what this version of it would change there."""
    return [
        _touched(service, package, seen, new, language) for service, package, seen in services_with(new.key)
    ]


def _touched(service: Service, package: EditedPackage, seen: int, new: Group, language: str) -> Touched:
    number = groups_in(package.data)[new.key]
    if is_as_in(package, new):
        return Touched(service, number, is_current=True, seen=seen)
    try:
        after = take_group(package, new)
    except Refusal as refusal:
        return Touched(service, number, is_current=False, obstacle=str(refusal.message), seen=seen)
    spoken = language if language in package.languages else package.languages[0]
    changes = changes_between(comparable(package), comparable(after), spoken)
    return Touched(service, number, is_current=False, changes=changes, seen=seen)


def old_groups_in(package: EditedPackage) -> Mapping[str, tuple[SharedGroup, Group, bool]]:
    """Give the groups of this municipality that a service has questions of, and whether it has the newest."""
    there = groups_in(package.data)
    if not there:
        return {}
    found = newest_groups(there)
    return {key: (group, new, is_as_in(package, new)) for key, (group, new) in found.items()}
