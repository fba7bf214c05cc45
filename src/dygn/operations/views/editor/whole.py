"""The letters of a service."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from dygn.operations.forms.editor.service import LetterForm
from dygn.operations.how_it_reads import readings
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.services.rules.editing.changes import change_letter
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.letters import FACTS, LETTERS, letters_of


@editors_page
def letters(editing: Editing) -> HttpResponse:
    """Which letters the service has, and in which languages."""
    written = letters_of(PackageFiles(editing.package.files))
    listed = [
        {
            "name": LETTERS_IN_WORDS[name],
            "url": editing.address("edit_letter", name),
            "languages": sorted(written.get(name, {})),
            "missing": sorted(set(editing.package.languages) - written[name].keys())
            if name in written
            else [],
        }
        for name in LETTERS
    ]
    return draw(editing, "letters", _("Letters"), letters=listed)


@editors_page
def letter(editing: Editing, name: str) -> HttpResponse:
    """One letter in all languages."""
    if name not in LETTERS:
        raise Http404
    written = letters_of(PackageFiles(editing.package.files)).get(name, {})
    form = LetterForm(
        posted(editing.request), languages=editing.package.languages, written={"letter": written}
    )
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if "look" not in editing.request.POST and form.is_bound and form.is_valid():
        change = partial(change_letter, name=name, texts=form.written("letter"))
        here = editing.address("edit_letter", name)
        taken, told = keep(editing, change, _("The letter is saved."), then=here, form=form)
    above = [{"title": _("Letters"), "url": editing.address("edit_letters")}]
    heading = LETTERS_IN_WORDS[name]
    told["readings"] = readings(form.shown(["letter"]))
    return taken or draw(
        editing, "letter", heading, place=str(heading), form=form, above=above, facts=sorted(FACTS), **told
    )
