from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.secrets import resolve_secret
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.models import Service, Version
from dygn.services.rules.editing.package import package_files
from dygn.services.rules.package.compiling import content_hash
from dygn.services.rules.package.files import PackageFiles, pack
from dygn.services.rules.package.merging import without_its_own
from dygn.services.rules.package.signing import sign
from dygn.services.sharing_queries import package_of_version


def export_package(service: Service, number: int | None = None, *, actor: Actor, now: datetime) -> bytes:
    """Give a version of a service, the newest when none is named, as a file to give away: signed when there is a key.

    Address and owner do not travel, and nothing that was set for the service in this municipality is in a package
    anyway. Raises Refusal when there is no such version, or when the key cannot be read.
    """
    require_publisher(actor)
    versions = Version.objects.defer(None).filter(service=service).order_by("-number")
    version = (versions if number is None else versions.filter(number=number)).first()
    if version is None:
        raise Refusal("unknown_version", _("There is no such version."))
    package = package_of_version(version)
    files = package_files(package.with_data(without_its_own(package.data)))
    record("service.exported", service.subject, actor=actor, detail={"version": version.number})
    return pack(PackageFiles(files.texts, _signature(files, now)))


def _signature(files: PackageFiles, now: datetime) -> str:
    """Sign the package; nothing when this installation has no key to sign with."""
    if not settings.DYGN_SIGNING_KEY:
        return ""
    if not settings.DYGN_PUBLISHER:
        raise Refusal("publisher", _("DYGN_PUBLISHER is to say in whose name packages are signed."))
    try:
        key = resolve_secret(settings.DYGN_SIGNING_KEY)
        signed = sign(content_hash(files), publisher=settings.DYGN_PUBLISHER, private_key=key, at=now)
    except (ImproperlyConfigured, ValueError) as error:
        message = _("The key that packages are signed with cannot be read. Ask whoever runs Dygn.")
        raise Refusal("signing_key", message) from error
    return signed.written()
