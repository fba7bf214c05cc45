from collections import Counter
from datetime import datetime, timedelta
from importlib.resources import files
from random import Random

import yaml
from django.db import transaction
from django.utils import timezone

from dygn.base.tenancy import in_municipality
from dygn.demo.rules.habits import BUSY, Habit, year_of_figures
from dygn.dialogue.models import Rating
from dygn.dialogue.rules.rating import DAYS_COMMENTS_ARE_KEPT
from dygn.figures.actions.add_up import add_up
from dygn.figures.rules.figure import Count
from dygn.municipalities.models import Municipality
from dygn.services.models import Service
from dygn.services.queries import definition_of


@transaction.atomic
def keep_figures(municipality: Municipality, *, now: datetime) -> int:
    """Let a year of people have used the services, of which only the figures are left; give how many figures.

    What they wrote with their ratings in the last months is still there.
    """
    with in_municipality(municipality.pk):
        services = list(Service.objects.exclude(published_version=None).order_by("key"))
        counts: Counter[Count] = Counter()
        for service in services:
            counts.update(_year_of(service, municipality, now))
        add_up(counts)
        _keep_comments(services, municipality, now)
        return len(counts)


def _year_of(service: Service, municipality: Municipality, now: datetime) -> Counter[Count]:
    assert service.published_version_id is not None
    definition = definition_of(service.published_version_id)
    first = municipality.default_language
    others = [each for each in definition.languages if each in municipality.languages and each != first]
    habit = Habit(service.key, service.subject, definition.form, definition.minutes, [first, *others])
    return year_of_figures(habit, seed=municipality.slug, until=timezone.localdate(now))


def _keep_comments(services: list[Service], municipality: Municipality, now: datetime) -> None:
    language = municipality.default_language
    text = files("dygn.demo").joinpath(f"data/said.{language}.yaml").read_text(encoding="utf-8")
    said, chance = yaml.safe_load(text), Random(f"said {municipality.slug}")
    Rating.objects.bulk_create(
        _rating(service, each, language, now - timedelta(days=chance.uniform(1, DAYS_COMMENTS_ARE_KEPT - 20)))
        for service in services
        for each in said.get(service.key, said["any"] if service.key in BUSY else [])
    )


def _rating(service: Service, said: dict[str, object], language: str, at: datetime) -> Rating:
    return Rating.made(
        about=service.subject,
        address=f"/service/{service.slug}/",
        score=said["score"],
        comment=said["comment"],
        has_comment=True,
        language=language,
        made_at=at,
        kept_until=at + timedelta(days=DAYS_COMMENTS_ARE_KEPT),
    )
