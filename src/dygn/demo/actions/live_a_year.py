import io
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.tenancy import in_municipality
from dygn.cases.actions.make_decision_letter import make_letter
from dygn.cases.models import Case, Decision, Message, ViewedCase
from dygn.demo.actions.sit_at_desk import sit_at_desk
from dygn.demo.actions.tell_story import Scene, begin_draft, tell_story
from dygn.demo.actions.wait_for_signature import SERVICE, wait_for_signature
from dygn.demo.actions.walk_processes import walk_processes
from dygn.demo.cast import CastMunicipality
from dygn.demo.rules.stories import CARE, PERMIT, STORIES_A_TOWN, Story, year_of
from dygn.identity.actor import Actor
from dygn.identity.models import Person
from dygn.identity.queries import duties_of, officers_over
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import open_units
from dygn.post.models import OutboxRow
from dygn.services.models import Service

DRAFTS_A_TOWN = 3
DAYS_UNREAD = 5
PHOTO_SIZE = (280, 360)


@transaction.atomic
def live_a_year(
    cast: CastMunicipality, municipality: Municipality, *, now: datetime, stories: int = STORIES_A_TOWN
) -> int:
    """Let a year of cases happen; give how many. What they would have sent counts as sent."""
    texts = _texts(municipality.default_language)
    with (
        in_municipality(municipality.pk),
        timezone.override(municipality.time_zone),
        translation.override(municipality.default_language),
    ):
        scene = _scene(cast, municipality)
        told = list(year_of(cast, texts, now=now, number=stories))
        for story in told:
            tell_story(story, scene)
        _leave_drafts(told, scene)
        if SERVICE in scene.services:
            wait_for_signature(cast, scene, now=now)
        sit_at_desk(scene, emergency=texts["emergency"], now=now)
        walk_processes(scene, now=now)
        _read_what_is_old(now)
        _post_what_is_old(now)
    return len(told)


def _texts(language: str) -> dict[str, Any]:
    text = files("dygn.demo").joinpath(f"data/life.{language}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def _scene(cast: CastMunicipality, municipality: Municipality) -> Scene:
    by_identifier = {person.identifier: person for person in Person.objects.all()}
    numbers = {person.number: parse_personal_number(person.number, (cast.country,)) for person in cast.people}
    return Scene(
        municipality_id=municipality.pk,
        language=municipality.default_language,
        services={service.key: service for service in Service.objects.all()},
        people={number: by_identifier[read.normal] for number, read in numbers.items()},
        officers={unit.pk: _officers(unit.pk, municipality) for unit in open_units()},
        papers={"certificate": _a_statement(), "photo": _a_photo()},
    )


def _officers(unit_id: int, municipality: Municipality) -> list[Actor]:
    """Give those who handle a unit's cases, as actors."""
    officers = []
    for member in officers_over(unit_id):
        duties = duties_of(member.pk)
        if duties is not None:
            officers.append(
                Actor(
                    municipality_id=municipality.pk,
                    staff_id=member.pk,
                    roles=duties.roles,
                    unit_ids=duties.unit_ids,
                    name=duties.name,
                )
            )
    return officers


def _a_statement() -> bytes:
    return files("dygn.demo").joinpath("data/statement.pdf").read_bytes()


def _a_photo() -> bytes:
    """Draw a grey picture in the size of a passport photo."""
    picture = io.BytesIO()
    Image.new("RGB", PHOTO_SIZE, "#8a939c").save(picture, "JPEG", quality=60)
    return picture.getvalue()


def _leave_drafts(stories: list[Story], scene: Scene) -> None:
    """Let a few people be halfway through: the youngest stories once more, by somebody who began."""
    begun = [story for story in reversed(stories) if story.service in (PERMIT, CARE)][:DRAFTS_A_TOWN]
    for pages, story in enumerate(begun, start=1):
        begin_draft(story, scene, pages_filled=pages)


def _read_what_is_old(now: datetime) -> None:
    """Both sides have read what the other wrote more than a few days ago."""
    old = now - timedelta(days=DAYS_UNREAD)
    Message.objects.filter(read_at=None, written_at__lt=old).update(read_at=F("written_at"))
    Decision.objects.filter(seen_at=None, decided_at__lt=old).update(seen_at=F("decided_at"))
    Case.objects.filter(person_wrote_at__lt=old).update(person_wrote_at=None)
    looked_at = Case.objects.filter(last_event_at__lt=old).exclude(assignee=None)
    ViewedCase.objects.bulk_create(
        ViewedCase.made(
            staff_id=case.assignee_id, case=case, seen_events=case.event_count, seen_at=case.last_event_at
        )
        for case in looked_at
    )


def _post_what_is_old(now: datetime) -> None:
    """What was written before today has left, and the letters made with the story need no job."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    old = OutboxRow.objects.filter(created_at__lt=midnight)
    for row in old:
        row.note_sent(now=row.created_at)
    OutboxRow.objects.bulk_update(old, ["state", "sent_at", "sent_by", "last_error", "facts"], batch_size=500)
    ProcrastinateJob.objects.filter(task_name=make_letter.task.name, status="todo").delete()
