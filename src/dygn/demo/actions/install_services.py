from datetime import datetime
from importlib.resources import as_file, files

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package


def install_services(municipality: Municipality, *, now: datetime) -> int:
    """Install and publish those of Dygn's own packages that speak the municipality's language.

    Gives how many they are. May be repeated.
    """
    actor, number = Actor.system(municipality.pk), 0
    with in_municipality(municipality.pk), as_file(files("dygn").joinpath("packages")) as packages:
        for folder in sorted(path for path in packages.iterdir() if path.is_dir()):
            package = open_package(folder)
            if municipality.default_language not in compile_package(package).definition["languages"]:
                continue
            version = install_package(package, actor=actor, now=now)
            publish_version(version.pk, actor=actor, now=now)
            number += 1
    return number
