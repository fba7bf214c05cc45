from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dygn.services.queries import filling_of, steps_of
from dygn.services.views.desk import Desk, at_desk
from dygn.services.views.drawing import service_page
from dygn.services.views.trouble import already_sent, closed, to_beginning


@require_safe
@at_desk
def tasks(desk: Desk) -> HttpResponse:
    """The steps of a long form: what is done, and what is left."""
    draft = desk.draft()
    if draft is not None and draft.waits_for_signatures:
        return desk.to("waiting")
    if desk.is_closed:
        return closed(desk, draft)
    if draft is None:
        return to_beginning(desk)
    if draft.is_sent:
        return already_sent(desk, draft)
    filling = filling_of(draft, desk.actor)
    steps = steps_of(draft.pages, filling, lambda page_id: desk.address("page", page_id))
    done = sum(step.is_done for step in steps)
    return render(
        desk.request,
        "services/tasks.html",
        {
            "service": desk.service,
            "tasks": steps,
            "done": done,
            "is_ready": done == len(steps),
            "check_url": desk.address("check"),
            "delete_url": desk.address("delete"),
            "draft": draft,
            "back_url": service_page(desk),
        },
    )
