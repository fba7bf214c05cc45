"""Who gets new cases by a service's rules, and whether they are there."""

from datetime import date

from dygn.identity.models import StaffMember
from dygn.identity.queries import at_work, members_with_numbers, officers_over
from dygn.services.models import Service
from dygn.services.opening_queries import unit_called
from dygn.services.queries import definition_of
from dygn.services.rules.lost_receivers import LostRule, lost_rules
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


def lost_receivers(service: Service, version_id: int) -> list[LostRule]:
    """Give the rules on who gets new cases that can hold no more once the version is published."""
    rules = settings_from(service.settings).rules if service.settings else ()
    published = service.published_version_id
    if not rules or published is None or published == version_id:
        return []
    return lost_rules(rules, definition_of(published).form, definition_of(version_id).form)
