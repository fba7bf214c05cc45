from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.frame import LANGUAGE_NAMES
from dygn.identity.web import actor_of
from dygn.municipalities.actions.save_word import remove_word, save_word
from dygn.municipalities.actions.set_wording import set_wording
from dygn.municipalities.queries import own_wordings, word_list
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.words import WordForm, WordingForm
from dygn.operations.views.administration.frame import administrators_page, posted, show, take_form
from dygn.operations.views.chosen import chosen_numbers
from dygn.post.queries import texts_of
from dygn.post.rules.texts import PARTS, built_in, built_in_templates, wording_key


@administrators_page
def words(request: HttpRequest) -> HttpResponse:
    """The word list: write this, not that."""
    if "remove" in request.POST:
        for number in chosen_numbers(request, "remove"):
            remove_word(number, actor=actor_of(request))
        return redirect("administration:words")
    form = WordForm(posted(request), municipality=municipality_of(request))

    def act() -> None:
        save_word(form.word(), actor=actor_of(request))

    taken = take_form(request, form, act, done=_("The word is on the list."), then="administration:words")
    return taken or show(request, "words", _("Word list"), form=form, entries=word_list())


@administrators_page
def texts(request: HttpRequest) -> HttpResponse:
    """Every message that leaves the house, with which languages have a wording of your own."""
    own = own_wordings("post.")
    languages = municipality_of(request).languages
    rows = []
    for template in sorted(built_in_templates()):
        keys = {wording_key(template, part) for part in PARTS}
        links = [
            {
                "code": code,
                "name": LANGUAGE_NAMES.get(code, code),
                "is_own": any((key, code) in own for key in keys),
            }
            for code in languages
        ]
        rows.append(
            {"template": template, "subject": built_in(template, languages[0]).subject, "links": links}
        )
    return show(request, "texts", _("Texts"), rows=rows)


@administrators_page
def text(request: HttpRequest, template: str, language: str) -> HttpResponse:
    """One message in one language, in your own words or in the house's."""
    if template not in built_in_templates() or language not in municipality_of(request).languages:
        raise Http404
    own = own_wordings(f"post.{template}.")
    initial = {part: own.get((wording_key(template, part), language), "") for part in PARTS}
    house = built_in(template, language)
    form = WordingForm(posted(request), initial=initial, template=template, built_in=house)

    def act() -> None:
        set_wording(form.texts(), language=language, actor=actor_of(request))

    taken = take_form(request, form, act, done=_("The text is saved."), then="administration:texts")
    heading = f"{house.subject} ({LANGUAGE_NAMES.get(language, language)})"
    between = [{"title": _("Texts"), "url": reverse("administration:texts")}]
    return taken or show(
        request, "text", heading, form=form, now=texts_of(template, language), between=between
    )
