from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from dygn.base.jobs import job
from dygn.cases.models import Case, CaseEvent
from dygn.processes.actions.begin_process import Beginning, begin_process
from dygn.processes.actions.hear_message import hear_message, stop_process
from dygn.services.models import Version
from dygn.services.queries import definition_of
from dygn.services.rules.process import PROCESS

Kind = CaseEvent.Kind
BEGINS = (Kind.PAID, Kind.NEED_NOT_PAY)
# What a process can wait for, by the name of the entry in the history.
HEARD = (Kind.DECIDED, Kind.MORE_RECEIVED, Kind.MESSAGE_RECEIVED)
TOLD = (*BEGINS, *HEARD, Kind.WITHDRAWN)


def tell_process(case: Case, kind: str) -> None:
    """Let the case's process hear what has happened, by a job of the same transaction.

    A service without a process costs nothing: what a version says is kept in memory.
    """
    if kind in TOLD and definition_of(case.version_id).process is not None:
        hear_later.defer(case_id=case.pk, kind=str(kind), lock=_lock(case))


def queue_process(case: Case) -> None:
    """Let the case's process begin, if its service has one, by a job of the same transaction."""
    if definition_of(case.version_id).process is not None:
        begin_later.defer(case_id=case.pk, lock=_lock(case))


@job(attempts=12)
def begin_later(*, case_id: int) -> None:
    """Begin the process of a case, once."""
    begin_case_process(Case.objects.get(pk=case_id), now=timezone.now())


@job(attempts=12)
def hear_later(*, case_id: int, kind: str) -> None:
    """Let the process hear what has happened; what is heard twice is not waited for twice."""
    case = Case.objects.get(pk=case_id)
    now = timezone.now()
    if kind == Kind.WITHDRAWN:
        stop_process(case.subject, now=now)
    elif kind in BEGINS:
        begin_case_process(case, now=now)
    elif kind == Kind.DECIDED:
        hear_message(case.subject, kind, {"outcome": case.outcome}, now=now, keep=True)
    else:
        hear_message(case.subject, kind, {}, now=now)


def begin_case_process(case: Case, *, now: datetime) -> None:
    """Begin the process that the case's version of the service has, unless the case is over."""
    process = definition_of(case.version_id).process
    if process is None or not case.is_open:
        return
    files = Version.objects.values_list("files", flat=True).get(pk=case.version_id)
    beginning = Beginning(
        key=f"{case.subject}:{case.version_id}",
        subject=case.subject,
        reference=case.reference,
        content=files[PROCESS],
        address=f"/staff/cases/{case.reference}/",
        values=asked_of(case, process.asks),
        expected_days=process.expected_days,
    )
    begin_process(beginning, now=now)


def asked_of(case: Case, names: tuple[str, ...]) -> Mapping[str, Any]:
    """Only the answers that the process asks go into it; none of them is sensitive."""
    return {name: case.answers[name] for name in names if name in case.answers}


def _lock(case: Case) -> str:
    return f"case-process:{case.pk}"
