from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.rules.package.files import SERVICE, open_package
from dygn.services.rules.package.yaml_reading import read_yaml


def install_services(municipality: Municipality, *, now: datetime) -> int:
    """Install and publish those of Dygn's own packages that speak the municipality's language, and the demo's own.

    Gives how many they are. May be repeated.
    """
    actor, number = Actor.system(municipality.pk), 0
    own = files("dygn.demo").joinpath("data/services")
    with (
        in_municipality(municipality.pk),
        as_file(files("dygn").joinpath("packages")) as packages,
        as_file(own) as of_demo,
    ):
        folders = [path for place in (packages, of_demo) for path in place.iterdir() if path.is_dir()]
        for folder in sorted(folders, key=lambda path: path.name):
            if municipality.default_language not in _languages(folder):
                continue
            version = install_package(folder, actor=actor, now=now)
            publish_version(version.pk, actor=actor, now=now)
            number += 1
    return number


@cache
def _languages(folder: Path) -> frozenset[str]:
    return frozenset(read_yaml(SERVICE, open_package(folder).service).data["languages"])
