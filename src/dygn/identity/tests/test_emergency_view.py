from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.events import listen
from dygn.identity.actions.set_up_emergency_account import set_up_emergency_account
from dygn.identity.events import EmergencyAccountUsed
from dygn.identity.models import EmergencyAccount, EmergencyUse
from tests.cast import a_browser, scope

pytestmark = pytest.mark.django_db
ADDRESS = "/ops/emergency/"
HEARD = []
listen(EmergencyAccountUsed, HEARD.append)


@pytest.fixture
def app():
    """The operator's authenticator app."""
    HEARD.clear()
    return pyotp.parse_uri(set_up_emergency_account(issuer="Dygn"))


def test_the_right_code_opens_and_it_is_written_down_and_announced(app, django_capture_on_commit_callbacks):
    browser = a_browser()
    assert browser.get(ADDRESS).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        back = browser.post(ADDRESS, {"code": app.now()})
    assert (back.status_code, back.headers["Location"]) == (302, "/ops/")
    assert browser.session["identity"]["is_emergency"]
    assert EmergencyUse.objects.get().was_let_in
    assert [event.was_let_in for event in HEARD] == [True]
    with scope():
        assert AuditEntry.objects.filter(action="emergency.used").count() == 1


@pytest.mark.parametrize("code", ["00000000", "", "abc", "1" * 19, "١٢٣٤٥٦٧٨", "0000000"])
def test_a_wrong_code_opens_nothing_and_is_explained(app, code):
    browser = a_browser()
    answer = browser.post(ADDRESS, {"code": code})
    assert answer.status_code == 422
    assert "identity" not in browser.session
    assert not EmergencyUse.objects.filter(was_let_in=True).exists()


def test_a_code_opens_once(app):
    code = app.now()
    assert a_browser().post(ADDRESS, {"code": code}).status_code == 302
    assert a_browser().post(ADDRESS, {"code": code}).status_code == 422


def test_a_code_of_five_minutes_ago_opens_nothing(app):
    account = EmergencyAccount.objects.get()
    now = timezone.now()
    assert not account.take(app.at(now - timedelta(minutes=5)), now=now)
    assert account.take(app.at(now - timedelta(seconds=30)), now=now)


def test_a_new_secret_makes_the_old_app_useless(app):
    set_up_emergency_account(issuer="Dygn")
    assert EmergencyAccount.objects.count() == 1
    assert a_browser().post(ADDRESS, {"code": app.now()}).status_code == 422


def test_without_an_account_nothing_opens():
    assert a_browser().post(ADDRESS, {"code": "12345678"}).status_code == 422


def test_guessing_is_stopped(app):
    browser = a_browser()
    answers = [browser.post(ADDRESS, {"code": "00000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_guessing_from_many_addresses_is_stopped_too(app):
    browser = a_browser()
    for end in range(60):
        assert browser.post(ADDRESS, {"code": "0"}, REMOTE_ADDR=f"192.0.2.{end}").status_code == 422
    assert browser.post(ADDRESS, {"code": "0"}, REMOTE_ADDR="192.0.2.99").status_code == 429


def test_other_methods_are_not_known():
    assert a_browser().delete(ADDRESS).status_code == 405


def test_it_works_at_the_installation_s_own_address_too(app, client):
    answer = client.post(ADDRESS, {"code": app.now()}, headers={"host": "localhost"})
    assert answer.status_code == 302


def test_an_emergency_lasts_an_hour(app, monkeypatch):
    browser = a_browser()
    browser.post(ADDRESS, {"code": app.now()})
    import time

    clock = time.time
    monkeypatch.setattr("dygn.identity.session.time.time", lambda: clock() + 3601)
    browser.get(ADDRESS)
    assert "identity" not in browser.session


def test_what_is_written_down_cannot_be_changed(app):
    a_browser().post(ADDRESS, {"code": "00000000"})
    with pytest.raises(DatabaseError), transaction.atomic():
        EmergencyUse.objects.all().delete()


def test_the_secret_is_sealed(app):
    kept = EmergencyAccount.objects.extra(select={"raw": "secret"}).values_list("raw", flat=True).get()
    assert app.secret not in kept
    assert datetime.now(UTC) - EmergencyAccount.objects.get().created_at < timedelta(minutes=1)
