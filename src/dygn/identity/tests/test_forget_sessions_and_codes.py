from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from dygn.identity.actions.forget_sessions_and_codes import forget_sessions_and_codes
from dygn.identity.models import ContactCode
from tests.cast import a_municipality, a_person, scope

pytestmark = pytest.mark.django_db


def test_what_has_run_out_is_thrown_away_everywhere():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(minutes=1))
    for town in (a_municipality("Ekeby"), a_municipality("Lund")):
        with scope(town):
            for days, kind in ((2, "email"), (0, "phone")):
                ContactCode.objects.create(
                    person=a_person(of=town),
                    kind=kind,
                    contact="x",
                    code_hash="x",
                    sent_at=now - timedelta(days=days),
                )
    forget_sessions_and_codes(now=now)
    assert Session.objects.get().session_key == "new"
    for town in (a_municipality("Ekeby"), a_municipality("Lund")):
        with scope(town):
            assert ContactCode.objects.get().kind == "phone"
