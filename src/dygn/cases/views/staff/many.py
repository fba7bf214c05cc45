"""Writing to many and deciding many: what each of them gets is read first, and only then sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from dygn.base.errors import Refusal
from dygn.cases.access import require_case_officer
from dygn.cases.actions.compose_letter import compose_letter
from dygn.cases.actions.deal_with_many import MOST_AT_ONCE, Dealt
from dygn.cases.actions.take_up import officer_of
from dygn.cases.actions.write_to_many import Revisions, decide_many, write_to_many
from dygn.cases.forms import DecideManyForm, WriteToManyForm
from dygn.cases.models import Case
from dygn.cases.queries.texts import facts_of, opened_cases
from dygn.cases.rules.merge_fields import FIELDS, filled
from dygn.identity.actor import Actor
from dygn.identity.queries import shown_name
from dygn.identity.web import actor_of, staff_required
from dygn.services.rules.letter_parts import split_letter

Given = dict[str, Any]
_CHOSEN = re.compile(r"(\d{1,18})(?::(\d{1,9}))?")


@dataclass(frozen=True)
class ManyAct:
    """An act on many cases: its form, its verb, and the text that one of them gets."""

    form: type[forms.Form]
    run: Callable[[Revisions, Given, Actor, datetime, bool], Dealt]
    example: Callable[[Case, Given, Actor, datetime], str]
    title: str | Promise
    button: str | Promise


def _message_to(case: Case, given: Given, actor: Actor, now: datetime) -> str:
    return filled(given["body"], facts_of(case, officer_of(actor)))


def _letter_to(case: Case, given: Given, actor: Actor, now: datetime) -> str:
    officer = officer_of(actor)
    reason = filled(given["reason"], facts_of(case, officer))
    title, parts = split_letter(compose_letter(case, given["outcome"], reason, officer=officer, now=now))
    return "\n\n".join([title, *("\n".join(each for each in (part.title, part.text) if each) for part in parts)])


ACTS = {
    "message": ManyAct(
        WriteToManyForm,
        lambda chosen, given, actor, now, rehearsal: write_to_many(
            chosen, given["body"], actor=actor, now=now, rehearsal=rehearsal
        ),
        _message_to,
        gettext_lazy("Write to many"),
        gettext_lazy("Send the message"),
    ),
    "decide": ManyAct(
        DecideManyForm,
        lambda chosen, given, actor, now, rehearsal: decide_many(
            chosen, given["outcome"], given["reason"], actor=actor, now=now, rehearsal=rehearsal
        ),
        _letter_to,
        gettext_lazy("Decide many"),
        gettext_lazy("Decide and send the letters"),
    ),
}


@require_POST
@staff_required()
def many(request: HttpRequest, what: str) -> HttpResponse:
    """Write to the chosen cases, or decide them: first the form, then how each would go, then it is done."""
    actor, act = actor_of(request), ACTS[what]
    require_case_officer(actor)
    cases = opened_cases(_ids_in(request), actor)
    back = reverse("cases:worklist") + "?" + QueryDict(request.POST.get("list", "")).urlencode()
    if not cases or len(_ids_in(request)) > MOST_AT_ONCE:
        told = _("Choose at most 200 cases at once.") if cases else _("Choose cases in the list first.")
        messages.error(request, told)
        return HttpResponseRedirect(back)
    step = request.POST.get("step", "")
    if not step:
        return _show(request, what, cases, act.form())
    form, now = act.form(request.POST), timezone.now()
    if form.is_valid():
        try:
            dealt = act.run(_chosen(request, cases), form.cleaned_data, actor, now, step != "send")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            if step == "send":
                _tell(request, what, dealt)
                return HttpResponseRedirect(back)
            return _show(request, what, cases, form, dealt)
    return _show(request, what, cases, form, status=422)


def _ids_in(request: HttpRequest) -> list[int]:
    found = (_CHOSEN.fullmatch(text) for text in request.POST.getlist("case"))
    return sorted({int(each[1]) for each in found if each})


def _chosen(request: HttpRequest, cases: list[Case]) -> Revisions:
    """Give the revisions as the officer saw them first; as they are for who comes without."""
    seen = {case.pk: case.revision for case in cases}
    for text in request.POST.getlist("case"):
        found = _CHOSEN.fullmatch(text)
        if found and found[2] and int(found[1]) in seen:
            seen[int(found[1])] = int(found[2])
    return seen


def _show(
    request: HttpRequest,
    what: str,
    cases: list[Case],
    form: forms.Form,
    dealt: Dealt | None = None,
    status: int = 200,
) -> HttpResponse:
    act, actor = ACTS[what], actor_of(request)
    revisions = _chosen(request, cases)
    first = next((case for case in cases if dealt and case.pk in dealt.done), None)
    context = {
        "heading": str(act.title),
        "what": what,
        "form": form,
        "fields": [f"{{{name}}}" for name in FIELDS],
        "cases": [
            {
                "case": case,
                "person": shown_name(case.applicant, actor),
                "revision": revisions[case.pk],
                "refused": dealt.refused.get(case.pk, "") if dealt else "",
            }
            for case in cases
        ],
        "dealt": dealt,
        "first": first,
        "example": act.example(first, form.cleaned_data, actor, timezone.now()) if first else "",
        "button": str(act.button),
        "list": request.POST.get("list", ""),
        "errors": [
            {"field": field.id_for_label or field.auto_id, "text": str(text)}
            for field in form
            for text in field.errors
        ],
    }
    return render(request, "cases/staff/many.html", context, status=status)


def _tell(request: HttpRequest, what: str, dealt: Dealt) -> None:
    done = len(dealt.done)
    if done:
        words = (
            ngettext("The message is sent to %(n)d person.", "The message is sent to %(n)d persons.", done)
            if what == "message"
            else ngettext("%(n)d case is decided.", "%(n)d cases are decided.", done)
        )
        messages.success(request, words % {"n": done})
    for reason in sorted(set(dealt.refused.values())):
        count = list(dealt.refused.values()).count(reason)
        kept = ngettext("%(n)d case not changed: %(reason)s", "%(n)d cases not changed: %(reason)s", count)
        messages.warning(request, kept % {"n": count, "reason": reason})
