"""How many cases are under way, by the version of the service that they came in on."""

from django.db.models import Count

from dygn.cases.models import Case

_ENDED = (Case.State.DECIDED, Case.State.CLOSED, Case.State.WITHDRAWN)


def open_cases_by_version(service_id: int) -> dict[int, int]:
    """Count the cases of a service that are not ended, by version; those without any are left out. One question."""
    open_ones = Case.objects.filter(service_id=service_id).exclude(state__in=_ENDED).order_by()
    return dict(open_ones.values_list("version_id").annotate(count=Count("pk")))
