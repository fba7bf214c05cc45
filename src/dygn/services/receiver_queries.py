"""Who gets new cases by a service's rules, and whether they are there."""

from datetime import date

from dygn.identity.models import StaffMember
from dygn.identity.queries import at_work, members_with_numbers, officers_over
from dygn.services.models import Service
from dygn.services.opening_queries import unit_called
from dygn.services.rules.settings import settings_from


def receivers_not_at_work(service: Service, today: date) -> list[StaffMember]:
    """Give those whom the service's rules name though they get no cases now; nothing is asked without such rules."""
    rules = (
        [rule for rule in settings_from(service.settings).rules if rule.member] if service.settings else []
    )
    there: set[int] = set()
    for rule in rules:
        unit_id = unit_called(rule.unit) or service.owner_unit_id
        if unit_id is not None and at_work(officers_over(unit_id), today).filter(pk=rule.member).exists():
            there.add(rule.member)
    return members_with_numbers({rule.member for rule in rules} - there)
