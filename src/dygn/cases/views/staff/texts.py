from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dygn.base.errors import Refusal
from dygn.cases.access import require_text_keeper
from dygn.cases.actions.save_message_text import remove_message_text, save_message_text
from dygn.cases.forms import MessageTextForm
from dygn.cases.queries.texts import own_texts, text_with_id
from dygn.cases.rules.house_texts import house_texts
from dygn.identity.web import actor_of, staff_required


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def texts(request: HttpRequest) -> HttpResponse:
    """The texts that officers begin their messages with: the house's, and the municipality's own."""
    actor = actor_of(request)
    require_text_keeper(actor)
    if request.method != "POST":
        return _show(request, MessageTextForm(initial=_begun(request)))
    form = MessageTextForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            save_message_text(given["key"], given["language"], given["title"], given["body"], actor=actor)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            messages.success(request, _("The text is saved. Officers find it when they write."))
            return HttpResponseRedirect(reverse("cases:texts"))
    return _show(request, form, status=422)


@require_POST
@staff_required()
def remove_text(request: HttpRequest, text_id: int) -> HttpResponse:
    """Forget a text of the municipality's own."""
    remove_message_text(text_id, actor=actor_of(request))
    messages.success(request, _("The text is removed."))
    return HttpResponseRedirect(reverse("cases:texts"))


def _begun(request: HttpRequest) -> dict[str, str]:
    """What the form begins with: one of the municipality's texts, or the house's of a key."""
    wanted, language = request.GET.get("text", ""), get_language() or "en"
    if wanted.isdecimal() and len(wanted) < 18 and (own := text_with_id(int(wanted))) is not None:
        return {"key": own.key, "language": own.language, "title": own.title, "body": own.body}
    house = next((text for text in house_texts(language) if text.key == wanted), None)
    if house is None:
        return {"language": language}
    return {"key": house.key, "language": language, "title": house.title, "body": house.body}


def _show(request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    context = {
        "heading": _("Texts for messages"),
        "lead": _("Officers begin a message with one of these and write on."),
        "form": form,
        "own": own_texts(),
        "house": house_texts(get_language() or "en"),
    }
    return render(request, "cases/staff/texts.html", context, status=status)
