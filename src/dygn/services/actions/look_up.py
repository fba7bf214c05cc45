from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dygn.forms.rules.definition import Page
from dygn.forms.rules.flow import Filling
from dygn.services.access import Holder, held_draft
from dygn.services.look_up_queries import asking_outside, looked_up, unasked, with_told
from dygn.services.models import Draft
from dygn.services.queries import filling_of
from dygn.services.rules.sealed_answers import sealed_answers


def look_up(
    draft: Draft, filling: Filling, page: Page, *, holder: Holder, caller: str, now: datetime
) -> tuple[Filling, str] | None:
    """Ask the outside sources about what is newly typed on the page, and keep what they tell with the draft.

    Gives the form with it, and the first question that was asked about; None when nothing was to be asked.
    What was typed is kept already: nothing is lost when a source takes its time, and meanwhile no row is locked.
    """
    asked = unasked(filling.questions_on(page), filling.raw)
    if not asked:
        return None
    told = looked_up(asked, asking_outside(caller=caller, draft=draft.subject), now=now)
    answers = _kept(draft, told, holder)
    again = Filling(filling.form, answers, replace(filling.occasion)) if answers else filling
    return again, asked[0][0].id


@transaction.atomic
def _kept(draft: Draft, told: Mapping[str, Mapping[str, Any]], holder: Holder) -> dict[str, Any] | None:
    """Keep what was told where the same is still typed; None when the draft is sent or gone meanwhile."""
    held = held_draft(draft.pk, holder, locked=True)
    if held is None or held.is_sent:
        return None
    before = filling_of(held, holder.actor)
    answers = with_told(before.raw, told)
    held.answers = sealed_answers(before.form, answers)
    held.save(update_fields=["answers"])
    return answers
