from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dygn.cases.actions.do_case_step import do_case_step
from dygn.cases.actions.tell_process import begin_case_process
from dygn.cases.models import Case
from dygn.cases.queries.process import process_of
from dygn.demo.actions.tell_story import Scene
from dygn.demo.clock import clock_set_to
from dygn.identity.actor import Actor
from dygn.processes.actions.do_step import do_step

PERMIT = "parking-permit"
# How far each of the first cases has come: what the officer answered at each step.
WALKS: tuple[tuple[Mapping[str, Any], ...], ...] = (
    ({"statement_is_enough": True},),
    ({"statement_is_enough": False}, {}),
    ({"statement_is_enough": True}, {}),
    (),
    ({"statement_is_enough": False},),
)


def walk_processes(scene: Scene, *, now: datetime) -> None:
    """Let the open applications for a parking permit stand at different steps of their process."""
    service = scene.services.get(PERMIT)
    if service is None:
        return
    states = (Case.State.RECEIVED, Case.State.REGISTERED, Case.State.IN_HAND)
    cases = Case.objects.filter(service=service, state__in=states).order_by("-received_at")
    for case, walk in zip(cases[: len(WALKS)], WALKS, strict=False):
        officers = scene.officers.get(case.unit_id, ())
        if officers:
            _walk(case, walk, officers[0], now)


def _walk(case: Case, walk: tuple[Mapping[str, Any], ...], officer: Actor, now: datetime) -> None:
    """Go a day at a time from when it came in, and never beyond now."""
    moment = case.received_at
    with clock_set_to(moment):
        begin_case_process(case, now=moment)
        for todo in _doing(case):
            do_step(todo.id, now=moment)
    for answers in walk:
        moment = min(moment + timedelta(days=1), now)
        with clock_set_to(moment):
            for todo in [each for each in _doing(case) if each.is_for_people][:1]:
                do_case_step(case.pk, todo.id, answers, actor=officer, now=moment)


def _doing(case: Case) -> list[Any]:
    shown = process_of(case, for_person=False)
    return shown.doing if shown else []
