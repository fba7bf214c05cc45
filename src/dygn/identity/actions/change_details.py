from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.access import require_resident
from dygn.identity.actor import Actor
from dygn.identity.events import DetailsChanged
from dygn.identity.models import Person


@transaction.atomic
def change_details(*, channel: str, language: str, actor: Actor) -> Person:
    """Choose how we write to the person, and in which language.

    Refuses a channel for which there is no verified address.
    """
    person = Person.objects.select_for_update().get(pk=require_resident(actor))
    if channel == Person.Channel.EMAIL and not person.email_verified_at:
        raise Refusal("no_email", _("Give an e-mail address first, then choose e-mail."), field="channel")
    if channel == Person.Channel.SMS and not person.phone_verified_at:
        raise Refusal("no_phone", _("Give a phone number first, then choose SMS."), field="channel")
    person.channel = channel
    person.language = language
    return _changed(person, actor)


@transaction.atomic
def forget_contact(kind: str, *, actor: Actor) -> Person:
    """Forget the person's e-mail address or phone."""
    person = Person.objects.select_for_update().get(pk=require_resident(actor))
    if kind == "email":
        person.email, person.email_verified_at = "", None
    else:
        person.phone, person.phone_verified_at = "", None
    if person.channel == {"email": Person.Channel.EMAIL, "phone": Person.Channel.SMS}[kind]:
        person.channel = Person.Channel.LETTER
    return _changed(person, actor)


def _changed(person: Person, actor: Actor) -> Person:
    person.save()
    record("details.changed", f"person:{person.pk}", actor=actor)
    publish(DetailsChanged(person.municipality_id, person_id=person.pk))
    return person
