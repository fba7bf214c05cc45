"""Reading where services come from, and what is new there."""

from collections.abc import Set
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from dygn.services.models import Origin, Service, Version, WorkingCopy
from dygn.services.rules.editing.package import EditedPackage, edited_package
from dygn.services.rules.package.difference import Change, changes_between
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.merging import Merged, merge_packages, without_its_own
from dygn.services.working_copies import comparable


@dataclass(frozen=True)
class Upgrade:
    """What a newer package from outside would bring to a service."""

    base: EditedPackage
    ours: EditedPackage
    theirs: EditedPackage
    merged: Merged
    seen: int

    def news(self, language: str) -> list[Change]:
        """Give what is new in it, against what was taken over last."""
        return _changes(self.base, self.theirs, language)

    def own(self, language: str) -> list[Change]:
        """Give what the municipality has changed for itself."""
        return _changes(self.base, self.ours, language)


def _changes(before: EditedPackage, after: EditedPackage, language: str) -> list[Change]:
    old, new = (comparable(each.with_data(without_its_own(each.data))) for each in (before, after))
    return changes_between(old, new, language)


def upgrade_to(service: Service, theirs: EditedPackage, chosen: Set[str] = frozenset()) -> Upgrade:
    """Hold a package from outside against the one taken over last and against what is worked on."""
    copy = WorkingCopy.objects.filter(service=service).first()
    base = package_of_version(base_version(service))
    ours = EditedPackage(copy.data, copy.files) if copy else package_of_version(newest_of_its_own(service.pk))
    return Upgrade(
        base, ours, theirs, merge_packages(base, ours, theirs, chosen), copy.revision if copy else 0
    )


def package_of_version(version: Version | None) -> EditedPackage:
    """Give a version's package as it is worked on."""
    assert version is not None, "a service has a version from its first day"
    return edited_package(PackageFiles(version.files))


def base_version(service: Service) -> Version | None:
    """Give the version from outside that was taken over last; the first one when that was never noted."""
    adopted = _versions(service.pk).filter(origin__adopted_at__isnull=False)
    return (
        adopted.order_by("-origin__adopted_at", "-number").first()
        or _versions(service.pk).order_by("number").first()
    )


def waiting_version(service: Service) -> Version | None:
    """Give the newest version from outside that has not been brought into what is worked on."""
    waiting = _versions(service.pk).filter(origin__isnull=False, origin__adopted_at__isnull=True)
    return waiting.select_related("origin").order_by("-number").first()


def waiting_versions(service: Service) -> set[int]:
    """Give the numbers of the rows of the versions that have not been brought in."""
    waiting = Origin.objects.filter(version__service=service, adopted_at=None)
    return set(waiting.values_list("version_id", flat=True))


def newest_of_its_own(service_id: int) -> Version | None:
    """Give the newest version, those that wait to be brought in aside."""
    mine = _versions(service_id).exclude(origin__isnull=False, origin__adopted_at__isnull=True)
    return mine.order_by("-number").first()


def has_work_of_its_own(version: Version) -> bool:
    """Say whether the municipality had worked on the service itself before this version was taken in."""
    if WorkingCopy.objects.filter(service_id=version.service_id).exists():
        return True
    older = Version.objects.filter(service_id=version.service_id, number__lt=version.number).order_by(
        "number"
    )
    first = older.first()
    return first is not None and older.filter(origin__isnull=True).exclude(pk=first.pk).exists()


def newest_number() -> int:
    """Give the number of the row that was made last among the versions of all services."""
    return Version.objects.aggregate(last=Max("pk"))["last"] or 0


def waits(version: Version) -> bool:
    """Say whether a version from outside waits to be brought into what is worked on."""
    return Origin.objects.filter(version=version, adopted_at=None).exists()


def origin_of(version: Version) -> dict[str, str]:
    """Say in words for programs where a version came from; nothing when it was made here."""
    origin = Origin.objects.filter(version=version).first()
    if origin is None:
        return {}
    told = {"from": origin.source, "trust": origin.trust, "publisher": origin.publisher}
    return told | {"waits": "no" if origin.adopted_at else "yes: bring it in where the service is edited"}


def has_content(service: Service, content_hash: str) -> bool:
    """Say whether a version of the service has this very content."""
    return Version.objects.filter(service=service, content_hash=content_hash).exists()


def keys_installed() -> set[str]:
    """Give the keys of the services that are installed."""
    return set(Service.objects.values_list("key", flat=True))


def _versions(service_id: int) -> QuerySet[Version]:
    return Version.objects.defer(None).filter(service_id=service_id)
