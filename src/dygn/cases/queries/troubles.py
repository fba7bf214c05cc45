"""What the processes of cases could not do, for those who look after the services."""

from dataclasses import dataclass

from dygn.cases.access import cases_seen_by
from dygn.cases.models import Case
from dygn.cases.queries.process_words import step_name
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.identity.queries import officers_in
from dygn.municipalities.models import Unit
from dygn.processes.queries import Trouble, troubles
from dygn.services.access import publishable
from dygn.services.models import Service

MOST_READ = 2_000


@dataclass(frozen=True)
class CaseTrouble:
    """Something that the process of a case could not do. ``may_open`` says whether whoever reads handles the case."""

    trouble: Trouble
    case: Case
    service: Service
    step: str
    may_open: bool

    @property
    def mark(self) -> str:
        """What a form calls it by."""
        known = self.trouble
        return f"step-{known.step_id}" if known.step_id else f"process-{known.instance_id}"


def case_troubles(actor: Actor) -> list[CaseTrouble]:
    """Give what waits for somebody in the services that the actor may publish, the oldest first.

    However many there are, a fixed number of questions is asked.
    """
    found = {each: _number(each.subject) for each in troubles(MOST_READ)}
    if not found:
        return []
    numbers = [number for number in found.values() if number]
    cases = Case.objects.filter(pk__in=numbers).defer("answers", "contact").select_related("service")
    by_number = {case.pk: case for case in cases}
    services = {case.service_id: case.service for case in by_number.values()}
    own = {each.pk for each in publishable(actor, services.values())}
    seen = set(cases_seen_by(actor).filter(pk__in=numbers).values_list("pk", flat=True))
    return [
        CaseTrouble(each, case, case.service, _step_name(case, each), case.pk in seen)
        for each, number in found.items()
        if (case := by_number.get(number)) is not None and case.service_id in own
    ]


def officers_for(listed: list[CaseTrouble]) -> list[StaffMember]:
    """Give whom these can be handed to: the officers over the units of their cases, by name."""
    return list(officers_in({each.case.unit_id for each in listed}, list(Unit.objects.only("pk", "parent_id"))))


def _number(subject: str) -> int:
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "case" and number.isdecimal() else 0


def _step_name(case: Case, trouble: Trouble) -> str:
    if not trouble.element:
        return ""
    named = step_name(case, trouble.element, trouble.told_by)
    return trouble.name if named == trouble.element else named
