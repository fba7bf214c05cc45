from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dygn.forms.rules.definition import Page
from dygn.forms.rules.flow import Filling
from dygn.services.access import Holder, held_draft
from dygn.services.booking_queries import Calendars, unheld
from dygn.services.look_up_queries import asking_outside, looked_up, unasked
from dygn.services.models import Draft
from dygn.services.queries import filling_of
from dygn.services.rules.sealed_answers import sealed_answers
from dygn.services.topic_queries import offered_topics


@dataclass(frozen=True)
class AskedOutside:
    """What came of asking: the form with it, and the question whose source told something to be confirmed."""

    filling: Filling
    looked_up: str


def ask_outside(
    draft: Draft, filling: Filling, page: Page, *, holder: Holder, caller: str, now: datetime
) -> AskedOutside | None:
    """Ask about what is newly typed on the page, hold the times that are newly chosen, and keep what came of it.

    None when nothing was to be asked. What was typed is kept already: nothing is lost when the outside takes
    its time, and meanwhile no row is locked.
    """
    shown = filling.questions_on(page)
    typed, chosen = unasked(shown, filling.raw), unheld(shown, filling.raw)
    topics = offered_topics(shown, filling.raw) if filling.form.draws_topics else {}
    if not typed and not chosen and not topics:
        return None
    told = looked_up(typed, asking_outside(caller=caller, draft=draft.subject), now=now)
    calendars = Calendars(draft.pk, caller)
    told |= {question.id: calendars.hold(question, key, now) for question, key in chosen}
    answers = _kept(draft, told | topics, holder)
    again = filling if answers is None else Filling(filling.form, answers, replace(filling.occasion))
    return AskedOutside(again, typed[0][0].id if typed else next(iter(topics), ""))


@transaction.atomic
def _kept(draft: Draft, told: Mapping[str, Mapping[str, Any]], holder: Holder) -> dict[str, Any] | None:
    """Keep what was told where the same still stands; None when the draft is sent or gone meanwhile."""
    held = held_draft(draft.pk, holder, locked=True)
    if held is None or held.is_sent:
        return None
    before = filling_of(held, holder.actor)
    answers = with_told(before.raw, told)
    held.answers = sealed_answers(before.form, answers)
    held.save(update_fields=["answers"])
    return answers


def with_told(raw: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Give the answers with what was told, where the same still stands that was asked about."""
    fitting = {name: dict(answer) for name, answer in told.items() if _is_same(raw.get(name), answer)}
    return {**raw, **fitting}


def _is_same(raw: Any, answer: Mapping[str, Any]) -> bool:
    return isinstance(raw, dict) and all(
        raw.get(part) == answer[part] for part in ("typed", "time", "under", "start") if part in answer
    )
