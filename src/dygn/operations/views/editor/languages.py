"""The languages of a service: which they are, how much is written in each, one more, one less."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.frame import LANGUAGE_NAMES
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.editor.languages import NewLanguageForm
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.facts import draw_subject
from dygn.services.rules.editing.languages import (
    Written,
    add_language,
    move_language,
    only_in,
    remove_language,
    written_in,
)
from dygn.services.rules.editing.package import EditedPackage

MOST_NAMED = 5


@editors_page
def languages(editing: Editing) -> HttpResponse:
    """The languages in their order, with how much is written in each; one more is added with a press."""
    sent, here = editing.request.POST, editing.address("edit_languages")
    spoken = municipality_of(editing.request).languages
    how = {"taken": editing.package.languages, "spoken": spoken}
    new = NewLanguageForm(posted(editing.request) if "add" in sent else None, **how)
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    pressed = next((name for name in ("up", "down") if name in sent), "")
    if pressed:
        change = partial(move_language, language=sent[pressed][:5], by=-1 if pressed == "up" else 1)
        taken, told = keep(editing, change, _("The languages are in another order."), then=here)
    elif new.is_bound and new.is_valid():
        code = new.cleaned_data["language"]
        what = _("The service is in %(language)s too. What is missing is marked everywhere.")
        words = what % {"language": LANGUAGE_NAMES.get(code, code)}
        taken, told = keep(editing, partial(add_language, language=code), words, then=here, form=new)
    return taken or draw_subject(
        editing, "edit_languages", "languages", form=new, rows=_rows(editing, spoken),
        new=new if new.fields["language"].choices else None, **told,  # type: ignore[attr-defined]
    )  # fmt: skip


@editors_page
def remove(editing: Editing, language: str) -> HttpResponse:
    """Take a language away: what is lost with it is said first."""
    if language not in editing.package.languages:
        raise Http404
    back, name = editing.address("edit_languages"), LANGUAGE_NAMES.get(language, language)
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if "remove" in editing.request.POST:
        what = _("The service is no longer in %(language)s.") % {"language": name}
        taken, told = keep(editing, partial(remove_language, language=language), what, then=back)
    heading = _("Take away %(language)s") % {"language": name}
    why_not = _why_not(editing.package, language)
    return taken or draw(
        editing, "lose", heading, above=[{"title": _("Languages"), "url": back}], back=back,
        lines=_of_the_loss(editing.package, language), why_not=why_not, keep_words=_("Keep the language"),
        remove_words=_("Take it away, with its texts"), **told,
    )  # fmt: skip


def _rows(editing: Editing, spoken: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "written": each,
            "name": LANGUAGE_NAMES.get(each.language, each.language),
            "is_spoken": each.language in spoken,
            "remove_url": editing.address("remove_language", each.language),
        }
        for each in written_in(editing.package)
    ]


def _of_the_loss(package: EditedPackage, language: str) -> list[str]:
    """Say what goes with a language: texts, letters, and what happens to those who read it."""
    lost = next(each for each in written_in(package) if each.language == language)
    return [
        _texts_lost(lost),
        _("Whoever reads this language then sees the service in the municipality's own, with a line that says so."),
        _("What has been begun or sent stays on its version, in the language it was written in."),
        _("Nothing changes for people before a new version is published. You can go back to how it was at any time."),
    ]  # fmt: skip


def _texts_lost(lost: Written) -> str:
    texts = ngettext("%(count)d text", "%(count)d texts", lost.texts) % {"count": lost.texts}
    letters = ngettext("%(count)d letter", "%(count)d letters", lost.letters) % {"count": lost.letters}
    return _("What is written in it goes: %(texts)s and %(letters)s, and the words that people search with.") % {
        "texts": texts, "letters": letters,
    }  # fmt: skip


def _why_not(package: EditedPackage, language: str) -> str:
    """Say why a language cannot go; nothing when it can."""
    if len(package.languages) == 1:
        return _("A service is in one language at least. Add another one first.")
    alone = only_in(package, language)
    if not alone:
        return ""
    named = ", ".join(f"“{text[:80]}”" for text in alone[:MOST_NAMED])
    return _("It cannot go yet. This is written in no other language: %(texts)s.") % {"texts": named}
