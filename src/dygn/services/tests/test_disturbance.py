"""A failed connection: told once, said and kept to at every service that hangs on it."""

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.tell_disturbance import end_disturbance, tell_disturbance
from dygn.services.models import Disturbance, Service
from dygn.services.queries import definition_of, forget_catalogues
from dygn.services.rules.connections import ports_used
from dygn.services.tests.factories import NOON, SMALL, Visitor, a_package, a_service
from tests.cast import a_browser, a_municipality, a_resident, an_administrator, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
WORDS = {"sv": "Fordonsregistret svarar inte.", "en": "The vehicle register does not answer."}
PAGE = "/staff/admin/connections/data_register/message/"
WITH_REGISTER = SMALL.replace(
    "label: {sv: Namn, en: Name}", "label: {sv: Namn, en: Name}\n        prefill: register.vehicles.name"
)


@pytest.fixture
def services(taken):
    """One that hangs on a register, and one that does not."""
    other = a_service(key="other-service", slug="{sv: annan, en: other}")
    return a_service(a_package(WITH_REGISTER)), other


def tell(*, pauses=False, port="data_register", texts=WORDS):
    with scope():
        tell_disturbance(port, texts, pauses=pauses, actor=an_administrator(), now=NOON)
        forget_catalogues()


def test_a_service_hangs_on_what_its_questions_its_prefilling_and_its_log_in_use(services):
    children = SMALL.replace("kind: personal_number", "kind: child")
    companies = SMALL.replace("kind: personal_number", "kind: company")
    made = {
        "data_register": services[0],
        "population_register": a_service(
            a_package(children, key="with-child", slug="{sv: barn, en: child}", log_in="substantial")
        ),
        "company_register": a_service(
            a_package(companies, key="with-firm", slug="{sv: firma, en: firm}", log_in="substantial")
        ),
    }
    with scope():
        for port, service in made.items():
            assert port in ports_used(definition_of(service.published_version_id))
        assert "resident_login" in ports_used(definition_of(made["company_register"].published_version_id))
        assert ports_used(definition_of(services[1].published_version_id)) == frozenset()


def test_it_is_told_on_the_service_s_page_the_entrance_and_each_page_of_the_form_and_nowhere_else(services):
    tell()
    visitor = Visitor(a_browser())
    assert WORDS["sv"] in visitor.see().content.decode()
    visitor.fill_in("about-you", name="Alva")
    for path in ("", "about-you/", "your-dog/"):
        assert WORDS["sv"] in visitor.see(path).content.decode(), path
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    assert WORDS["sv"] in visitor.see("check/").content.decode()
    assert WORDS["sv"] in a_browser().get("/service/liten-tjanst/").content.decode()
    assert visitor.send().status_code == 303
    for address in ("/service/annan/", "/do/annan/"):
        assert WORDS["sv"] not in a_browser().get(address).content.decode()


def test_it_pauses_what_hangs_on_it_and_what_is_written_is_kept(services, taken):
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    last = visitor.see("check/")
    tell(pauses=True)
    answer = visitor.send(last)
    assert answer.status_code == 503 and WORDS["sv"] in answer.content.decode() and taken == []
    assert Visitor(a_browser()).see().status_code == 503
    assert WORDS["sv"] in a_browser().get("/service/liten-tjanst/").content.decode()
    assert a_browser().get("/do/annan/").status_code == 200
    with scope():
        end_disturbance("data_register", actor=an_administrator())
        forget_catalogues()
    assert visitor.send().status_code == 303 and len(taken) == 1
    assert WORDS["sv"] not in a_browser().get("/service/liten-tjanst/").content.decode()


def test_a_service_that_is_published_meanwhile_tells_it_too(taken):
    a_service()
    tell()
    with scope():
        assert Service.objects.get().disturbances == []
    a_service(a_package(WITH_REGISTER))
    assert WORDS["sv"] in Visitor(a_browser()).see().content.decode()
    a_service()
    assert WORDS["sv"] not in Visitor(a_browser()).see().content.decode()


def test_only_an_administrator_tells_it_and_it_is_written_down(services):
    with scope():
        for actor in (an_officer(), an_author(), a_resident()):
            with pytest.raises(NotForYou):
                tell_disturbance("data_register", WORDS, pauses=True, actor=actor, now=NOON)
            with pytest.raises(NotForYou):
                end_disturbance("data_register", actor=actor)
        for port, texts, code in (
            ("mail_carrier", WORDS, "unknown_port"),
            ("data_register", {"sv": " "}, "no_words"),
        ):
            with pytest.raises(Refusal) as refused:
                tell_disturbance(port, texts, pauses=False, actor=an_administrator(), now=NOON)
            assert refused.value.code == code
    tell()
    with scope():
        end_disturbance("data_register", actor=an_administrator())
        assert list(
            AuditEntry.objects.filter(subject="connection:data_register")
            .order_by("pk")
            .values_list("action", flat=True)
        ) == ["connection.disturbed", "connection.works"]


def test_another_municipality_s_services_say_nothing_of_it(services):
    lund = a_municipality("Lund")
    a_service(a_package(WITH_REGISTER), of=lund)
    tell(pauses=True)
    assert Visitor(a_browser(of=lund)).see().status_code == 200
    with scope(lund):
        assert not Disturbance.objects.exists()


def test_the_page_has_four_doors_and_says_which_services_hang_on_it(services):
    fields = {"text_sv": WORDS["sv"], "pauses": "on"}
    assert a_browser().get(PAGE).status_code == 302
    for actor in (a_resident(), an_officer(), an_author()):
        browser = a_browser(actor)
        assert browser.get(PAGE).status_code == 404 and browser.post(PAGE, fields).status_code == 404
    browser = a_browser(an_administrator())
    page = browser.get(PAGE).content.decode()
    assert "/services/small-service/" in page and "/services/other-service/" not in page
    assert PAGE in browser.get("/staff/admin/connections/data_register/").content.decode()
    assert browser.get("/staff/admin/connections/mail_carrier/message/").status_code == 404
    assert browser.post(PAGE, fields).status_code == 302
    with scope():
        assert Disturbance.objects.get().pauses and Service.objects.get(key="small-service").disturbances
    assert browser.post(PAGE, {"text_sv": ""}).status_code == 302
    with scope():
        assert (
            not Disturbance.objects.exists() and Service.objects.get(key="small-service").disturbances == []
        )


def test_while_the_log_in_is_out_of_order_nobody_is_sent_to_it_and_what_was_typed_is_still_kept(taken):
    a_service(log_in="substantial")
    assert a_browser().get("/do/liten-tjanst/").url.startswith("/login/")
    tell(port="resident_login", pauses=True)
    answer = a_browser().get("/do/liten-tjanst/")
    assert answer.status_code == 302 and answer.url == "/service/liten-tjanst/"
    assert WORDS["sv"] in a_browser().get(answer.url).content.decode()
    assert a_browser().post("/do/liten-tjanst/about-you/", {"name": "Alva"}).url.startswith("/login/")
