"""What is newer than what a municipality's services were made from."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.operations.packages_of_the_house import HousePackage, house_package
from dygn.services.actions.adopt_entry import note_use, take_in_offered
from dygn.services.actions.take_in_package import take_in_package
from dygn.services.catalogue_queries import definition_offered, is_newer_offered, newer_offered, use_of
from dygn.services.models import CatalogueVersion, Origin, Service, Version
from dygn.services.rules.editing.package import EditedPackage, edited_package
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package, pack
from dygn.services.sharing_queries import has_content, package_of_version, waiting_version


@dataclass(frozen=True)
class Offer:
    """A newer package that can be brought in: one that waits, one of the catalogue, or one of the house."""

    content_hash: str
    package: EditedPackage
    version: Version | None = None
    offered: CatalogueVersion | None = None
    house: HousePackage | None = None
    file: bytes | None = None

    @property
    def origin(self) -> Origin | CatalogueVersion | None:
        """Who vouches for it, where it comes from another installation: its ``trust`` and ``publisher``."""
        if self.version is not None:
            return self.version.origin
        return self.offered if self.offered is not None and self.offered.entry.source_id else None

    def taken_in(self, *, actor: Actor, now: datetime) -> Version:
        """Give it as a version that waits, taken in now when it has not been."""
        if self.version is not None:
            return self.version
        if self.offered is not None:
            version = take_in_offered(self.offered, waits=True, actor=actor, now=now)
            note_use(self.offered.entry, version, at=self.offered.content_hash, now=now)
            return version
        if self.file is not None:
            return take_in_package(self.file, comes_from=Origin.Source.FILE, actor=actor, now=now, waits=True)
        assert self.house is not None
        source = Origin.Source.HOUSE
        return take_in_package(self.house.folder, comes_from=source, actor=actor, now=now, waits=True)


def offered_to(service: Service) -> Offer | None:
    """Give what is newer than what the service was made from; None when there is nothing.

    Raises PackageRefused for an offered package that we do not take in as it is.
    """
    version = waiting_version(service)
    if version is not None:
        return Offer(version.content_hash, package_of_version(version), version=version)
    use = use_of(service)
    offered = newer_offered(use)
    if offered is not None:
        definition_offered(offered)  # what was taken in long ago may be refused by the rules of today
        package = edited_package(open_package(bytes(offered.package)))
        return Offer(offered.content_hash, package, offered=offered)
    house = None if use else newer_of_the_house(service)
    if house is not None:
        return Offer(house.content_hash, edited_package(open_package(house.folder)), house=house)
    return None


def offered_by_file(service: Service, path: Path) -> Offer:
    """Give what a package in a folder or a ZIP would bring. Raises PackageRefused, and Refusal for another service."""
    files = open_package(path)
    package = compile_package(files)
    if package.key != service.key:
        raise Refusal("another_service", _("This is a package of another service."))
    return Offer(package.content_hash, edited_package(files), file=pack(files))


def newer_of_the_house(service: Service) -> HousePackage | None:
    """Give the ready-made package of the service's key, when it is another than the service has had."""
    house = house_package(service.key)
    return None if house is None or has_content(service, house.content_hash) else house


def is_offered(service: Service) -> bool:
    """Say whether there is something newer, without reading it. What comes from the catalogue is renewed from there."""
    if waiting_version(service) is not None:
        return True
    use = use_of(service)
    return newer_of_the_house(service) is not None if use is None else is_newer_offered(use)
