"""What is newer than what a municipality's services were made from."""

from dataclasses import dataclass

from dygn.operations.packages_of_the_house import HousePackage, house_package
from dygn.services.models import Service, Version
from dygn.services.rules.editing.package import EditedPackage, edited_package
from dygn.services.rules.package.files import open_package
from dygn.services.sharing_queries import has_content, package_of_version, waiting_version


@dataclass(frozen=True)
class Offer:
    """A newer package that can be brought in: one that was taken in and waits, or one of the house."""

    content_hash: str
    package: EditedPackage
    version: Version | None = None
    house: HousePackage | None = None


def offered_to(service: Service) -> Offer | None:
    """Give what is newer than what the service was made from; None when there is nothing."""
    version = waiting_version(service)
    if version is not None:
        return Offer(version.content_hash, package_of_version(version), version=version)
    house = newer_of_the_house(service)
    if house is not None:
        return Offer(house.content_hash, edited_package(open_package(house.folder)), house=house)
    return None


def newer_of_the_house(service: Service) -> HousePackage | None:
    """Give the ready-made package of the service's key, when it is another than the service has had."""
    house = house_package(service.key)
    return None if house is None or has_content(service, house.content_hash) else house


def is_offered(service: Service) -> bool:
    """Say whether there is something newer, without reading it."""
    return waiting_version(service) is not None or newer_of_the_house(service) is not None
