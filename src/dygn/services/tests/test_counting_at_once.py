"""Several who count at the same moment, and somebody who deletes meanwhile: nothing is counted twice or lost."""

import pytest
from django.db import transaction
from django.utils import timezone

from dygn.dialogue.actions.rate import rate
from dygn.dialogue.models import Rating
from dygn.dialogue.rules.rating import Rated
from dygn.figures.models import KeptFigure
from dygn.identity.actor import Actor
from dygn.services.access import Holder
from dygn.services.actions.count_drafts import count_drafts
from dygn.services.actions.delete_draft import delete_draft
from dygn.services.models import Draft, DraftTally
from dygn.services.tests.factories import Visitor, a_service
from dygn.services.tests.test_at_once import at_once
from tests.cast import a_browser, scope


@pytest.fixture()
def drafts(committed):
    a_service()
    for _ in range(5):
        Visitor(a_browser()).fill_in("about-you", name="Alva")
    with scope():
        return list(Draft.objects.values_list("pk", flat=True))


def whole(figure):
    with scope():
        return sum(KeptFigure.objects.filter(figure=figure, split="").values_list("value", flat=True))


def count():
    with scope(), transaction.atomic():
        return count_drafts(now=timezone.now())


def delete(draft_id):
    with scope() as ekeby:
        holder = Holder(Actor.nobody(ekeby.pk), frozenset({draft_id}))
        delete_draft(draft_id, holder=holder, now=timezone.now())


def test_six_who_count_at_once_count_once(drafts):
    at_once(count)
    assert whole("services.started") == 5
    with scope():
        assert DraftTally.objects.count() == 5


def test_what_is_deleted_while_it_is_counted_is_counted_once(drafts):
    turns = [count, count, *[lambda number=number: delete(number) for number in drafts]]
    waiting = iter(turns)

    at_once(lambda: next(waiting)(), times=len(turns))
    assert (whole("services.started"), whole("services.abandoned")) == (5, 5)
    with scope():
        assert not Draft.objects.exists() and not DraftTally.objects.exists()


def test_the_same_sending_rated_six_times_at_once_is_one_rating(drafts):
    rated = Rated("service:1", "/", "/", sending="abc")

    def answer():
        with scope():
            return rate(rated, 4, "", language="sv", now=timezone.now())

    assert sorted(at_once(answer)) == [False] * 5 + [True]
    with scope():
        assert Rating.objects.count() == 1
    assert whole("dialogue.points") == 4
