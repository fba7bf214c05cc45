"""Everything that the page of one case shows, for the officer and for the person."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.numbers_in_words import long_date
from dygn.base.secrecy import CannotOpen
from dygn.base.words import pick
from dygn.cases.models import (
    Case,
    CaseDocument,
    CaseEvent,
    Decision,
    InformationRequest,
    Message,
    Note,
)
from dygn.cases.queries.links import Linked, links_of
from dygn.cases.queries.paid import PaymentShown, payments_of_case
from dygn.cases.queries.people import actor_name, staff_names
from dygn.cases.queries.process import ProcessShown, process_of
from dygn.cases.rules.deadlines import Deadline, deadline
from dygn.cases.rules.wording import Standing, Step, Who, standing, steps_of
from dygn.files.models import StoredFile
from dygn.forms.rules.account import AnswerSection, account_of
from dygn.identity.actor import Actor
from dygn.identity.queries import shown_address, shown_identifier, shown_name
from dygn.identity.rules.phone_numbers import shown_phone_number
from dygn.municipalities.models import Unit, Wording
from dygn.records.models import Entry
from dygn.records.queries import entries_of, registration_of
from dygn.services.queries import definition_of
from dygn.services.rules.sealed_answers import opened_answers
from dygn.services.signing_queries import SigningShown, verified_signatures

# What the person reads in their history; the rest is the office's own business.
SHOWN_TO_PERSON = (
    CaseEvent.Kind.RECEIVED,
    CaseEvent.Kind.REGISTERED,
    CaseEvent.Kind.ASSIGNED,
    CaseEvent.Kind.HANDED_OVER,
    CaseEvent.Kind.DEADLINE_SET,
    CaseEvent.Kind.MESSAGE_SENT,
    CaseEvent.Kind.MESSAGE_RECEIVED,
    CaseEvent.Kind.MORE_REQUESTED,
    CaseEvent.Kind.MORE_RECEIVED,
    CaseEvent.Kind.REQUEST_ENDED,
    CaseEvent.Kind.DOCUMENT_ATTACHED,
    CaseEvent.Kind.DECIDED,
    CaseEvent.Kind.LETTER_MADE,
    CaseEvent.Kind.CLOSED,
    CaseEvent.Kind.REOPENED,
    CaseEvent.Kind.WITHDRAWN,
    CaseEvent.Kind.PAID,
    CaseEvent.Kind.NEED_NOT_PAY,
    CaseEvent.Kind.PAID_BACK,
)
_ABOUT_MONEY = (CaseEvent.Kind.PAID, CaseEvent.Kind.NEED_NOT_PAY, CaseEvent.Kind.PAID_BACK)


@dataclass(frozen=True)
class TimelineEntry:
    at: datetime
    title: str
    by: str
    text: str
    is_new: bool = False


@dataclass(frozen=True)
class Said:
    """A message in the conversation; ``read_at`` is when the other side first saw it."""

    text: str
    by: str
    at: datetime
    is_mine: bool
    read_at: datetime | None
    files: list[StoredFile] = field(default_factory=list)


@dataclass(frozen=True)
class AskedMore:
    """A request for more, with the answers beside the questions."""

    request: InformationRequest
    pairs: list[tuple[str, str]]
    files: list[StoredFile]
    is_late: bool


@dataclass(frozen=True)
class Applicant:
    """Who it concerns, as far as the reader may know."""

    name: str
    identifier: str
    address: list[str]
    email: str
    phone: str
    is_protected: bool


@dataclass(frozen=True)
class EnteredShown:
    """An entry in the register as an officer reads it: from or to whom, with its files."""

    entry: Entry
    correspondent: str
    files: list[StoredFile]


@dataclass(frozen=True)
class CaseView:
    """One case, ready to be shown."""

    case: Case
    sections: tuple[AnswerSection, ...]
    answers_unreadable: bool
    files: list[StoredFile]
    documents: list[CaseDocument]
    conversation: list[Said]
    requests: list[AskedMore]
    decisions: list[Decision]
    timeline: list[TimelineEntry]
    applicant: Applicant
    due: Deadline | None
    standing: Standing
    steps: list[Step]
    notes: list[Note] = field(default_factory=list)
    payments: list[PaymentShown] = field(default_factory=list)
    links: list[Linked] = field(default_factory=list)
    process: ProcessShown | None = None
    """Where the process of the case stands; None where its service has none."""
    signed: SigningShown | None = None
    """Who signed what was sent, and whether it still holds; None where nobody signs."""
    register_number: str = ""
    """Its number in the register (KS 2026/00017); empty before it is registered."""

    entries: list[EnteredShown] = field(default_factory=list)
    """What is entered of it in the register, for the officer."""

    @property
    def may_let_go(self) -> bool:
        """Something is to be paid, and an officer can let it go."""
        return any(each.payment.is_payable for each in self.payments)

    @property
    def may_refund(self) -> bool:
        """Some money has come in and not gone back."""
        return any(each.left > 0 for each in self.payments)

    @property
    def open_request(self) -> AskedMore | None:
        return next((asked for asked in self.requests if asked.request.is_open), None)


def staff_view(case: Case, actor: Actor, *, seen_events: int) -> CaseView:
    """Give the case as an officer sees it. What came after ``seen_events`` entries is marked as new."""
    return _view(case, actor, for_person=False, seen_events=seen_events)


def person_view(case: Case, actor: Actor) -> CaseView:
    """Give the case as the person it concerns sees it: no notes, no inner documents."""
    return _view(case, actor, for_person=True, seen_events=case.event_count)


def _view(case: Case, actor: Actor, *, for_person: bool, seen_events: int) -> CaseView:
    """What the history does not speak of is not asked for."""
    events = list(case.events.select_related("kept_content").order_by("-number"))
    kinds = {event.kind for event in events}
    messages = list(_messages(case)) if kinds & _TALK else []
    requests = list(_requests(case)) if CaseEvent.Kind.MORE_REQUESTED in kinds else []
    documents = list(_documents(case, for_person=for_person)) if kinds & _PAPER else []
    decisions = list(_decisions(case)) if CaseEvent.Kind.DECIDED in kinds else []
    has_notes = CaseEvent.Kind.NOTE_WRITTEN in kinds and not for_person
    files = _files_by_subject(case, messages, requests)
    person = _("You") if for_person else shown_name(case.applicant, actor)
    today = timezone.localdate()
    asked = [_asked(request, files[request.subject], today) for request in requests]
    sections, unreadable = answers_of(case)
    process = process_of(case, for_person=for_person)
    answer_by = next((each.request.answer_by for each in asked if each.request.is_open), None)
    return CaseView(
        case=case,
        sections=sections,
        answers_unreadable=unreadable,
        files=[file for file in files[case.subject] if file.place not in ("document", "decision")],
        documents=documents,
        conversation=[_said(message, files[message.subject], person, for_person) for message in messages],
        requests=asked,
        decisions=decisions,
        timeline=_timeline(events, person=person, for_person=for_person, seen_events=seen_events),
        applicant=_applicant(case, actor),
        due=_due(case, today),
        standing=_who_acts(_standing(case, answer_by, today, with_own_words=for_person), process),
        steps=(process.milestones if process else []) or _steps(case, kinds),
        process=process,
        notes=list(_notes(case)) if has_notes else [],
        payments=payments_of_case(case),
        links=links_of(case, actor) if CaseEvent.Kind.LINKED in kinds and not for_person else [],
        signed=_signed(case),
        register_number=_register_number(case),
        entries=[] if for_person else _entered(case, actor, files, documents),
    )


def _entered(
    case: Case, actor: Actor, files: dict[str, list[StoredFile]], documents: Sequence[CaseDocument]
) -> list[EnteredShown]:
    if case.registered_at is None:
        return []
    known = {str(file.key): file for some in files.values() for file in some}
    known |= {str(document.file.key): document.file for document in documents}
    person = _applicant(case, actor).name
    return [
        EnteredShown(entry, entry.correspondent or person, [known[key] for key in entry.files if key in known])
        for entry in entries_of(case.subject)
    ]


def _register_number(case: Case) -> str:
    registration = registration_of(case.subject) if case.registered_at else None
    return registration.number if registration else ""


def document_choices(case: Case) -> list[tuple[int, str]]:
    """Give the documents of a case to choose among, number and title, the latest first."""
    return list(case.documents.order_by("-added_at", "-pk").values_list("pk", "title"))


def _who_acts(standing: Standing, process: ProcessShown | None) -> Standing:
    """The process may say that it is the person's turn."""
    is_theirs = process is not None and process.person_acts and standing.who is Who.WE
    return replace(standing, who=Who.YOU) if is_theirs else standing


def _signed(case: Case) -> SigningShown | None:
    """Give the signatures, held against the answers that the case has now; asked for only where one signs."""
    definition = definition_of(case.version_id)
    if definition.signing is None or case.draft_id is None:
        return None
    try:
        answers = opened_answers(definition.form, case.answers)
    except CannotOpen:
        return None
    return verified_signatures(case.draft_id, answers)


_TALK = {CaseEvent.Kind.MESSAGE_SENT, CaseEvent.Kind.MESSAGE_RECEIVED}
_PAPER = {CaseEvent.Kind.DOCUMENT_ATTACHED, CaseEvent.Kind.LETTER_MADE}


def _messages(case: Case) -> QuerySet[Message]:
    return case.messages.select_related("written_by").order_by("written_at", "pk")


def _requests(case: Case) -> QuerySet[InformationRequest]:
    return case.requests.select_related("asked_by").order_by("asked_at")


def _decisions(case: Case) -> QuerySet[Decision]:
    return case.decisions.select_related("decided_by", "letter__file").order_by("-decided_at")


def _notes(case: Case) -> QuerySet[Note]:
    return case.notes.select_related("written_by").prefetch_related("mentions__staff").order_by("-written_at")


def _documents(case: Case, *, for_person: bool) -> QuerySet[CaseDocument]:
    documents = case.documents.select_related("file").order_by("-added_at", "-pk")
    return documents.filter(shown_to_person=True) if for_person else documents


def _files_by_subject(
    case: Case, messages: Sequence[Message], requests: Sequence[InformationRequest]
) -> dict[str, list[StoredFile]]:
    subjects = [case.subject, *(each.subject for each in messages), *(each.subject for each in requests)]
    files: dict[str, list[StoredFile]] = defaultdict(list)
    for file in StoredFile.objects.filter(subject__in=subjects).order_by("stored_at", "key"):
        files[file.subject].append(file)
    return files


def answers_of(case: Case) -> tuple[tuple[AnswerSection, ...], bool]:
    """Give the answers as a person reads them; True with them when the seals cannot be opened."""
    form = definition_of(case.version_id).form
    language = get_language() or "en"
    try:
        return account_of(form, opened_answers(form, case.answers), language), False
    except CannotOpen:
        return (), True


def _asked(request: InformationRequest, files: list[StoredFile], today: date) -> AskedMore:
    answers = json.loads(request.answers) if request.answers else []
    answers += [""] * (len(request.questions) - len(answers))
    return AskedMore(
        request, list(zip(request.questions, answers, strict=False)), files, request.is_late(today)
    )


def _said(message: Message, files: list[StoredFile], person: str, for_person: bool) -> Said:
    by = person if message.is_from_person or message.written_by is None else message.written_by.name
    return Said(
        text=message.body,
        by=by,
        at=message.written_at,
        is_mine=message.is_from_person == for_person,
        read_at=message.read_at,
        files=files,
    )


def _timeline(
    events: Sequence[CaseEvent], *, person: str, for_person: bool, seen_events: int
) -> list[TimelineEntry]:
    shown = [event for event in events if not for_person or event.kind in SHOWN_TO_PERSON]
    shown = [event for event in shown if not for_person or not _is_inner_document(event)]
    names = staff_names(_named_in(shown))
    units = _unit_names(shown)
    return [
        TimelineEntry(
            at=event.at,
            title=str(CaseEvent.Kind(event.kind).label),
            by=actor_name(event.actor, names, person=person),
            text=_said_in(event, names, units, for_person=for_person),
            is_new=event.number > seen_events,
        )
        for event in shown
    ]


def _content(event: CaseEvent) -> dict[str, object]:
    kept = getattr(event, "kept_content", None)
    return dict(kept.content) if kept else {}


def _is_inner_document(event: CaseEvent) -> bool:
    return event.kind == CaseEvent.Kind.DOCUMENT_ATTACHED and _content(event).get("shown") is False


def _named_in(events: Sequence[CaseEvent]) -> list[str]:
    officers = [f"staff:{officer}" for event in events if (officer := _content(event).get("officer"))]
    return [event.actor for event in events] + officers


def _unit_names(events: Sequence[CaseEvent]) -> dict[int, str]:
    handed = [event for event in events if event.kind == CaseEvent.Kind.HANDED_OVER]
    ids = {int(str(_content(event).get("to") or 0)) for event in handed}
    return {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=ids)} if ids else {}


def _said_in(event: CaseEvent, names: dict[str, str], units: dict[int, str], *, for_person: bool) -> str:
    content = _content(event)
    if event.kind == CaseEvent.Kind.ASSIGNED:
        officer = names.get(f"staff:{content.get('officer')}")
        return officer or _("Nobody has it at the moment")
    if event.kind == CaseEvent.Kind.HANDED_OVER:
        to, why = units.get(int(str(content.get("to") or 0)), ""), str(content.get("why") or "")
        return to if for_person or not why else f"{to}: {why}"
    if event.kind == CaseEvent.Kind.DEADLINE_SET and content.get("due_on"):
        return long_date(date.fromisoformat(str(content["due_on"])), get_language() or "en")
    if event.kind == CaseEvent.Kind.DECIDED and content.get("outcome"):
        return str(Case.Outcome(str(content["outcome"])).label)
    if event.kind == CaseEvent.Kind.PRIORITY_SET:
        return str(Case.Priority(int(str(content["priority"]))).label)
    if event.kind in _ABOUT_MONEY:
        return str(content.get("amount") or "")
    return str(content.get("why") or "")


def _applicant(case: Case, actor: Actor) -> Applicant:
    person = case.applicant
    if person is None:
        known = json.loads(case.contact or "{}")
        name = known.get("name") or shown_name(None, actor)
        phone = shown_phone_number(known.get("phone", ""))
        return Applicant(name, "", [], known.get("email", ""), phone, False)
    hidden = person.protected_identity and shown_name(person, actor) != person.name
    return Applicant(
        name=shown_name(person, actor),
        identifier=shown_identifier(person, actor),
        address=shown_address(person, actor),
        email="" if hidden else person.email,
        phone="" if hidden else shown_phone_number(person.phone),
        is_protected=person.protected_identity,
    )


def _due(case: Case, today: date) -> Deadline | None:
    if case.due_on is None or not case.is_open:
        return None
    return deadline(case.due_on, today=today, country=case.municipality.country)


def _standing(case: Case, answer_by: date | None, today: date, *, with_own_words: bool) -> Standing:
    language = get_language() or "en"
    own = _own_sentences(language) if with_own_words else {}
    return standing(
        case.state,
        case.outcome,
        due_on=case.due_on,
        answer_by=answer_by,
        today=today,
        language=language,
        own=own,
        awaits_payment=case.awaits_payment,
    )


def _own_sentences(language: str) -> dict[str, str]:
    """Give the municipality's own wording of the states, by key."""
    wordings = Wording.objects.filter(key__startswith="cases.state.", language=language)
    return {key.removeprefix("cases.state."): text for key, text in wordings.values_list("key", "text")}


def _steps(case: Case, happened: set[str]) -> list[Step]:
    language = get_language() or "en"
    named = [
        (step.key, pick(step.name, language), pick(step.text, language))
        for step in definition_of(case.version_id).steps
    ]
    return steps_of(case.state, named, happened=happened, outcome=case.outcome)
