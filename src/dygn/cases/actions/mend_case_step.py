"""What an officer does about a step of the process that the installation could not do."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent
from dygn.cases.queries.process_words import step_name
from dygn.identity.actor import Actor
from dygn.processes.actions.answer_step import answer_step, locked_step
from dygn.processes.actions.try_step_again import try_step_again
from dygn.processes.models import Step

LONGEST_REASON = 300


@transaction.atomic
def try_case_step_again(case_id: int, step_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the installation try the step anew."""
    _taken_up(case_id, step_id, actor)
    try_step_again(step_id, actor=actor, now=now)


@transaction.atomic
def do_case_step_by_hand(case_id: int, step_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Let the process go on without the installation: somebody has done the step, or it is not needed; say which."""
    why = said_why(reason)
    case, step = _taken_up(case_id, step_id, actor)
    if step.state != Step.State.FAILED:
        raise Refusal("not_failed", _("It is being tried already."))
    answer_step(step_id, {}, by=actor.key, now=now, skipped_because=why)
    content = {"step": step.element, "values": {}, "why": f"{step_name(case, step.element, step.instance.told_by)}: {why}"}
    put_in_history(case, Entry(CaseEvent.Kind.STEP_DONE, content, about=step.key), actor=actor, now=now)


def said_why(reason: str) -> str:
    """Give what somebody says of why; Refusal when they say nothing, or too much to keep."""
    why = reason.strip()
    if not why:
        raise Refusal("no_reason", _("Say what you have done, or why it is not needed."), field="reason")
    if len(why) > LONGEST_REASON:
        words = _("Write at most %(most)s characters.") % {"most": LONGEST_REASON}
        raise Refusal("too_long", words, field="reason")
    return why


def _taken_up(case_id: int, step_id: int, actor: Actor) -> tuple[Case, Step]:
    """Give both, the process locked before the case, as the jobs do."""
    try:
        step = locked_step(step_id)
    except Step.DoesNotExist:
        raise NotForYou from None
    case = take_up(case_id, actor=actor)
    if step.instance.subject != case.subject or step.is_for_people:
        raise NotForYou
    return case, step
