from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dygn.base.errors import Refusal
from dygn.cases.access import ClosedToYou, IdentityProtected, may_keep_register
from dygn.cases.actions.compose_letter import compose_letter
from dygn.cases.actions.read_case import Reading, read_case
from dygn.cases.actions.take_up import ChangedMeanwhile, officer_of
from dygn.cases.forms import ActForm, DecideForm, MessageForm, asked_in
from dygn.cases.models import Case
from dygn.cases.queries.case_page import CaseView, document_choices, staff_view
from dygn.cases.queries.desk import wanted_by
from dygn.cases.queries.lists import case_beside, place_of, reference_of
from dygn.cases.queries.paid import PaymentShown, begun_with_payments, left_of
from dygn.cases.queries.people import actor_name, staff_names
from dygn.cases.queries.texts import texts_for
from dygn.cases.views.staff.acts import ACTS
from dygn.cases.views.staff.place import DeskPlace, place_at
from dygn.cases.views.staff.step import StepForm, todo_forms
from dygn.identity.web import staff_required
from dygn.services.rules.letter_parts import split_letter


@require_safe
@staff_required()
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """A case: the answers as a person would read them, the work beside, the history below."""
    place = place_at(request)
    try:
        reading = read_case(reference, actor=place.actor, now=timezone.now(), units=place.units)
    except ClosedToYou as closed:
        return pass_on(request, closed, place)
    form = None
    if request.GET.get("text"):
        form = _begun_with(request.GET["text"], reading.case)
    return show_case(request, reading, place, opened=request.GET.get("do", ""), form=form)


@require_POST
@staff_required()
def act(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Do something with the case. What was typed is kept when it cannot be done."""
    deed = ACTS.get(verb)
    if deed is None:
        raise Http404
    place, now = place_at(request), timezone.now()
    actor = place.actor
    try:
        reading = read_case(reference, actor=actor, now=now, units=place.units)
    except ClosedToYou as closed:
        return pass_on(request, closed, place, verb)
    form = _choices(deed.form(request.POST, request.FILES, auto_id=f"{verb}-%s"), reading.case, place)
    if form.is_valid():
        try:
            deed.run(reading.case.pk, form.cleaned_data, actor, now)
        except ChangedMeanwhile as changed:
            return show_case(request, reading, place, opened=verb, form=form, changed=changed, status=409)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, str(deed.done))
            return HttpResponseRedirect(_after(request, reading.case, deed.may_lose_sight, place))
    return show_case(request, reading, place, opened=verb, form=form, status=422)


@require_POST
@staff_required()
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter as it would be sent, before anything is decided. Nothing is kept."""
    place, now = place_at(request), timezone.now()
    try:
        reading = read_case(reference, actor=place.actor, now=now, units=place.units)
    except ClosedToYou as closed:
        return pass_on(request, closed, place)
    form = DecideForm(request.POST, auto_id="decide-%s")
    if not form.is_valid():
        return show_case(request, reading, place, opened="decide", form=form, status=422)
    given = form.cleaned_data
    text = compose_letter(
        reading.case, given["outcome"], given["reason"], officer=officer_of(place.actor), now=now
    )
    title, parts = split_letter(text)
    return show_case(
        request, reading, place, opened="decide", form=form, letter={"title": title, "parts": parts}
    )


def pass_on(request: HttpRequest, closed: ClosedToYou, place: DeskPlace, verb: str = "") -> HttpResponse:
    """A case that this officer may not open: they can give it to somebody who may, and no more."""
    case, forms, sent = closed.case, {}, None
    for name in ("assign", "hand-over"):
        is_sent = verb == name and request.method == "POST"
        given: dict[str, Any] = (
            {"data": request.POST} if is_sent else {"initial": {"revision": case.revision}}
        )
        form = _choices(ACTS[name].form(**given, auto_id=f"{name}-%s"), case, place)
        forms[name.replace("-", "_")] = form
        sent = form if is_sent else sent
    if sent is not None and sent.is_valid():
        try:
            ACTS[verb].run(case.pk, sent.cleaned_data, place.actor, timezone.now())
        except Refusal as refusal:
            sent.add_error(refusal.field if refusal.field in sent.fields else None, str(refusal.message))
        else:
            messages.success(request, str(ACTS[verb].done))
            return HttpResponseRedirect(reverse("cases:worklist"))
    context = {
        "heading": case.title,
        "case": case,
        "closed": closed,
        "is_protected": isinstance(closed, IdentityProtected),
        "forms": forms,
        "opened": verb,
        "errors": _errors(sent),
    }
    return render(request, "cases/staff/protected.html", context, status=422 if sent else 403)


def show_case(
    request: HttpRequest,
    reading: Reading,
    place: DeskPlace,
    *,
    opened: str = "",
    form: ActForm | StepForm | None = None,
    changed: ChangedMeanwhile | None = None,
    letter: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page, with one act opened and what was typed in it kept."""
    actor = place.actor
    subject = changed.case if changed else reading.case
    if changed is not None and form is not None:
        form.data = _with(form.data, "revision", changed.case.revision)
    view = staff_view(reading.case, actor, seen_events=reading.seen_events)
    context = {
        "heading": reading.case.title,
        "view": view,
        "case": reading.case,
        "is_first_look": reading.is_first,
        "is_followed": reading.is_followed,
        "forms": _forms(view, subject.revision, place, opened, None if isinstance(form, StepForm) else form),
        "opened": opened,
        "todo": todo_forms(view.process, form),
        "changes": _changes(changed),
        "letter": letter,
        "keeps_register": may_keep_register(actor, reading.case, place.units),
        "templates": texts_for(reading.case),
        "is_mine": reading.case.assignee_id == actor.staff_id,
        "list": request.GET.get("list", ""),
        "query": f"?{urlencode({'list': request.GET['list']})}" if request.GET.get("list") else "",
        "errors": _errors(form),
        **_neighbours(request, reading.case, place),
    }
    return render(request, "cases/staff/case.html", context, status=status)


def _forms(
    view: CaseView, revision: int, place: DeskPlace, opened: str, form: ActForm | None
) -> dict[str, ActForm]:
    """A form for each act, the one that was sent as it was sent."""
    case = view.case
    shown = {}
    money = begun_with_payments(view.payments)
    for verb, deed in ACTS.items():
        if verb == opened and form is not None:
            shown[verb.replace("-", "_")] = _with_left(form, view.payments)
            continue
        given: dict[str, dict[str, Any]] = {
            "assign": {"officer": case.assignee_id or ""},
            "deadline": {"due_on": case.due_on},
            "priority": {"priority": case.priority},
            "document": {"shown_to_person": True},
            "enter": {"dated_on": timezone.localdate()},
            **money,
        }
        initial = {"revision": revision, **given.get(verb, {})}
        shown[verb.replace("-", "_")] = _choices(
            deed.form(initial=initial, auto_id=f"{verb}-%s"), case, place
        )
    return shown


def _begun_with(key: str, case: Case) -> ActForm | None:
    """A message that begins with one of the municipality's texts."""
    text = next((each for each in texts_for(case) if each.key == key), None)
    if text is None:
        return None
    return MessageForm(initial={"revision": case.revision, "body": text.body}, auto_id="message-%s")


def _choices(form: ActForm, case: Case, place: DeskPlace) -> ActForm:
    """Fill in whom and what can be chosen in this case."""
    fields: dict[str, Any] = form.fields
    if "officer" in fields:
        officers = [(str(officer.pk), officer.name) for officer in place.officers_of_case(case)]
        fields["officer"].choices = [("", _("Nobody")), *officers]
    if "mentions" in fields:
        others = [each for each in place.officers_of_case(case) if each.pk != place.desk.staff_id]
        fields["mentions"].choices = [(each.pk, each.name) for each in others]
    if "documents" in fields:
        keeps = case.registered_at and may_keep_register(place.actor, case, place.units)
        fields["documents"].choices = document_choices(case) if keeps else []
    if "unit" in fields:
        units = [unit for unit in place.units if unit.closed_on is None and unit.pk != case.unit_id]
        fields["unit"].choices = [("", _("Choose a unit")), *((unit.pk, unit.name) for unit in units)]
    return form


def _with(data: Any, name: str, number: int) -> Any:
    changed = data.copy()
    changed[name] = str(number)
    return changed


def _with_left(form: ActForm, payments: list[PaymentShown]) -> ActForm:
    """A refund that is drawn again speaks of what is left now, as the page around it does."""
    if form.is_bound and "left" in form.fields:
        left = left_of(payments, form.data.get("payment", ""))
        form.data = _with(form.data, "left", left)
    return form


def _changes(changed: ChangedMeanwhile | None) -> list[dict[str, Any]]:
    """What others did while this officer was working."""
    if changed is None:
        return []
    names = staff_names([entry.actor for entry in changed.entries])
    return [
        {
            "at": entry.at,
            "what": entry.get_kind_display(),
            "by": actor_name(entry.actor, names, person=_("The person")),
        }
        for entry in changed.entries
    ]


def _errors(form: ActForm | StepForm | None) -> list[dict[str, str]]:
    """What is wrong, each with the field it belongs to."""
    if form is None or not form.is_bound:
        return []
    found = [{"field": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        found += [{"field": field.id_for_label or field.auto_id, "text": str(text)} for text in field.errors]
    return found


def _neighbours(request: HttpRequest, case: Case, place: DeskPlace) -> dict[str, str]:
    """The next and the previous case of the list that the officer came from."""
    kept = request.GET.get("list", "")
    if not kept:
        return {"next_url": "", "previous_url": "", "list_url": reverse("cases:worklist")}
    wanted = wanted_by(asked_in(QueryDict(kept)), place.desk, place.units)
    here = place_of(case, wanted.order)
    query = urlencode({"list": kept})
    urls = {"list_url": f"{reverse('cases:worklist')}?{kept}"}
    for name, backwards in (("next_url", False), ("previous_url", True)):
        found = case_beside(wanted, here, backwards=backwards)
        reference = reference_of(found) if found else ""
        urls[name] = f"{reverse('cases:staff_case', args=[reference])}?{query}" if reference else ""
    return urls


def _after(request: HttpRequest, case: Case, may_lose_sight: bool, place: DeskPlace) -> str:
    kept = request.GET.get("list", "")
    if may_lose_sight:
        return f"{reverse('cases:worklist')}?{kept}" if kept else reverse("cases:worklist")
    query = f"?{urlencode({'list': kept})}" if kept else ""
    return f"{reverse('cases:staff_case', args=[case.reference])}{query}"
