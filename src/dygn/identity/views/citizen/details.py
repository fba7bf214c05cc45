from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dygn.base.errors import Refusal
from dygn.identity.actions.change_details import change_details, forget_contact
from dygn.identity.actions.confirm_contact_code import confirm_contact_code
from dygn.identity.actions.send_contact_code import send_contact_code
from dygn.identity.forms import CodeForm, DetailsForm, EmailContactForm, PhoneContactForm
from dygn.identity.models import Person
from dygn.identity.queries import code_under_way, person_of
from dygn.identity.rules.phone_numbers import shown_phone_number
from dygn.identity.web import actor_of, posted, resident_required
from dygn.municipalities.requests import municipality_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@resident_required()
def details(request: HttpRequest) -> HttpResponse:
    """Show what we know about the person, and how they want to be reached."""
    person = _person(request)
    municipality = municipality_of(request)
    form = DetailsForm(
        posted(request),
        languages=municipality.languages,
        initial={
            "channel": person.channel_in_use,
            "language": person.language or municipality.default_language,
        },
    )
    if _taken(form, lambda data: change_details(**data, actor=actor_of(request))):
        messages.success(request, _("Your choices are saved."))
        return redirect("identity:details")
    return _page(
        request, "details", form, person=person, phone=shown_phone_number(person.phone), here=_("My details")
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@resident_required()
def contact(request: HttpRequest, kind: str) -> HttpResponse:
    """Take an e-mail address or a phone number and send a code there."""
    person = _person(request)
    form = _contact_form(request, kind, person)

    def send(data: dict[str, str]) -> None:
        send_contact_code(
            kind,
            data["contact"],
            actor=actor_of(request),
            language=translation.get_language() or "",
            now=timezone.now(),
        )

    if _taken(form, send):
        return redirect("identity:contact_code", kind=kind)
    here = _("Your e-mail") if kind == "email" else _("Your phone")
    return _page(request, "contact", form, kind=kind, here=here)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@resident_required()
def contact_code(request: HttpRequest, kind: str) -> HttpResponse:
    """Take the code that was sent, and with it the address."""
    sent = code_under_way(actor_of(request), kind)
    if sent is None:
        return redirect("identity:contact", kind=kind)
    form = CodeForm(posted(request))
    if _taken(
        form, lambda data: confirm_contact_code(kind, **data, actor=actor_of(request), now=timezone.now())
    ):
        messages.success(
            request, _("Your e-mail is confirmed.") if kind == "email" else _("Your phone is confirmed.")
        )
        return redirect("identity:details")
    shown = sent.contact if kind == "email" else shown_phone_number(sent.contact)
    return _page(request, "contact_code", form, kind=kind, contact=shown, here=_("Enter the code"))


@require_POST
@resident_required()
def forget(request: HttpRequest, kind: str) -> HttpResponse:
    """Forget an e-mail address or a phone number."""
    forget_contact(kind, actor=actor_of(request))
    messages.success(request, _("It is removed."))
    return redirect("identity:details")


def _person(request: HttpRequest) -> Person:
    person = person_of(actor_of(request))
    if person is None:
        raise Http404
    return person


def _contact_form(request: HttpRequest, kind: str, person: Person) -> forms.Form:
    if kind == "email":
        return EmailContactForm(posted(request), initial={"contact": person.email})
    return PhoneContactForm(
        posted(request),
        country=municipality_of(request).country,
        initial={"contact": shown_phone_number(person.phone)},
    )


def _taken(form: forms.Form, act: Callable[[dict[str, str]], object]) -> bool:
    """Do what the form asks; a refusal is written at its field."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


def _page(
    request: HttpRequest, template: str, form: forms.Form, *, here: str, **facts: object
) -> HttpResponse:
    root = get_script_prefix()
    crumbs = [{"title": _("Start"), "url": root}, {"title": _("My page"), "url": f"{root}my/"}]
    if template != "details":
        crumbs.append({"title": _("My details"), "url": f"{root}my/details/"})
    shown = {"form": form, "breadcrumbs": [*crumbs, {"title": here}], "here": here, **facts}
    return render(request, f"identity/{template}.html", shown, status=422 if form.errors else 200)
