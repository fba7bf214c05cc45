"""Bring a form of another system: look at what becomes of it, then begin a service with it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dygn.audit.actions.record import record
from dygn.base.adapters import adapter_names
from dygn.base.errors import Refusal
from dygn.base.saying import says
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.access import require_publisher
from dygn.services.actions.begin_service import free_key
from dygn.services.actions.edit_package import take_up
from dygn.services.actions.import_package import PORT, package_of, read_form
from dygn.services.actions.install_package import install_package
from dygn.services.models import BroughtForm, Service
from dygn.services.rules.imported import ImportedForm
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.faults import PackageRefused, refused
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.rules.package.files import package_of as package_from_files

MOST_KEPT = 5
# Somebody waits for the page: what is larger is read by the command.
LARGEST = 2_000_000


@transaction.atomic
def bring_form(
    content: bytes, *, format_name: str, file_name: str, actor: Actor, now: datetime
) -> BroughtForm:
    """Keep a form to be looked at for a day. Nothing is installed. A person keeps the newest few.

    Without a ``format_name`` it is recognised from the content. Raises PackageRefused when it cannot be read or no
    package can be made of it, and Refusal when its format is not known.
    """
    require_publisher(actor)
    if len(content) > LARGEST:
        raise refused("form", says(gettext_noop("The file is larger than %(most)s MB."), most=LARGEST // 1_000_000))
    if format_name:
        form = read_form(content, format_name=format_name)
    else:
        format_name, form = _recognised(content)
    if faults := faults_of(_fit(package_of(form))):
        raise PackageRefused(faults)
    brought = BroughtForm.made(
        brought_by=actor.key, format_name=format_name, file_name=file_name[:200], content=content, brought_at=now
    )  # fmt: skip
    brought.save(force_insert=True)
    own = BroughtForm.objects.filter(brought_by=actor.key).order_by("-brought_at", "-pk")
    BroughtForm.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_KEPT:])).delete()
    return brought


def _recognised(content: bytes) -> tuple[str, ImportedForm]:
    """Give the first format that takes the content as its own, and what becomes of it."""
    for name in adapter_names(PORT):
        try:
            return name, read_form(content, format_name=name)
        except PackageRefused:
            continue
    try:
        open_package(content)
    except PackageRefused:
        message = _("We cannot tell which system the file is from. Choose the system below, and the file again.")
        raise Refusal("unknown_format", message, field="format") from None
    message = _("This is a package already. Install it under “A package of your own” among the e-services.")
    raise Refusal("is_a_package", message, field="form")


def _fit(package: PackageFiles) -> PackageFiles:
    """Give the package when it is no larger than one that is uploaded; raises PackageRefused."""
    return package_from_files({name: text.encode() for name, text in package.texts.items()})


def form_brought(brought: BroughtForm) -> ImportedForm:
    """Give what becomes of a form that is looked at."""
    return read_form(bytes(brought.content), format_name=brought.format_name)


@transaction.atomic
def begin_with_form(brought_id: UUID, *, actor: Actor, now: datetime) -> Service:
    """Begin a service with a form that was looked at, and take it up to be worked on.

    Nobody sees it until it is published. Begun twice it is the same service. A key that is taken is numbered.
    Raises BroughtForm.DoesNotExist when the actor keeps no such form.
    """
    require_publisher(actor)
    mine = BroughtForm.objects.select_for_update(of=("self",)).filter(brought_by=actor.key)
    brought = mine.select_related("service").get(pk=brought_id)
    if brought.service is not None:
        return brought.service
    form = form_brought(brought)
    # Two who begin with forms of the same name wait for each other, and each gets a key of their own.
    Municipality.objects.select_for_update(no_key=True).get(pk=required_municipality_id())
    form = replace(form, service={**form.service, "key": free_key(str(form.service["key"]))})
    version = install_package(package_of(form), actor=actor, now=now)
    take_up(version.service_id, actor=actor, now=now)
    brought.service = version.service
    brought.save(update_fields=["service"])
    detail = {"format": brought.format_name}
    record("service.begun_with_form", version.service.subject, actor=actor, detail=detail)
    return version.service
