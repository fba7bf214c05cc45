"""Our own test provider, run as the demo runs it and walked through as a browser without scripts would."""

import re
from html import unescape

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured

from dygn.identity.checks import nobody_invented_in_production
from dygn.identity.models import Person, StaffMember
from dygn.identity.testprovider.connections import resident_connection, staff_connection
from dygn.identity.testprovider.people import PEOPLE, read_people, write_people
from dygn.identity.testprovider.server import refuse_in_production
from dygn.identity.tests.provider_at_work import provider_at_work
from dygn.municipalities.models import Connection
from tests.cast import a_browser, a_municipality, a_staff_member, scope

pytestmark = pytest.mark.django_db
TOWNS = {"se": ("Ekeby", "sv"), "dk": ("Nordø", "da"), "no": ("Fjellvik", "nb")}


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    with provider_at_work(tmp_path_factory.mktemp("people")) as address:
        yield address


def use(issuer, country="se"):
    name, language = TOWNS[country]
    with scope(a_municipality(name, country=country, language=language)) as town:
        for port, settings in (
            ("resident_login", resident_connection(issuer, country)),
            ("staff_login", staff_connection(issuer)),
        ):
            Connection.objects.create(port=port, adapter="openid", settings=settings)
    return town


def choose(page, **answer):
    """Press one of the buttons on the provider's page; give the address the browser is sent to."""
    signed = unescape(re.search(r'name="wish" value="([^"]+)"', page.text)[1])
    back = httpx.post(page.url.join("/authorize"), data={"wish": signed, **answer})
    return back.headers["Location"].split("localhost", 1)[1] if back.status_code == 302 else back


@pytest.mark.parametrize(
    ("country", "person", "number"),
    [("se", "anna", "198410092384"), ("dk", "mette", "2306830126"), ("no", "ingrid", "14818504862")],
)
def test_a_resident_of_each_country_logs_in(issuer, country, person, number):
    town = use(issuer, country)
    browser = a_browser(of=town)
    page = httpx.get(browser.get("/login/", {"next": "/my/x/"}).headers["Location"])
    assert page.status_code == 200
    assert "••••" in page.text
    assert number not in page.text
    assert browser.get(choose(page, person=person)).headers["Location"] == "/my/x/"
    assert browser.session["identity"]["assurance"] == "substantial"
    with scope(town):
        assert Person.objects.get().identifier == number


def test_a_member_of_staff_logs_in(issuer):
    town = use(issuer)
    member = a_staff_member("officer", of=town)
    with scope(town):
        StaffMember.objects.update(email="jonas.berglund@ekeby.example")
    browser = a_browser(of=town)
    page = httpx.get(browser.get("/staff/login/").headers["Location"])
    assert browser.get(choose(page, person="jonas")).headers["Location"] == "/staff/"
    assert browser.session["identity"]["staff_id"] == member.pk


def test_any_right_number_may_be_tried_and_a_wrong_one_is_explained(issuer):
    town = use(issuer)
    browser = a_browser(of=town)
    page = httpx.get(browser.get("/login/").headers["Location"])
    refused = choose(page, number="19790428-2395", name="Nils Ny")
    assert refused.status_code == 400
    assert "number-error" in refused.text
    assert browser.get(choose(page, number="19790428-2394", name="Nils Ny")).status_code == 302
    with scope(town):
        assert Person.objects.get().name == "Nils Ny"


def test_one_can_stop_and_one_can_play_an_outage(issuer):
    browser = a_browser(of=use(issuer))
    stopped = choose(httpx.get(browser.get("/login/").headers["Location"]), stop="1")
    assert browser.get(stopped).status_code == 400
    broken = choose(httpx.get(browser.get("/login/").headers["Location"]), **{"break": "1"})
    assert browser.get(broken).status_code == 503


def test_a_code_works_once(issuer):
    browser, other = a_browser(of=use(issuer)), a_browser(of=a_municipality("Ekeby"))
    page = httpx.get(browser.get("/login/").headers["Location"])
    back = choose(page, person="anna")
    assert browser.get(back).status_code == 302
    code = re.search(r"code=([^&]+)", back)[1]
    away = httpx.URL(other.get("/login/").headers["Location"])
    replayed = {"code": code, "state": away.params["state"], "iss": issuer}
    assert other.get("/login/callback/", replayed).status_code == 400


def test_one_logs_out_there_too(issuer):
    browser = a_browser(of=use(issuer))
    browser.get(choose(httpx.get(browser.get("/login/").headers["Location"]), person="anna"))
    onwards = browser.post("/logout/").headers["Refresh"].removeprefix("0; url=")
    assert httpx.get(onwards).headers["Location"] == "http://ekeby.localhost/logout/done/"


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "unknown"},
        {"redirect_uri": "https://evil.example/login/callback/"},
        {"redirect_uri": "http://ekeby.localhost/elsewhere/"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_request_that_does_not_hold_is_explained_and_sent_nowhere(issuer, change):
    away = httpx.URL(a_browser(of=use(issuer)).get("/login/").headers["Location"])
    page = httpx.get(away.copy_merge_params(change))
    assert page.status_code == 400
    assert "Location" not in page.headers


@pytest.mark.parametrize(
    "form",
    [{}, {"client_id": "residents-se", "client_secret": "wrong"}, {"code": "x", "client_id": "nobody"}],
)
def test_tokens_are_for_known_clients_only(issuer, form):
    assert httpx.post(f"{issuer}/token", data=form).status_code == 401


def test_userinfo_is_for_whoever_has_a_token(issuer):
    assert httpx.get(f"{issuer}/userinfo", headers={"Authorization": "Bearer x"}).status_code == 401


def test_people_are_read_as_they_were_written(tmp_path):
    write_people(list(PEOPLE), tmp_path / "people.json")
    assert read_people(tmp_path / "people.json") == PEOPLE


def test_production_does_not_run_it(settings, monkeypatch):
    with pytest.raises(ImproperlyConfigured):
        refuse_in_production("production")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "dygn.config.settings.production")
    with pytest.raises(ImproperlyConfigured):
        refuse_in_production("")
    assert nobody_invented_in_production() == []
    settings.DYGN_ENVIRONMENT = "production"
    settings.TEST_PROVIDER = object()
    settings.DEFAULT_ADAPTERS = {"resident_login": "fake", "staff_login": "openid"}
    settings.ADAPTER_SETTINGS = {"staff_login": {"issuer": "http://localhost:8001"}}
    assert {error.id for error in nobody_invented_in_production()} == {
        "dygn.E201",
        "dygn.E202",
        "dygn.E203",
    }
