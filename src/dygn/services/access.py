"""Whose draft it is: a person's own, or, in a service without log-in, whoever carries its token."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from dygn.base.errors import NotForYou
from dygn.identity.actor import Actor
from dygn.services.models import Draft, InventoryEntry, Service, WorkingCopy

_signer = Signer(salt="dygn.services.draft")
_preview_signer = Signer(salt="dygn.services.preview")
_session_signer = Signer(salt="dygn.services.preview.session")


@dataclass(frozen=True)
class Holder:
    """Who sits at the form: the actor, and the drafts whose tokens they carry."""

    actor: Actor
    carried: frozenset[UUID] = frozenset()

    def may_open(self, draft: Draft) -> bool:
        """Say whether the draft is this holder's."""
        if draft.person_id is not None:
            return draft.person_id == self.actor.person_id
        return draft.pk in self.carried


def token_of(draft_id: UUID) -> str:
    """Give the token that whoever fills in the draft carries."""
    return _signer.sign(draft_id.hex)


def draft_of_token(token: str) -> UUID | None:
    """Give the draft that a token was made for; None when we did not make it."""
    return _signed(_signer, token)


def held_draft(draft_id: UUID, holder: Holder, *, locked: bool = False) -> Draft | None:
    """Give the draft, or None when it has not been begun; raise NotForYou when it is somebody else's."""
    draft = Draft.objects.at_hand(draft_id, locked=locked)
    if draft is not None and not holder.may_open(draft):
        raise NotForYou(f"{holder.actor.key} does not hold {draft.subject}")
    return draft


def required_draft(draft_id: UUID, holder: Holder, *, locked: bool = False) -> Draft:
    """Give the holder's draft; raise NotForYou when there is none."""
    draft = held_draft(draft_id, holder, locked=locked)
    if draft is None:
        raise NotForYou(f"there is no draft {draft_id}")
    return draft


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """Give the drafts of the person who acts; nobody else has a list."""
    if actor.person_id is None:
        return Draft.objects.none()
    return Draft.objects.filter(person_id=actor.person_id)


def may_see_files(actor: Actor, key: str) -> bool:
    """Say whether the actor may open the files of the draft with this key."""
    try:
        draft_id = UUID(key)
    except ValueError:
        return False
    return drafts_of(actor).filter(pk=draft_id).exists()


def preview_token_of(link_id: UUID) -> str:
    """Give what stands in the address of a preview: whoever has it may try the service."""
    return _preview_signer.sign(link_id.hex)


def preview_of_token(token: str) -> UUID | None:
    """Give the preview link that a token was made for; None when we did not make it."""
    return _signed(_preview_signer, token)


def preview_session_token_of(session_id: UUID) -> str:
    """Give what a browser carries to come back to what it has filled in at a preview."""
    return _session_signer.sign(session_id.hex)


def preview_session_of_token(token: str) -> UUID | None:
    """Give the session at a preview that a token was made for; None when we did not make it."""
    return _signed(_session_signer, token)


def _signed(signer: Signer, token: str) -> UUID | None:
    try:
        return UUID(hex=signer.unsign(token))
    except (BadSignature, ValueError):
        return None


def may_publish(actor: Actor) -> bool:
    """Say whether the actor may install, change and publish services in this municipality."""
    return (
        actor.is_system
        or actor.is_operator
        or actor.has_role("administrator")
        or actor.has_role("service_owner")
    )


def may_publish_service(actor: Actor, service_id: int) -> bool:
    """Say whether the actor may change and publish this service.

    An administrator may, and a service owner whose role holds in the whole municipality or in the unit that the
    service belongs to. One that belongs to no unit is every service owner's.
    """
    units = _units_published_for(actor)
    if units is None:
        return True
    owners = Service.objects.filter(pk=service_id).values_list("owner_unit_id", flat=True)
    return may_publish(actor) and all(unit is None or unit in units for unit in owners)


def publishable(actor: Actor, services: Iterable[Service]) -> list[Service]:
    """Give those of the services that the actor may change and publish."""
    units = _units_published_for(actor)
    return [each for each in services if units is None or each.owner_unit_id is None or each.owner_unit_id in units]


def _units_published_for(actor: Actor) -> frozenset[int] | None:
    """Give the units whose services the actor may publish; None for all."""
    if actor.is_system or actor.is_operator or actor.has_role("administrator"):
        return None
    return actor.units_of_role("service_owner")


def may_unlock(copy: WorkingCopy, actor: Actor) -> bool:
    """Say whether the actor may unlock what is worked on: whoever locked it, and an administrator."""
    return copy.locked_by == actor.key or actor.has_role("administrator")


def services_looked_after(actor: Actor) -> QuerySet[Service]:
    """Give the services whose figures the actor may see: all, for publishers; else those they answer for."""
    if may_publish(actor):
        return Service.objects.all()
    if actor.staff_id is None:
        return Service.objects.none()
    theirs = InventoryEntry.objects.filter(person_id=actor.staff_id).exclude(service=None)
    return Service.objects.filter(pk__in=theirs.values("service_id"))


def looks_after(subject: str, actor: Actor) -> bool:
    """Say whether the actor looks after the service with that key."""
    kind, _, number = subject.partition(":")
    if kind != "service" or not number.isdecimal():
        return False
    return services_looked_after(actor).filter(pk=int(number)).exists()


def require_publisher(actor: Actor) -> None:
    """Raise NotForYou unless the actor may install and publish services in this municipality."""
    if not may_publish(actor):
        raise NotForYou(f"{actor.key} may not publish services")


def require_publisher_of(actor: Actor, service_id: int) -> None:
    """Raise NotForYou unless the actor may change and publish this service."""
    if not may_publish_service(actor, service_id):
        raise NotForYou(f"{actor.key} may not publish service:{service_id}")


def require_publisher_called(actor: Actor, key: str) -> None:
    """Raise NotForYou unless the actor may change and publish the service of this key, if there is one."""
    units = _units_published_for(actor)
    if units is None:
        return
    others = Service.objects.filter(key=key, owner_unit__isnull=False).exclude(owner_unit_id__in=units)
    if others.exists():
        raise NotForYou(f"{actor.key} may not publish {key}")
