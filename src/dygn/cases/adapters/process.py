"""Does the steps of a case's process that nobody does by hand: the port that processes ask."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.base.saying import says
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.register_case import put_in_register
from dygn.cases.events import CaseClosed
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor
from dygn.processes.events import ProcessEnded
from dygn.processes.ports import TaskHandler, Work


class CaseTasks(TaskHandler):
    """Registers and closes cases. What is so already is left as it is, so that nothing is done twice."""

    def do(self, work: Work) -> Mapping[str, Any]:
        case = _locked(work.subject)
        if case is None:
            raise Refusal("no_case", says(_("The case is not there any more.")))
        if work.topic == "register":
            _register(case)
        elif work.topic == "close":
            _close(case)
        else:
            words = _("Nothing here does “%(topic)s”. Hand it to a person, or skip it.")
            raise Refusal("unknown_topic", says(words, topic=work.topic))
        return {}

    def ended(self, ended: ProcessEnded) -> None:
        case = _locked(ended.subject)
        if case is not None and case.state == Case.State.DECIDED:
            _close(case)

    def check(self) -> None:
        """Cases are here, with nothing outside to ask."""


def _locked(subject: str) -> Case | None:
    kind, _colon, number = subject.partition(":")
    if kind != "case" or not number.isdecimal():
        return None
    return Case.objects.select_for_update().filter(pk=int(number)).first()


def _register(case: Case) -> None:
    if case.registered_at or not case.is_open:
        return
    put_in_register(case, actor=Actor.system(case.municipality_id), now=timezone.now())


def _close(case: Case) -> None:
    if case.state in (Case.State.CLOSED, Case.State.WITHDRAWN):
        return
    now = timezone.now()
    case.close(at=now)
    system = Actor.system(case.municipality_id)
    put_in_history(case, Entry(CaseEvent.Kind.CLOSED), actor=system, now=now)
    publish(CaseClosed(case_id=case.pk))
