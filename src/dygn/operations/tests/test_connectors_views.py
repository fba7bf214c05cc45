"""The systems that processes call, in the administration."""

import html

import pytest

from dygn.base.adapters import adapter_names
from dygn.municipalities.actions.set_connection import settings_of_adapter
from dygn.operations.ports_in_words import ports_to_connect
from dygn.operations.settings_in_words import setting_in_words
from dygn.processes.actions.keep_connector import PORT
from dygn.processes.models import Connector
from tests.cast import a_browser, a_municipality, an_administrator, scope

pytestmark = pytest.mark.django_db
ADMIN = "/en/staff/admin/systems/"
ONE = f"{ADMIN}permits/"
ROWS = '[{"when": "number == 7", "answer": {"permit": "P7 <b>"}}]'
FACTS = {
    "title": "Permits",
    "is_on": "on",
    "rows": ROWS,
    "sends": "number = applicant",
    "takes": "permit = answer.permit",
    "seconds": "5",
    "per_minute": "30",
}


@pytest.fixture
def browser():
    return a_browser(an_administrator())


def added(browser):
    facts = {"title": "Permits", "key": "permits", "adapter": "fake"}
    return browser.post(f"{ADMIN}new/", facts, follow=True)


def words(answer):
    return html.unescape(answer.text)


def test_a_system_is_added_written_tried_out_and_taken_away(browser):
    assert "No system is called yet" in words(browser.get(ADMIN))
    assert "how it is reached" in words(added(browser))
    saved = browser.post(ONE, FACTS, follow=True)
    assert saved.redirect_chain[-1][0].endswith("/permits/try/") and 'name="applicant"' in saved.text
    with scope():
        kept = Connector.objects.get()
        assert (kept.is_on, kept.seconds, kept.sends) == (True, 5, {"number": "applicant"})
    tried = browser.post(f"{ONE}try/", {"applicant": "7"})
    assert "P7 &lt;b&gt;" in tried.text and "It answers" in words(tried)
    assert "no answer to this" in words(browser.post(f"{ONE}try/", {"applicant": "x"}))
    assert "Permits" in words(browser.get(ADMIN))
    browser.post(ONE, {"remove": "1"})
    with scope():
        assert not Connector.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sends": "number"}, "Line 1"),
        ({"takes": "a = b +"}, "Something is missing"),
        ({"seconds": "99"}, "20"),
        ({"title": ""}, "required"),
        ({"rows": "{"}, "JSON"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_that_was_written_is_lost(browser, wrong, said):
    added(browser)
    answer = browser.post(ONE, {**FACTS, **wrong})
    assert answer.status_code == 422 and said in words(answer)
    assert "permit = answer.permit" in words(answer) or "takes" in wrong
    with scope():
        assert Connector.objects.get().is_on is False


def test_a_name_that_is_taken_is_refused(browser):
    added(browser)
    again = browser.post(f"{ADMIN}new/", {"title": "Others", "key": "permits", "adapter": "soap"})
    assert again.status_code == 422 and "called that already" in words(again)


def test_the_neighbours_system_is_not_found(browser):
    with scope(a_municipality("Nordø", country="dk", language="da")):
        Connector.objects.create(key="permits", title="Theirs", adapter="fake")
    for address in (ONE, f"{ONE}try/"):
        assert browser.get(address).status_code == 404
    assert "Theirs" not in browser.get(ADMIN).text


def test_the_list_asks_the_database_alike_for_few_and_many(browser, django_assert_max_num_queries):
    with scope():
        for number in range(30):
            Connector.objects.create(key=f"s{number}", title=f"System {number}", adapter="fake")
    with django_assert_max_num_queries(12):
        assert "System 29" in browser.get(ADMIN).text


def test_every_setting_that_is_asked_for_has_words(settings):
    ports = [*ports_to_connect(), PORT]
    adapters = [(port, name) for port in ports for name in adapter_names(port)]
    names = {setting.name for port, name in adapters for setting in settings_of_adapter(port, name)}
    assert len(names) > 40 and [name for name in names if setting_in_words(name) == name] == []
