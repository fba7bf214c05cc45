"""Telling those who sign, and the applicant: what waits or has happened, never what is in it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from dygn.identity.models import Person
from dygn.post.actions.notify import notify
from dygn.post.rules.channels import Recipient
from dygn.services.models import Signature, Signing


def ask_to_sign(row: Signature, signing: Signing, *, now: datetime, template: str = "signing_asked") -> None:
    """Tell a co-signer that something waits for them. Whoever we cannot reach finds it on My page.

    Notes when they were told; the caller saves.
    """
    to = _recipient(row, signing)
    if to is None:
        return
    facts = {
        "service": signing.service.title,
        "url": reverse("services:open_co_sign", args=[row.pk, row.code]),
        "until": signing.ends_at.date().isoformat(),
    }
    notify(to, template, facts, subject=signing.subject, key=f"{template}:{row.pk}:{row.reminders}")
    row.told_at = now


def tell_those_who_signed(signing: Signing, rows: Iterable[Signature], template: str) -> None:
    """Tell those who have signed or been asked what became of it."""
    for row in rows:
        to = _recipient(row, signing) if row.place and row.asked_at else None
        if to is not None:
            facts = {"service": signing.service.title}
            notify(to, template, facts, subject=signing.subject, key=f"{template}:{row.pk}")


def tell_applicant(signing: Signing, template: str, *, key: str) -> None:
    """Tell the applicant that something has happened with the signatures."""
    if signing.applicant is None:
        return
    path = reverse("services:go_on", args=[signing.service.slug, signing.draft_id])
    facts = {"service": signing.service.title, "url": path}
    notify(signing.applicant, template, facts, subject=signing.subject, key=f"{template}:{signing.pk}:{key}")


def _recipient(row: Signature, signing: Signing) -> Person | Recipient | None:
    """Give how a co-signer is reached: as we know them, else as the applicant wrote."""
    person = row.person
    if person is None and row.identifier_key:
        person = Person.objects.filter(identifier_key=row.identifier_key).first()
    if person is not None:
        return person
    if row.email:
        return Recipient.by_email(row.email, language=signing.language)
    return Recipient.by_phone(row.phone, language=signing.language) if row.phone else None
