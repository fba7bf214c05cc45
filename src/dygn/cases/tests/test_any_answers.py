"""Whatever form and whatever is typed: what the rules accept becomes exactly one case, and all else is refused by name."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.base.tenancy import in_municipality
from dygn.cases.models import Case
from dygn.identity.actor import Actor
from dygn.services.access import Holder
from dygn.services.actions.save_page import SentPage, save_page
from dygn.services.actions.send_draft import send_draft
from dygn.services.models import Draft
from dygn.services.tests.any_answers import fields_of, forms, reckoned, the_package, typed_sets
from dygn.services.tests.factories import a_service
from tests.cast import a_municipality

pytestmark = pytest.mark.django_db


def test_what_the_rules_accept_becomes_one_case_and_all_else_is_refused_with_the_right_fields_named():
    municipality = a_municipality()
    outcomes = {True: 0, False: 0}

    @settings(
        max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(data=st.data())
    def any_answers(data):
        papers = data.draw(forms())
        service = a_service(the_package(papers, f"any-{uuid4().hex}"), of=municipality)
        for typed in data.draw(st.lists(typed_sets(papers), min_size=8, max_size=8)):
            with in_municipality(municipality.pk):
                outcomes[filled_in_and_sent(service, papers, typed)] += 1

    any_answers()
    assert all(outcomes.values()), outcomes


def filled_in_and_sent(service, papers, typed):
    """Fill in page by page and press the button to send; hold what comes of it against the naive reckoning."""
    expected = reckoned(papers, typed)
    draft_id, now = uuid4(), timezone.now()
    holder = Holder(Actor.nobody(service.municipality_id), frozenset({draft_id}))
    for number, paper in enumerate(papers):
        sent = SentPage(
            service, draft_id, paper.id, posted(paper, typed), seen=number and 10_000, asked=drawn(paper)
        )
        told = {each.name for each in save_page(sent, holder=holder, now=now).problems}
        assert told == expected.wrong[paper.id], (paper.id, typed)

    before = Case.objects.count()
    if not expected.is_accepted:
        with pytest.raises(Refusal) as refused:
            send_draft(service, draft_id, holder=holder, now=now)
        assert refused.value.code == "not_finished" and Case.objects.count() == before
        assert not Draft.objects.get(pk=draft_id).is_sent
        return False
    receipts = [
        send_draft(service, draft_id, holder=holder, now=now + timedelta(n)).reference for n in range(2)
    ]
    assert receipts[0] == receipts[1] and Case.objects.count() == before + 1
    assert Case.objects.get(reference=receipts[0]).answers == expected.sent
    return True


def posted(paper, typed):
    fields = {}
    for asked in paper.questions:
        fields |= fields_of(asked, typed[asked.id])
    return QueryDict(urlencode(fields, doseq=True))


def drawn(paper):
    """Everything on the page was drawn: then nothing that is wrong goes unsaid."""
    return frozenset(
        name
        for asked in paper.questions
        for name in (asked.id, *(f"{asked.id}-{row}-{each.id}" for row in range(3) for each in asked.inner))
    )
