"""The steps of a case's process on its page: what to do now, and marking it as done."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.cases.access import ClosedToYou
from dygn.cases.actions.do_case_step import do_case_step
from dygn.cases.actions.mend_case_step import do_case_step_by_hand, try_case_step_again
from dygn.cases.actions.read_case import read_case
from dygn.cases.queries.process import ProcessShown, ToDo, step_of_case
from dygn.cases.views.staff.place import place_at
from dygn.identity.actor import Actor
from dygn.identity.web import staff_required
from dygn.services.rules.process import Asked


class StepForm(forms.Form):
    """What a step asks of whoever does it: one of a few answers each."""

    use_required_attribute = False

    def __init__(self, todo: ToDo, data: Any = None) -> None:
        super().__init__(data, auto_id=f"step-{todo.id}-%s")
        self.asks = todo.asks
        for asked in todo.asks:
            self.fields[asked.id] = _field(asked)

    @property
    def values(self) -> dict[str, Any]:
        """What was answered, yes and no as such."""
        given = self.cleaned_data
        return {each.id: given[each.id] if each.options else given[each.id] == "yes" for each in self.asks}


def _field(asked: Asked) -> forms.ChoiceField:
    language = get_language() or "en"
    options = [(key, pick(label, language)) for key, label in asked.options]
    return forms.ChoiceField(
        label=pick(asked.label, language),
        choices=options or [("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )


def todo_forms(process: ProcessShown | None, sent: forms.Form | None = None) -> list[dict[str, Any]]:
    """Give what is to be done with a form for each step, the one that was sent as it was sent."""
    doing = process.doing if process else []
    sent_id = sent.auto_id if isinstance(sent, StepForm) else ""
    drawn = []
    for todo in doing:
        form = StepForm(todo)
        drawn.append({"todo": todo, "form": sent if sent_id == form.auto_id else form})
    return drawn


def _mend(request: HttpRequest, case_id: int, todo: ToDo, *, actor: Actor, now: datetime) -> None:
    """Try again what the installation could not do, or go on without it, with what was done instead."""
    try:
        if "by_hand" in request.POST:
            do_case_step_by_hand(case_id, todo.id, request.POST["by_hand"], actor=actor, now=now)
            messages.success(request, _("The step is done."))
        else:
            try_case_step_again(case_id, todo.id, actor=actor, now=now)
            messages.success(request, _("It is tried again. Look here in a moment."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))


@require_POST
@staff_required()
def step(request: HttpRequest, reference: str, step_id: str) -> HttpResponse:
    """Mark a step of the process as done. What was chosen is kept when it cannot be."""
    from dygn.cases.views.staff.case import pass_on, show_case

    place, now = place_at(request), timezone.now()
    try:
        reading = read_case(reference, actor=place.actor, now=now, units=place.units)
    except ClosedToYou as closed:
        return pass_on(request, closed, place)
    here = HttpResponseRedirect(reverse("cases:staff_case", args=[reference]) + "#process")
    todo = step_of_case(reading.case, int(step_id))
    if todo is None:
        messages.info(request, _("Somebody has done this step already."))
        return here
    if not todo.is_for_people:
        _mend(request, reading.case.pk, todo, actor=place.actor, now=now)
        return here
    form = StepForm(todo, request.POST)
    if form.is_valid():
        try:
            do_case_step(reading.case.pk, todo.id, form.values, actor=place.actor, now=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The step is done."))
            return here
    return show_case(request, reading, place, opened=f"step-{step_id}", form=form, status=422)
