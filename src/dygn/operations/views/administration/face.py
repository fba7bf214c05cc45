from dataclasses import asdict
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of
from dygn.municipalities.actions.set_contact import set_contact
from dygn.municipalities.actions.set_theme import set_theme
from dygn.municipalities.requests import municipality_of
from dygn.municipalities.rules.themes import Theme, check, readable, stylesheet
from dygn.operations.forms.face import ContactForm, ThemeForm
from dygn.operations.views.administration.frame import administrators_page, posted, show, take_form


@administrators_page
def theme(request: HttpRequest) -> HttpResponse:
    """Choose colours, typeface and crest; see the page in them before they are kept."""
    present = asdict(readable(municipality_of(request).theme))
    form = ThemeForm(posted(request), initial=present)
    preview = ""
    if "preview" in request.POST:
        preview = _preview_of(form)
    else:
        taken = take_form(
            request,
            form,
            lambda: set_theme(form.cleaned_data, actor=actor_of(request)),
            done=_("This is how your pages look now."),
            then="administration:theme",
        )
        if taken:
            return taken
    return show(request, "theme", _("Look"), form=form, preview=preview)


def _preview_of(form: ThemeForm) -> str:
    """Give the address of the chosen theme's stylesheet; note at its field what is wrong with it."""
    if not form.is_valid():
        return ""
    try:
        check(Theme.read(form.cleaned_data))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return f"{reverse('administration:theme_preview')}?{urlencode(form.cleaned_data)}"


@administrators_page
def theme_preview(request: HttpRequest) -> HttpResponse:
    """The stylesheet of a theme that is not kept yet."""
    form = ThemeForm(request.GET)
    if not form.is_valid():
        raise Http404
    try:
        written = stylesheet(Theme.read(form.cleaned_data))
    except Refusal as refusal:
        raise Http404 from refusal
    return HttpResponse(written, content_type="text/css; charset=utf-8")


@administrators_page
def contact(request: HttpRequest) -> HttpResponse:
    """How people reach the municipality, and when."""
    form = ContactForm(posted(request), contact=municipality_of(request).contact)

    def act() -> None:
        set_contact(form.contact(), actor=actor_of(request))

    taken = take_form(request, form, act, done=_("The changes are saved."), then="administration:contact")
    return taken or show(request, "form", _("Contact and opening hours"), form=form, button=_("Save"))
