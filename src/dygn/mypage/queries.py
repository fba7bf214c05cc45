"""What stands on My page, put together from the rooms below. Each panel is a small function."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.numbers_in_words import money
from dygn.cases.models import Case, InformationRequest, Message
from dygn.cases.queries.mine import cases_of, expected_of_me, unread_messages, unseen_decisions
from dygn.cases.rules.wording import Who, standing
from dygn.identity.actor import Actor
from dygn.identity.models import Person
from dygn.identity.queries import person_of
from dygn.municipalities.models import Wording
from dygn.payments.models import Payment
from dygn.payments.queries import payable_by, payments_of
from dygn.services.queries import DraftListed, open_drafts_of
from dygn.services.signing_queries import to_sign_by

SHOWN_IN_PANEL = 5
LINES_A_PAGE = 30
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class ToDo:
    """Something that is expected of the person, with its day where there is one."""

    title: str
    text: str
    url: str
    by: date | None
    icon: str


@dataclass(frozen=True)
class CaseLine:
    """A case in a list: how it stands, as a sentence."""

    reference: str
    title: str
    url: str
    sentence: str
    waits_for_me: bool
    is_open: bool
    changed_at: datetime


@dataclass(frozen=True)
class MessageLine:
    """A message in a list. What it says is read in its case."""

    case_title: str
    reference: str
    url: str
    is_mine: bool
    is_unread: bool
    at: datetime


@dataclass(frozen=True)
class Lines:
    """A page of a list, with the numbers of the pages beside it."""

    lines: Sequence[CaseLine] | Sequence[MessageLine] | Sequence[Payment]
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class MyPage:
    """The front of My page. ``is_new``: the person has neither a case nor a draft."""

    name: str
    to_do: Sequence[ToDo]
    going_on: Sequence[CaseLine]
    more_going_on: bool
    finished: Sequence[CaseLine]
    messages: Sequence[MessageLine]
    drafts: Sequence[DraftListed]
    is_new: bool


def my_page(actor: Actor) -> MyPage:
    """Give everything on the front of My page."""
    person = person_of(actor)
    if person is None:
        return MyPage("", (), (), False, (), (), (), True)
    cases = list(cases_of(person.pk)[: SHOWN_IN_PANEL * 4])
    lines = case_lines(cases)
    open_lines = [line for line in lines if line.is_open]
    drafts = open_drafts_of(actor)
    return MyPage(
        name=person.given_name,
        to_do=to_do(person),
        going_on=open_lines[:SHOWN_IN_PANEL],
        more_going_on=len(open_lines) > SHOWN_IN_PANEL,
        finished=[line for line in lines if not line.is_open][:3],
        messages=[_message_line(message) for message in unread_messages(person.pk)[:SHOWN_IN_PANEL]],
        drafts=drafts[:SHOWN_IN_PANEL],
        is_new=not lines and not drafts,
    )


def to_do(person: Person) -> list[ToDo]:
    """Give what is expected of the person: first what has a day, then what waits to be read."""
    prefix = get_script_prefix()
    asked = [
        ToDo(
            title=_("Answer our question"),
            text=f"{each.title}: {each.what}",
            url=f"{prefix}{each.path.lstrip('/')}",
            by=each.by,
            icon="question",
        )
        for each in expected_of_me(person.pk)
    ]
    decided = [
        ToDo(
            title=_("Read our decision"),
            text=decision.case.title,
            url=_case_url(decision.case),
            by=None,
            icon="law",
        )
        for decision in unseen_decisions(person.pk)[:SHOWN_IN_PANEL]
    ]
    return [*_to_pay(person), *asked, *_to_sign(person), *decided, *_reach(person)]


def _to_pay(person: Person) -> list[ToDo]:
    language = get_language() or "en"
    return [
        ToDo(
            title=_("Pay %(amount)s") % {"amount": money(payment.amount, payment.currency, language)},
            text=payment.title,
            url=reverse("payments:pay", args=[payment.pk]),
            by=None,
            icon="waiting",
        )
        for payment in payable_by(person.pk)[:SHOWN_IN_PANEL]
    ]


def _to_sign(person: Person) -> list[ToDo]:
    return [
        ToDo(
            title=_("Read and sign"),
            text=each.service,
            url=reverse("services:co_sign", args=[each.id]),
            by=localdate(each.until),
            icon="edit",
        )
        for each in to_sign_by(person)
    ]


def my_cases(actor: Actor, page: int) -> Lines:
    """Give a page of the person's cases, what happened last first."""
    cases, before, after = _page(cases_of(actor.person_id or 0), page)
    return Lines(case_lines(cases), before, after)


def my_messages(actor: Actor, page: int) -> Lines:
    """Give a page of the person's messages, the newest first."""
    messages = (
        Message.objects.filter(case__applicant_id=actor.person_id or 0)
        .select_related("case")
        .order_by("-written_at", "-pk")
    )
    shown, before, after = _page(messages, page)
    return Lines([_message_line(message) for message in shown], before, after)


def my_payments(actor: Actor, page: int) -> Lines:
    """Give a page of what the person has had to pay, the newest first."""
    shown, before, after = _page(payments_of(actor.person_id or 0), page)
    return Lines(shown, before, after)


def my_drafts(actor: Actor) -> list[DraftListed]:
    """Give what the person has begun and not sent."""
    return open_drafts_of(actor)


def case_lines(cases: Sequence[Case]) -> list[CaseLine]:
    """Give cases as lines; asks two questions however many there are."""
    if not cases:
        return []
    language = get_language() or "en"
    own = _own_sentences(language)
    asked = dict(
        InformationRequest.objects.filter(
            case_id__in=[case.pk for case in cases], answered_at=None, ended_at=None
        ).values_list("case_id", "answer_by")
    )
    return [_case_line(case, asked.get(case.pk), language, own) for case in cases]


def _case_line(case: Case, answer_by: date | None, language: str, own: dict[str, str]) -> CaseLine:
    stands = standing(
        case.state,
        case.outcome,
        due_on=case.due_on,
        answer_by=answer_by,
        today=timezone.localdate(),
        language=language,
        own=own,
        awaits_payment=case.awaits_payment,
    )
    return CaseLine(
        reference=case.reference,
        title=case.title,
        url=_case_url(case),
        sentence=stands.sentence,
        waits_for_me=stands.who == Who.YOU,
        is_open=case.is_open,
        changed_at=case.last_event_at,
    )


def _message_line(message: Message) -> MessageLine:
    return MessageLine(
        case_title=message.case.title,
        reference=message.case.reference,
        url=f"{_case_url(message.case)}#messages",
        is_mine=message.is_from_person,
        is_unread=not message.is_from_person and message.read_at is None,
        at=message.written_at,
    )


def _case_url(case: Case) -> str:
    return f"{get_script_prefix()}my/cases/{case.reference}/"


def _own_sentences(language: str) -> dict[str, str]:
    worded = Wording.objects.filter(key__startswith="cases.state.", language=language)
    return {key.removeprefix("cases.state."): text for key, text in worded.values_list("key", "text")}


def _reach(person: Person) -> list[ToDo]:
    """Ask for a way to reach the person where we have none but letters."""
    if person.email_verified_at or person.phone_verified_at or person.channel == Person.Channel.LETTER:
        return []
    return [
        ToDo(
            title=_("Tell us how to reach you"),
            text=_("Give your e-mail or phone, and we tell you when something waits for you here."),
            url=f"{get_script_prefix()}my/details/",
            by=None,
            icon="mail",
        )
    ]


def _page(rows: QuerySet[Row], page: int) -> tuple[list[Row], int | None, int | None]:
    """Give the rows of a page, counted from 1, and the numbers of the pages beside it."""
    start = (page - 1) * LINES_A_PAGE
    shown = list(rows[start : start + LINES_A_PAGE + 1])
    before = page - 1 if page > 1 else None
    return shown[:LINES_A_PAGE], before, page + 1 if len(shown) > LINES_A_PAGE else None
