from datetime import datetime
from importlib.resources import as_file, files

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version

PACKAGES = ("fault-report", "parking-permit", "after-school-care", "general-enquiry")


def install_services(municipality: Municipality, *, now: datetime) -> int:
    """Install and publish Dygn's own packages; give how many they are. May be repeated."""
    actor = Actor.system(municipality.pk)
    with in_municipality(municipality.pk), as_file(files("dygn").joinpath("packages")) as packages:
        for name in PACKAGES:
            version = install_package(packages / name, actor=actor, now=now)
            publish_version(version.pk, actor=actor, now=now)
    return len(PACKAGES)
