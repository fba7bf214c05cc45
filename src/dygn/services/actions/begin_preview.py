import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.services.models import PreviewLink, PreviewSession
from dygn.services.preview_queries import begin_trying
from dygn.services.rules.again import Again
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.invented_people import InventedPerson
from dygn.services.rules.preview import shapes_of

# What lies there when nobody tidies up: two hundred sealed forms a link, two thousand a municipality.
MOST_OF_A_LINK, MOST_OF_ALL = 200, 2_000


@transaction.atomic
def begin_preview(
    link: PreviewLink, definition: ServiceDefinition, person: InventedPerson | None, *, now: datetime
) -> PreviewSession:
    """Begin to try a service, as an invented person or as nobody. What a person's facts tell is filled in.

    When a link has as many testers as it may, the one who has rested longest makes room. Raises Refusal
    when the link has ended, or the municipality's previews are full.
    """
    return begin_session(link, definition, begin_trying(definition, person).raw, person, now=now)


@transaction.atomic
def begin_session(
    link: PreviewLink,
    definition: ServiceDefinition,
    answers: Mapping[str, Any],
    person: InventedPerson | None,
    *,
    again: Again | None = None,
    now: datetime,
) -> PreviewSession:
    """Begin with these answers; ``again`` is the scenario that they are of. Raises Refusal as ``begin_preview``."""
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if not link.is_open(now):
        raise Refusal("preview_ended", _("This preview has ended."))
    _make_room(link)
    facts = {"answers": dict(answers), "shapes": shapes_of(definition.form)}
    if again is not None:
        facts["again"] = again.as_data()
    session = PreviewSession.made(
        link=link, who=person.id if person else "", kept=json.dumps(facts), begun_at=now
    )
    session.touch(now)
    session.save(force_insert=True)
    return session


def _make_room(link: PreviewLink) -> None:
    own = PreviewSession.objects.filter(link=link).order_by("-changed_at")
    too_many = list(own.values_list("pk", flat=True)[MOST_OF_A_LINK - 1 :])
    PreviewSession.objects.filter(pk__in=too_many).delete()
    if PreviewSession.objects.count() >= MOST_OF_ALL:
        raise Refusal("previews_full", _("Very many are trying services just now. Try again in a few hours."))
