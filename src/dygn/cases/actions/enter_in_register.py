from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import may_keep_register
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseDocument, CaseEvent
from dygn.files.models import StoredFile
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.records.actions.make_entry import ToEnter, make_entry
from dygn.records.models import Entry
from dygn.records.queries import entries_of
from dygn.records.rules.titles import exposes_person

_KIND = CaseEvent.Kind
_IN, _OUT = Entry.Direction.INCOMING, Entry.Direction.OUTGOING
# What goes between the municipality and the person; what an officer adds is entered by a registrar.
DIRECTIONS = {
    _KIND.RECEIVED: _IN,
    _KIND.MESSAGE_RECEIVED: _IN,
    _KIND.MORE_RECEIVED: _IN,
    _KIND.WITHDRAWN: _IN,
    _KIND.MESSAGE_SENT: _OUT,
    _KIND.MORE_REQUESTED: _OUT,
    _KIND.LETTER_MADE: _OUT,
    _KIND.DOCUMENT_ATTACHED: _IN,
}


def enter_event(case: Case, event: CaseEvent, *, actor: Actor, now: datetime) -> None:
    """Enter what has just come in or gone out in a registered case; nothing else is entered by itself.

    The first time, all that came and went before is entered too. The case's row is locked by the caller.
    """
    if case.registered_at is None or event.kind not in (*DIRECTIONS, _KIND.REGISTERED):
        return
    is_begun = entries_of(case.subject).exists()
    kinds = list(DIRECTIONS)
    events = [event] if is_begun else list(case.events.filter(kind__in=kinds).order_by("number"))
    language = Municipality.objects.values_list("default_language", flat=True).get(pk=case.municipality_id)
    with translation.override(language):
        for each in events:
            what = _entered_of(case, each)
            if what is not None:
                make_entry(case.subject, what, actor=actor, now=now)


@transaction.atomic
def enter_in_register(
    case_id: int, what: ToEnter, *, documents: Sequence[int] = (), actor: Actor, now: datetime
) -> Entry:
    """Enter by hand what came in, went out or was made in a registered case. For its registrar alone."""
    case = take_up(case_id, actor=actor)
    if not may_keep_register(actor, case):
        raise NotForYou
    if case.registered_at is None:
        raise Refusal("case_not_registered", gettext_lazy("Register the case first."))
    title, correspondent = what.title.strip(), what.correspondent.strip()
    if not title:
        raise Refusal("no_title", gettext_lazy("Say what it is in a few words."), field="title")
    names = [case.applicant.name] if case.applicant else []
    if exposes_person(title, names):
        raise Refusal(
            "title_names_person",
            gettext_lazy(
                "The title names a person, and strangers may read it. Write what it is about, without name and personal number."
            ),
            field="title",
        )
    if what.dated_on > timezone.localdate(now):
        raise Refusal("dated_ahead", gettext_lazy("Choose today or a day before it."), field="dated_on")
    chosen = CaseDocument.objects.filter(case=case, pk__in=documents).order_by("pk")
    files = [str(key) for key in chosen.values_list("file_id", flat=True)]
    entered = replace(what, title=title, correspondent=correspondent, files=files)
    return make_entry(case.subject, entered, actor=actor, now=now)


def _entered_of(case: Case, event: CaseEvent) -> ToEnter | None:
    """Say how an entry of the history stands in the register; None for what an officer added."""
    direction = DIRECTIONS.get(_KIND(event.kind))
    if direction is None:
        return None
    files = _files_of(case, event)
    if files is None:
        return None
    day: date = timezone.localdate(event.at)
    return ToEnter(direction=direction, dated_on=day, title=_title_of(case, event), files=files)


def _title_of(case: Case, event: CaseEvent) -> str:
    if event.kind == _KIND.RECEIVED:
        return case.title[:200]
    if event.kind == _KIND.LETTER_MADE:
        return _("Decision")
    return str(_KIND(event.kind).label)


def _files_of(case: Case, event: CaseEvent) -> list[str] | None:
    """Give the keys of the files that came or went with it; None for a document from an officer."""
    if event.about.startswith("document:"):
        document = CaseDocument.objects.get(pk=int(event.about.removeprefix("document:")))
        return None if document.kind == CaseDocument.Kind.FROM_STAFF else [str(document.file_id)]
    if event.kind in (_KIND.MORE_REQUESTED, _KIND.WITHDRAWN):
        return []
    subject = case.subject if event.kind == _KIND.RECEIVED else event.about
    files = StoredFile.objects.filter(subject=subject).exclude(place__in=("document", "decision"))
    return [str(key) for key in files.order_by("stored_at", "key").values_list("key", flat=True)]
