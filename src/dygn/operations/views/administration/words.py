from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.errors import Text
from dygn.base.frame import LANGUAGE_NAMES
from dygn.identity.web import actor_of
from dygn.municipalities.actions.save_word import remove_word, save_word
from dygn.municipalities.queries import own_wordings, word_list
from dygn.municipalities.requests import municipality_of
from dygn.operations.actions.word_texts import word_texts
from dygn.operations.forms.words import WordForm, WordingForm
from dygn.operations.rules.wordable import STATES, standard_states
from dygn.operations.texts_in_words import PARTS_IN_WORDS, STATES_IN_WORDS, text_groups
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
    """Every text that the municipality may word itself, with which languages have words of its own."""
    languages = municipality_of(request).languages
    groups = text_groups(languages, own_wordings(""))
    return show(request, "texts", _("Texts"), groups=groups)


@administrators_page
def text(request: HttpRequest, template: str, language: str) -> HttpResponse:
    """One message in one language, in your own words or in the standard text."""
    if template not in built_in_templates() or language not in municipality_of(request).languages:
        raise Http404
    standard = {wording_key(template, part): getattr(built_in(template, language), part) for part in PARTS}
    labels = {wording_key(template, part): PARTS_IN_WORDS[part] for part in PARTS}
    heading = f"{built_in(template, language).subject} ({LANGUAGE_NAMES.get(language, language)})"
    return _worded(request, standard, labels, language, heading, now=texts_of(template, language))


@administrators_page
def state_texts(request: HttpRequest, language: str) -> HttpResponse:
    """The sentences that tell a person how their case stands, in one language."""
    if language not in municipality_of(request).languages:
        raise Http404
    labels = {f"{STATES}{name}": words for name, words in STATES_IN_WORDS.items()}
    heading = _("How a case stands (%(language)s)") % {"language": LANGUAGE_NAMES.get(language, language)}
    return _worded(request, standard_states(language), labels, language, heading)


def _worded(
    request: HttpRequest,
    standard: dict[str, str],
    labels: dict[str, Text],
    language: str,
    heading: str,
    **facts: Any,
) -> HttpResponse:
    own = own_wordings("")
    initial = {key: own.get((key, language), "") for key in standard}
    given = QueryDict() if "standard" in request.POST else posted(request)
    form = WordingForm(given, initial=initial, standard=standard, labels=labels)

    def act() -> None:
        word_texts(form.texts(), language=language, actor=actor_of(request))

    taken = take_form(request, form, act, done=_("The text is saved."), then="administration:texts")
    between = [{"title": _("Texts"), "url": reverse("administration:texts")}]
    is_own = any(initial.values())
    return taken or show(request, "text", heading, form=form, is_own=is_own, between=between, **facts)
