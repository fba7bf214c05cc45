"""The pages on which a version is tried, approved and only then published."""

import html
import io

import pikepdf
import pytest

from dygn.identity.actor import Actor
from dygn.services.actions.install_package import install_package
from dygn.services.models import AcceptanceTest, Approval, PreviewLink, ProtocolWaiver, Service, Version
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import NOON, PACKAGES, a_package, an_accepted
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
LIST = "/en/staff/admin/services/"
PAGE = LIST + "fault-report/"
HERE = PAGE + "versions/1/acceptance/"


@pytest.fixture
def version():
    with scope() as municipality:
        actor = Actor.system(municipality.pk)
        made = install_package(PACKAGES / "fault-report", actor=actor, now=NOON, owner=a_unit())
        return Version.objects.defer(None).select_related("service").get(pk=made.pk)


@pytest.fixture
def scenario(version):
    names = sorted(name for name in version.files if name.startswith("scenarios/"))
    return HERE + "scenarios/" + names[0].removeprefix("scenarios/").removesuffix(".yaml") + "/"


@pytest.fixture
def browser():
    roles = ("service_owner", "officer", "registrar")
    return a_browser(a_colleague(a_staff_member(*roles, name="Alla Roller")))


@pytest.fixture
def administrator():
    return a_browser(an_administrator())


def words_of(response):
    return " ".join(html.unescape(response.content.decode()).split())


def test_a_version_goes_from_untried_to_published(browser, version, scenario):
    page = words_of(browser.get(HERE))
    assert "Let the system try it." in page and "Approval as registrar." in page
    assert browser.post(HERE, {"try": "1"}).status_code == 302
    assert browser.post(scenario, {"outcome": "expected", "remarks": "Quick."}).status_code == 302
    for role in ("service_owner", "officer", "registrar"):
        assert browser.post(HERE, {"approve": role}).status_code == 302
    page = words_of(browser.get(HERE))
    assert "Approved: it may be published" in page and "Quick." in page and "What is missing" not in page
    browser.post(PAGE, {"publish": version.pk})
    with scope():
        assert Service.objects.get().takes_applications
    assert "With an approved protocol" in words_of(browser.get(HERE))


def test_who_publishes_too_early_is_led_to_what_is_missing(administrator, version):
    assert "Publish version 1" not in words_of(administrator.get(PAGE))
    answer = administrator.post(PAGE, {"publish": version.pk}, follow=True)
    assert "no approved acceptance protocol yet" in words_of(answer)
    assert "What is missing" in words_of(answer)
    with scope():
        assert Service.objects.get().state == "draft"


def test_a_scenario_is_shown_step_by_step(browser, scenario):
    page = words_of(browser.get(scenario))
    assert (
        "What to do" in page
        and "Log in first" not in page
        and "Note it in the protocol" in page
        and "You should get a receipt" in page
    )


def test_a_scenario_may_be_called_by_any_letters(browser):
    scenario = "title: Med hund\nanswers: {name: Alva, has_dog: 'no'}\nexpect: {}\n"
    with scope() as municipality:
        files = PackageFiles({**a_package().texts, "scenarios/gör_så-här.yaml": scenario})
        install_package(files, actor=Actor.system(municipality.pk), now=NOON)
    here = LIST + "small-service/versions/1/acceptance/"
    assert "Med hund" in words_of(browser.get(here))
    assert browser.get(here + "scenarios/gör_så-här/").status_code == 200


def test_the_trial_leads_to_the_protocol(administrator, version):
    assert HERE in words_of(administrator.get(PAGE + "versions/1/trial/"))


def test_somebody_tries_freely_and_says_what(browser, version):
    assert browser.post(HERE + "freely/", {"outcome": "expected"}).status_code == 422
    facts = {"title": "A lamp in the lake", "outcome": "otherwise", "remarks": "The map is grey."}
    assert browser.post(HERE + "freely/", facts).status_code == 302
    page = words_of(browser.get(HERE))
    assert "A lamp in the lake" in page and "The map is grey." in page and "Not as expected" in page


def test_a_fault_without_a_word_is_asked_about(browser, scenario):
    answer = browser.post(scenario, {"outcome": "otherwise"})
    assert answer.status_code == 422 and "Say what came out otherwise." in words_of(answer)
    assert browser.post(scenario, {}).status_code == 422


@pytest.mark.parametrize("role", ["officer", "registrar"])
def test_who_is_to_try_a_version_opens_it_without_the_right_to_publish(version, scenario, role):
    tester = a_browser(a_colleague(a_staff_member(role)))
    assert "Try this version" in words_of(tester.get(scenario))
    led = tester.post(scenario, {"try": "1"})["Location"]
    assert "Report" in words_of(tester.get(led))
    assert tester.post(HERE + "freely/", {"try": "1"})["Location"] == led
    with scope():
        (link,) = PreviewLink.objects.all()
        assert link.version_id == version.pk and (link.expires_at - link.made_at).days == 1
        assert not AcceptanceTest.objects.exists()
    for closed in (PAGE, PAGE + "previews/", PAGE + "edit/", PAGE + "versions/1/difference/"):
        assert tester.get(closed).status_code == 404
    assert tester.post(PAGE + "previews/", {"what": "1", "days": "1"}).status_code == 404


def test_a_version_is_opened_to_be_tried_by_nobody_else(version, scenario):
    neighbour = a_browser(an_administrator(of=a_municipality("Nordø", country="dk", language="da")))
    for stranger in (neighbour, a_browser(a_resident()), a_browser(a_colleague(a_staff_member("editor")))):
        assert stranger.post(scenario, {"try": "1"}).status_code == 404
    assert a_browser().post(scenario, {"try": "1"}).status_code == 302
    with scope():
        assert not PreviewLink.objects.exists()


def test_a_failed_test_takes_the_approval_back_on_the_page(browser, version, scenario):
    with scope():
        an_accepted(version)
    browser.post(scenario, {"outcome": "otherwise", "remarks": "No map."})
    page = words_of(browser.get(HERE))
    assert "Taken back" in page and "Approval anew as case officer: a test has failed since." in page
    answer = browser.post(HERE, {"approve": "officer"})
    assert answer.status_code == 422 and "Say why the version can be used all the same." in words_of(answer)


def test_the_page_offers_only_the_roles_one_holds(version):
    with scope():
        an_accepted(version)
        Approval.objects.all().delete()
    officer = a_browser(an_officer())
    page = words_of(officer.get(HERE))
    assert "Approve as case officer" in page and "Approve as registrar" not in page
    assert officer.post(HERE, {"approve": "registrar"}).status_code == 422
    assert officer.post(HERE, {"approve": "king"}).status_code == 422
    with scope():
        assert Approval.objects.count() == 0


def test_an_officer_finds_no_way_to_publish(version):
    officer = a_browser(an_officer())
    assert "Publish" not in words_of(officer.get(HERE)).split("<main")[1]
    assert officer.post(PAGE, {"publish": version.pk}).status_code == 404


WAITING = "/en/staff/admin/acceptance/"


def test_officers_and_registrars_find_what_waits_for_them(version):
    officer = a_browser(an_officer())
    page = words_of(officer.get(WAITING))
    assert HERE in page and "Let the system try it." in page
    assert "E-services to try and approve" in words_of(officer.get("/en/staff/"))
    with scope():
        an_accepted(version)
        Approval.objects.filter(role="officer").delete()
    assert "You are asked to approve it as: Case officer." in words_of(officer.get(WAITING))


def test_what_is_published_waits_for_nobody(version, administrator):
    with scope():
        an_accepted(version)
    administrator.post(PAGE, {"publish": version.pk})
    page = words_of(administrator.get(WAITING))
    assert HERE not in page and "Nothing waits to be accepted" in page


def test_the_list_of_what_waits_has_its_doors(version):
    neighbour = a_colleague(a_staff_member("officer", of=a_municipality("Lund")))
    assert HERE not in words_of(a_browser(neighbour).get(WAITING))
    for stranger in (a_resident(), a_colleague(a_staff_member("editor"))):
        assert a_browser(stranger).get(WAITING).status_code == 404
    assert a_browser().get(WAITING).status_code == 302
    editor = a_browser(a_colleague(a_staff_member("editor")))
    assert "E-services to try and approve" not in words_of(editor.get("/en/staff/"))


@pytest.mark.parametrize("page", ["", "freely/", "protocol.pdf", "scenarios/x/"])
def test_strangers_do_not_come_in(version, page):
    lund = a_municipality("Lund")
    roles = ("administrator", "service_owner", "officer", "registrar")
    neighbour = a_browser(a_colleague(a_staff_member(*roles, of=lund)))
    strangers = (neighbour, a_browser(a_resident()), a_browser(a_colleague(a_staff_member("editor"))))
    for stranger in strangers:
        assert stranger.get(HERE + page).status_code == 404
    assert a_browser().get(HERE + page).status_code == 302


def test_what_is_not_there_is_not_found(browser, version):
    assert browser.get(HERE + "scenarios/no-such/").status_code == 404
    assert browser.get(PAGE + "versions/9/acceptance/").status_code == 404
    assert browser.delete(HERE).status_code == browser.post(HERE + "protocol.pdf").status_code == 405


def test_an_administrator_lets_a_service_go_without_a_protocol_visibly(administrator, version):
    assert administrator.post(PAGE + "protocol-need/", {"goes_without": "on"}).status_code == 422
    answer = {"goes_without": "on", "reason": "Used by three colleagues."}
    assert administrator.post(PAGE + "protocol-need/", answer).status_code == 302
    assert "Used by three colleagues." in words_of(administrator.get(PAGE))
    administrator.post(PAGE, {"publish": version.pk})
    for page in (PAGE, LIST, HERE):
        assert "Published without a protocol" in words_of(administrator.get(page)), page
    assert "Used by three colleagues." in words_of(administrator.get(HERE))


def test_only_an_administrator_sets_it(version):
    for who in (an_author(), an_officer()):
        browser = a_browser(who)
        assert browser.get(PAGE + "protocol-need/").status_code == 404
        assert browser.post(PAGE + "protocol-need/", {"goes_without": "on", "reason": "x"}).status_code == 404
    with scope():
        assert ProtocolWaiver.objects.count() == 0


def test_what_the_installation_published_is_marked_in_the_list(administrator):
    from dygn.services.tests.factories import a_service

    a_service()
    assert "Published without a protocol" in words_of(administrator.get(LIST))


def test_the_protocol_is_an_accessible_pdf(browser, version, scenario):
    with scope():
        an_accepted(version)
    browser.post(scenario, {"outcome": "otherwise", "remarks": "Grönt på rött. <script>alert(1)</script>"})
    answer = browser.get(HERE + "protocol.pdf")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert (
            pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root and str(pdf.Root.Lang).startswith("en")
        )
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_what_is_noted_is_shown_as_text_and_never_run(browser, version):
    facts = {"title": "<script>x</script>", "outcome": "otherwise", "remarks": "<img src=x onerror=y>"}
    browser.post(HERE + "freely/", facts)
    raw = browser.get(HERE).content.decode()
    assert "<script>x" not in raw and "<img src=x" not in raw
    with scope():
        assert AcceptanceTest.objects.get().title == "<script>x</script>"


def test_each_approval_that_is_missing_says_who_can_give_it(version):
    with scope():
        unit = version.service.owner_unit
    here = a_browser(a_colleague(a_staff_member("officer", name="Mina Karlsson", unit=unit)))
    a_staff_member("officer", name="Nils Elsewhere", unit=a_unit("elsewhere"))
    for number in range(8):
        a_staff_member("registrar", name=f"Registrar {number}")
    page = words_of(here.get(HERE))
    assert "Can be given by Mina Karlsson<" in page
    assert "Registrar 5, and 2 more<" in page
    assert "Nobody has this role for the service. An administrator gives it under Staff and roles." in page
