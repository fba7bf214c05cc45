from django.http import HttpResponse
from django.utils.translation import gettext as _

from dygn.forms.rules.kinds_in_words import FACTS_IN_WORDS, KINDS_IN_WORDS
from dygn.operations.views.editor.desk import Editing, draw
from dygn.operations.views.editor.removal import in_words
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.kinds import asked_within, lost_by_kind
from dygn.services.rules.editing.uses import uses_by_receivers, uses_of


def known_kind(given: str) -> str:
    """Give the kind that was chosen; a short text where there is no such kind."""
    return given if given in KINDS_IN_WORDS else "text"


def asked_first(editing: Editing, question_id: str) -> HttpResponse | None:
    """Before a question becomes another kind: what goes with it, and what uses it; None when there is nothing, or no kind asked for."""
    given = editing.request.POST if "become" in editing.request.POST else editing.request.GET
    if "into" not in given or "uses" in given:
        return None
    kind = known_kind(given["into"])
    ids = asked_within(editing.package, question_id)
    uses = [*uses_of(editing.package, ids), *uses_by_receivers(editing.receivers(), ids)]
    lost = lost_by_kind(editing.package, question_id, kind)
    if not uses and not lost:
        return None
    name = name_of(editing.package.form_question(question_id), editing.language)
    return draw(
        editing, "kind", _("Another kind for “%(name)s”") % {"name": name}, kind=kind,
        kind_in_words=KINDS_IN_WORDS[kind], uses=[in_words(editing, use) for use in uses],
        lost=sorted({str(FACTS_IN_WORDS.get(each, FACTS_IN_WORDS["limits"])) for each in lost}),
        back=editing.address("edit_question", question_id),
    )  # fmt: skip
