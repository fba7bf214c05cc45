"""What an officer can do on the page of a case: each act with its form, its verb and what is said when done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text
from dygn.cases import forms
from dygn.cases.actions.assign_case import assign_case
from dygn.cases.actions.attach_document import attach_document
from dygn.cases.actions.close_case import close_case
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.enter_in_register import enter_in_register
from dygn.cases.actions.follow_case import follow_case, stop_following
from dygn.cases.actions.hand_over_case import hand_over_case
from dygn.cases.actions.link_cases import link_cases, merge_double
from dygn.cases.actions.note_near_person import step_aside
from dygn.cases.actions.refund_of_case import let_case_go_unpaid, refund_of_case
from dygn.cases.actions.register_case import register_case
from dygn.cases.actions.reopen_case import reopen_case
from dygn.cases.actions.request_more import request_more, take_back_request
from dygn.cases.actions.set_deadline import set_deadline
from dygn.cases.actions.set_priority import set_priority
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.write_message import write_message
from dygn.cases.actions.write_note import write_note
from dygn.identity.actor import Actor
from dygn.records.actions.make_entry import ToEnter

Given = Mapping[str, Any]
Verb = Callable[[int, Given, Actor, datetime], object]


@dataclass(frozen=True)
class Act:
    """An act. ``may_lose_sight``: afterwards the case may belong to others."""

    form: type[forms.ActForm]
    run: Verb
    done: Text
    may_lose_sight: bool = False


def _assign(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    officer = int(given["officer"]) if given["officer"] else None
    return assign_case(case_id, officer, actor=actor, now=now, revision=given["revision"])


def _message(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    return write_message(
        case_id, given["body"], files=given["attachments"], actor=actor, now=now, revision=given["revision"]
    )


def _request(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    return request_more(
        case_id,
        given["questions"].splitlines(),
        text=given["text"],
        answer_by=given["answer_by"],
        actor=actor,
        now=now,
        revision=given["revision"],
    )


def _hand_over(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    return hand_over_case(
        case_id, given["unit"], why=given["why"], actor=actor, now=now, revision=given["revision"]
    )


def _decide(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    return decide_case(
        case_id, given["outcome"], given["reason"], actor=actor, now=now, revision=given["revision"]
    )


def _document(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    return [
        attach_document(
            case_id,
            upload,
            title=given["title"],
            shown_to_person=given["shown_to_person"],
            actor=actor,
            now=now,
        )
        for upload in given["attachments"]
    ]


def _enter(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    what = ToEnter(
        direction=given["direction"],
        dated_on=given["dated_on"],
        title=given["title"],
        correspondent=given["correspondent"],
    )
    return enter_in_register(case_id, what, documents=given["documents"], actor=actor, now=now)


def _refund(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    amount = int(given["amount"] * 100)
    return refund_of_case(
        case_id, given["payment"], amount, given["reason"], actor=actor, now=now, left=given["left"]
    )


def _let_go(case_id: int, given: Given, actor: Actor, now: datetime) -> object:
    return let_case_go_unpaid(case_id, given["payment"], given["reason"], actor=actor, now=now)


ACTS: dict[str, Act] = {
    "take": Act(
        forms.PlainForm,
        lambda case, given, actor, now: take_case(case, actor=actor, now=now, revision=given["revision"]),
        _("The case is yours."),
    ),
    "register": Act(
        forms.PlainForm,
        lambda case, given, actor, now: register_case(case, actor=actor, now=now, revision=given["revision"]),
        _("The case is registered."),
    ),
    "assign": Act(forms.AssignForm, _assign, _("The case has a new officer.")),
    "message": Act(forms.MessageForm, _message, _("The message is sent, and the person is told.")),
    "request": Act(forms.RequestForm, _request, _("The person is asked, and the case waits for the answer.")),
    "take-back": Act(
        forms.PlainForm,
        lambda case, given, actor, now: take_back_request(
            case, actor=actor, now=now, revision=given["revision"]
        ),
        _("The question is taken back, and the case goes on."),
    ),
    "note": Act(
        forms.NoteForm,
        lambda case, given, actor, now: write_note(
            case, given["text"], mentions=given["mentions"], actor=actor, now=now
        ),
        _("The note is kept."),
    ),
    "hand-over": Act(forms.HandOverForm, _hand_over, _("The case is handed over."), may_lose_sight=True),
    "follow": Act(
        forms.PlainForm,
        lambda case, given, actor, now: follow_case(case, actor=actor, now=now),
        _("You follow the case: what happens stands on your desk."),
    ),
    "unfollow": Act(
        forms.PlainForm,
        lambda case, given, actor, now: stop_following(case, actor=actor),
        _("You no longer follow the case."),
    ),
    "link": Act(
        forms.LinkForm,
        lambda case, given, actor, now: link_cases(
            case, given["reference"], given["kind"], actor=actor, now=now, revision=given["revision"]
        ),
        _("The cases are linked. It stands in the history of both."),
    ),
    "double": Act(
        forms.DoubleForm,
        lambda case, given, actor, now: merge_double(
            case, given["reference"], given["text"], actor=actor, now=now, revision=given["revision"]
        ),
        _("The double is closed, and its person is told."),
    ),
    "step-aside": Act(
        forms.StepAsideForm,
        lambda case, given, actor, now: step_aside(
            case, given["why"], actor=actor, now=now, revision=given["revision"]
        ),
        _("You no longer handle this case, and others of the same person."),
        may_lose_sight=True,
    ),
    "deadline": Act(
        forms.DeadlineForm,
        lambda case, given, actor, now: set_deadline(
            case, given["due_on"], actor=actor, now=now, revision=given["revision"]
        ),
        _("The new date is set, and the person sees it."),
    ),
    "priority": Act(
        forms.PriorityForm,
        lambda case, given, actor, now: set_priority(
            case, given["priority"], actor=actor, now=now, revision=given["revision"]
        ),
        _("The urgency is changed."),
    ),
    "document": Act(forms.DocumentForm, _document, _("The document is in the case.")),
    "enter": Act(forms.EnterForm, _enter, _("It is entered in the register.")),
    "decide": Act(forms.DecideForm, _decide, _("The case is decided. The letter is being made.")),
    "refund": Act(forms.RefundForm, _refund, _("The money is on its way back, and the person is told.")),
    "let-go": Act(forms.LetGoForm, _let_go, _("It need not be paid any longer, and the case goes on.")),
    "close": Act(
        forms.PlainForm,
        lambda case, given, actor, now: close_case(case, actor=actor, now=now, revision=given["revision"]),
        _("The case is closed."),
    ),
    "reopen": Act(
        forms.WhyForm,
        lambda case, given, actor, now: reopen_case(
            case, given["why"], actor=actor, now=now, revision=given["revision"]
        ),
        _("The case is open again, and the person is told."),
    ),
}
