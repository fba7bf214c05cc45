"""Reading what is to be published and when."""

from dygn.services.models import PlannedPublication, Service

State = PlannedPublication.State


def planned_of(service: Service) -> PlannedPublication | None:
    """Give the latest plan that still tells something: one that waits, or that was refused and never replaced."""
    plans = PlannedPublication.objects.filter(service=service).select_related("version", "asked_by")
    latest = plans.order_by("-pk").first()
    return latest if latest is not None and latest.state in (State.WAITING, State.REFUSED) else None


def planned_by_service() -> dict[int, PlannedPublication]:
    """Give the plans that wait, by service."""
    waiting = PlannedPublication.objects.filter(state=State.WAITING).select_related("version")
    return {plan.service_id: plan for plan in waiting}
