"""Makes a case of a sent draft: the port that the e-services ask."""

import json
import secrets
from dataclasses import asdict
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.base.numbers_in_words import long_date, money
from dygn.base.words import pick
from dygn.cases.actions.give_to_named import give_to_named
from dygn.cases.actions.index_case import index_case
from dygn.cases.actions.put_in_history import Entry, next_event
from dygn.cases.actions.tell_person import case_path, tell_person
from dygn.cases.actions.tell_process import queue_process
from dygn.cases.events import CaseReceived
from dygn.cases.models import Case, CaseEvent
from dygn.cases.models.event import received_content
from dygn.cases.queries.follow import hash_of_code
from dygn.cases.rules.deadlines import first_due_on
from dygn.cases.rules.references import FEWEST_DIGITS, make_code, make_reference
from dygn.files.actions.move_files import move_files
from dygn.identity.models import Person
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import open_units
from dygn.payments.actions.owe import owe
from dygn.payments.rules.money import currency_of
from dygn.payments.rules.owed import Line, Owed
from dygn.services.ports import Submission
from dygn.services.queries import definition_of
from dygn.services.rules.payment import draft_key
from dygn.services.rules.sent import Receipt, SubmittedDraft, ToPay

# A number that is taken already is drawn anew, a digit longer each time.
MOST_DRAWS = 4


class CaseSubmission(Submission):
    """Takes drafts in as cases. A draft sent twice gives the same case and the same code.

    Senders share no row, so they never wait for each other.
    """

    def submit(self, draft: SubmittedDraft) -> Receipt:
        """Make the case, its history's first entry, and the message that it is received."""
        case = _drafted_case(draft)
        code = "" if draft.applicant_person_id else code_of(draft)
        first = _insert_once(case, draft)
        if first is not None:
            _follow_up(case, first, draft, code)
        else:
            case = Case.objects.get(draft_id=draft.draft_id)
        return Receipt(
            case_id=case.pk,
            reference=case.reference,
            code=code or None,
            next_text=_next_text(case, draft),
            next_on=None if case.awaits_payment else case.due_on,
        )

    def check(self) -> None:
        """Cases are taken in here, with nothing outside to ask."""


def code_of(draft: SubmittedDraft) -> str:
    """Give the code that opens the case without log-in."""
    return make_code(str(draft.draft_id), key=settings.DYGN_LOOKUP_KEY)


@lru_cache(maxsize=1_000)
def _slug_and_country(municipality_id: int) -> tuple[str, str]:
    """A municipality keeps these for as long as it is here."""
    return Municipality.objects.values_list("slug", "country").get(pk=municipality_id)


def _drafted_case(draft: SubmittedDraft) -> Case:
    """Give the unsaved case; its reference is drawn when it is written."""
    _slug, country = _slug_and_country(draft.municipality_id)
    definition = definition_of(draft.version_id)
    received_on = timezone.localdate(draft.sent_at)
    contact = {part: text for part, text in asdict(draft.contact).items() if text}
    person_id = draft.applicant_person_id
    return Case.made(
        draft_id=draft.draft_id,
        service_id=draft.service_id,
        version_id=draft.version_id,
        titles=dict(definition.title),
        unit_id=draft.owner_unit_id or _unit_for_what_has_no_owner(),
        applicant=None if person_id is None else Person.objects.get(pk=person_id),
        contact=json.dumps(contact, ensure_ascii=False) if contact else "",
        code_hash="" if person_id else hash_of_code(code_of(draft)),
        language=draft.language,
        channel=draft.channel,
        answers=json.loads(json.dumps(dict(draft.answers))),
        received_at=draft.sent_at,
        due_on=first_due_on(received_on, days=definition.expected_days, country=country),
        awaits_payment=draft.to_pay is not None,
        last_event_at=draft.sent_at,
    )


def _draw(slug: str, year: int, digits: int) -> str:
    return make_reference(slug, year=year, number=secrets.randbelow(10**digits), digits=digits)


def _unit_for_what_has_no_owner() -> int:
    unit_id = open_units().order_by("parent_id", "key").values_list("pk", flat=True).first()
    if unit_id is None:
        raise Refusal("no_unit", _("Nobody here can take this in yet. Call us instead."))
    return unit_id


def _insert_once(case: Case, draft: SubmittedDraft) -> CaseEvent | None:
    """Write the case with its first entry drawn up; None when the draft is a case already."""
    slug, _country = _slug_and_country(draft.municipality_id)
    for digits in range(FEWEST_DIGITS, FEWEST_DIGITS + MOST_DRAWS):
        case.reference = _draw(slug, timezone.localdate(draft.sent_at).year, digits)
        case.event_count, case.last_digest = 0, ""
        # The answers themselves are the content: they stand in the case and are not kept twice.
        entry = Entry(CaseEvent.Kind.RECEIVED, received_content(case))
        first = next_event(case, entry, actor=draft.actor, now=draft.sent_at)
        if _insert(case):
            first.case = case
            return first
        if Case.objects.filter(draft_id=draft.draft_id).exists():
            return None
    raise RuntimeError("No free reference was drawn; the year's numbers are used up.")


def _insert(case: Case) -> bool:
    """Write the row unless its draft or its reference is there already; say whether it was written."""
    fields = [
        field for field in Case._meta.local_concrete_fields if not field.primary_key and not field.generated
    ]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(field.pre_save(case, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Case._meta.db_table} ({columns}) VALUES ({places}) "  # noqa: S608
            "ON CONFLICT DO NOTHING RETURNING id",
            values,
        )
        row = cursor.fetchone()
    case.pk = row[0] if row else None
    case._state.adding = row is None
    return row is not None


def _follow_up(case: Case, first: CaseEvent, draft: SubmittedDraft, code: str) -> None:
    first.save(force_insert=True)
    index_case(case)
    if draft.has_files:
        move_files(draft.file_subject, case.subject)
    record("case.received", case.subject, actor=draft.actor)
    if draft.officer_id is not None:
        give_to_named(case, draft.officer_id, now=draft.sent_at)
    if draft.to_pay is not None:
        _ask_for_payment(case, draft, draft.to_pay, code)
    elif code:
        tell_person(case, "case_received_code", key=case.subject, code=code)
    else:
        tell_person(case, "case_received", key=case.subject)
    if draft.to_pay is None:
        queue_process(case)
    publish(CaseReceived(case_id=case.pk))


def _ask_for_payment(case: Case, draft: SubmittedDraft, asked: ToPay, code: str) -> None:
    """What is to be paid is written with the case: no money can come in for a case that is not there."""
    _slug, country = _slug_and_country(draft.municipality_id)
    currency = currency_of(country)
    owed = Owed(
        key=draft_key(draft.draft_id),
        subject=case.subject,
        about=f"service:{draft.service_id}",
        reference=case.reference,
        payer_id=draft.applicant_person_id,
        titles=case.titles,
        lines=(Line(case.titles, asked.amount),),
        currency=currency,
        language=draft.language,
        home=case_path(case),
        vat_percent=asked.vat_percent,
    )
    owe(owed, actor=draft.actor, now=draft.sent_at)
    amount = money(asked.amount, currency, draft.language)
    if code:
        tell_person(case, "case_to_pay_code", key=case.subject, amount=amount, code=code)
    else:
        tell_person(case, "case_to_pay", key=case.subject, amount=amount)


def _next_text(case: Case, draft: SubmittedDraft) -> str:
    """Say what happens next: in the service's own words when it has some."""
    if draft.to_pay is not None:
        with translation.override(draft.language):
            return _("We begin as soon as it is paid. You can pay now, or come back to it.")
    if own := pick(definition_of(draft.version_id).next_text, draft.language):
        return own
    with translation.override(draft.language):
        when = long_date(case.due_on, draft.language) if case.due_on else ""
        return _("We read what you sent and come back to you by %(when)s at the latest.") % {"when": when}
