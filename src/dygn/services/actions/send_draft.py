from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.adapters import adapter_class
from dygn.base.errors import NotForYou, Refusal
from dygn.base.events import publish
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.flow import Filling
from dygn.services.access import Holder, held_draft
from dygn.services.actions.book_times import confirm_times
from dygn.services.events import DraftSent
from dygn.services.models import Draft, Service
from dygn.services.models.intake import take_a_place
from dygn.services.opening_queries import clock, closing_of, unit_called
from dygn.services.ports import Submission, SubmittedDraft
from dygn.services.queries import definition_of, filling_of, has_level
from dygn.services.rules.contact import cannot_be_reached, contact_in
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.payment import to_pay
from dygn.services.rules.receivers import rule_that_holds
from dygn.services.rules.sealed_answers import sealed_answers
from dygn.services.rules.settings import period_of, settings_from
from dygn.services.signing_queries import is_as_signed, standing_signing

_KEPT = ["sent_at", "expires_at", "case_id", "reference", "code", "next_text", "next_on"]


@transaction.atomic
def send_draft(service: Service, draft_id: UUID, *, holder: Holder, now: datetime) -> Draft:
    """Send what has been filled in: it becomes a case, and the draft its receipt.

    Sending again, from wherever, gives the same receipt: the draft's row is locked, and its id is
    the key of the case. Raises Refusal when something is missing, the service is closed or the draft
    is deleted, and NotForYou for somebody else's draft.
    """
    draft = held_draft(draft_id, holder, locked=True)
    if draft is None:
        raise Refusal("draft_gone", _("What you had begun is deleted."))
    if draft.service_id != service.pk:
        raise NotForYou(f"{draft.subject} belongs to another service")
    if draft.is_sent:
        return draft
    if not draft.waits_for_signatures:  # what was signed in time is taken in, however long the others took
        refuse_unready(service, holder, draft, now)
    filling = filling_of(draft, holder.actor)
    if not draft.waits_for_signatures and filling.first_unfinished_page() is not None:
        raise Refusal("not_finished", _("Something is still missing. Answer it before you send."))

    definition = definition_of(draft.version_id)
    _refuse_unreachable(filling, definition)
    if definition.signing is not None:
        _refuse_unsigned(draft, holder)

    if service.settings and not draft.waits_for_signatures:  # what is signed took its place then
        take_its_place(service, now)
    receipt = submission().submit(_submitted(draft, service, filling, holder, now))
    draft.mark_sent(case_id=receipt.case_id, reference=receipt.reference, code=receipt.code or "", now=now)
    draft.say_next(receipt.next_text, receipt.next_on)
    draft.save(update_fields=_KEPT)
    if filling.form.bookings:
        confirm_times(draft, filling, now=now)
    publish(DraftSent(draft.pk, service.pk, receipt.case_id))
    return draft


def refuse_unready(service: Service, holder: Holder, draft: Draft, now: datetime) -> None:
    """Refuse to send or sign at a service that takes nothing now, or by somebody not logged in surely enough."""
    if not service.takes_applications or closing_of(service, now) is not None:
        raise Refusal("service_closed", _("This service does not take applications just now."))
    if not has_level(holder.actor, definition_of(draft.version_id)):
        raise Refusal("log_in_needed", _("Log in to send this."))


def _refuse_unsigned(draft: Draft, holder: Holder) -> None:
    """What is sent is exactly what all have signed."""
    signing = standing_signing(draft.pk)
    if signing is None or signing.is_waiting:
        raise Refusal("not_signed", _("It has to be signed before it is sent."))
    if not is_as_signed(draft, signing, holder.actor):
        raise Refusal("not_signed", _("The answers were changed after they were signed. Sign again."))


def take_its_place(service: Service, now: datetime) -> str | None:
    """Count the case where only so many are taken; give the period that it is counted in.

    The last place is one person's, however many send at once.
    """
    settings = settings_from(service.settings)
    if not settings.most:
        return None
    period = period_of(settings.per, clock(now))
    if not take_a_place(service.pk, period, settings.most):
        raise Refusal("service_closed", _("We have taken in as many as we can."))
    return period


def _receiver_of(service: Service, filling: Filling) -> tuple[int | None, int | None]:
    """Give the unit that the case goes to, by the service's own rules on answers or its owner; and who there.

    Whether that colleague is at work, and may have the case, is for whoever takes it in to say.
    """
    rule = rule_that_holds(settings_from(service.settings).rules, filling) if service.settings else None
    if rule is None:
        return service.owner_unit_id, None
    return unit_called(rule.unit) or service.owner_unit_id, rule.member or None


def _refuse_unreachable(filling: Filling, definition: ServiceDefinition) -> None:
    """A service that asks for contact details is sent by nobody whom we cannot reach."""
    if cannot_be_reached(definition.log_in, contact_in(filling.form, filling.values())):
        raise Refusal("no_contact", _("Write an e-mail address or a phone number, so that we can reach you."))


def _submitted(
    draft: Draft, service: Service, filling: Filling, holder: Holder, now: datetime
) -> SubmittedDraft:
    values: dict[str, Any] = filling.values()
    definition = definition_of(draft.version_id)
    unit_id, officer_id = _receiver_of(service, filling)
    return SubmittedDraft(
        draft_id=draft.pk,
        municipality_id=draft.municipality_id,
        service_id=service.pk,
        service_key=service.key,
        version_id=draft.version_id,
        owner_unit_id=unit_id,
        officer_id=officer_id,
        applicant_person_id=draft.person_id,
        contact=contact_in(filling.form, values),
        answers=sealed_answers(filling.form, values),
        file_subject=draft.subject,
        has_files=_has_files(filling.form, values),
        language=draft.language,
        channel=draft.channel,
        sent_at=now,
        actor=holder.actor,
        to_pay=to_pay(filling.form, values, definition.fee.vat if definition.fee else None),
    )


def _has_files(form: FormDefinition, values: Mapping[str, Any]) -> bool:
    """Some question takes files and is answered, or stands in a group that is."""
    return any(
        values.get(question.id)
        for question in form.by_id.values()
        if question.kind == "file" or any(each.kind == "file" for each in question.questions)
    )


@cache
def submission() -> Submission:
    """Give whoever takes in what is sent; it holds nothing, so one serves all."""
    taker: Submission = adapter_class("submission", settings.DEFAULT_ADAPTERS["submission"])()
    return taker
