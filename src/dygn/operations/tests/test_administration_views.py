import html
import re

import pytest
from django.utils import translation

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.base.tenancy import in_municipality
from dygn.cases.rules.wording import sentences
from dygn.identity.models import StaffMember, StaffRole
from dygn.municipalities.models import Connection, Municipality, Unit, Wording, WordListEntry
from dygn.operations.actions.word_texts import word_texts
from dygn.operations.texts_in_words import STATES_IN_WORDS
from dygn.post.actions.notify import notify
from dygn.post.models import OutboxRow
from dygn.post.rules.channels import Recipient
from tests.cast import (
    a_browser,
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
PAGES = [
    "/en/staff/admin/",
    "/en/staff/admin/units/",
    "/en/staff/admin/units/new/",
    "/en/staff/admin/units/street/",
    "/en/staff/admin/staff/",
    "/en/staff/admin/staff/new/",
    "/en/staff/admin/texts/",
    "/en/staff/admin/texts/something_waits/sv/",
    "/en/staff/admin/texts/case-states/sv/",
    "/en/staff/admin/words/",
    "/en/staff/admin/theme/",
    "/en/staff/admin/contact/",
    "/en/staff/admin/connections/",
    "/en/staff/admin/connections/mail_carrier/",
    "/en/staff/admin/connections/mail_carrier/smtp/",
    "/en/staff/admin/flow/",
]


@pytest.fixture
def admin():
    return an_administrator()


@pytest.fixture
def browser(admin):
    return a_browser(admin)


def words_of(response):
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_sees_the_page(browser, page):
    a_unit()
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_others_find_nothing(page):
    a_unit()
    assert a_browser(an_officer()).get(page).status_code == 404
    assert a_browser(a_resident()).get(page).status_code == 404
    assert a_browser().get(page).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_neither_put_nor_deleted(browser, page):
    assert browser.delete(page).status_code == 405


@pytest.mark.parametrize(
    "page",
    [
        "units/none/",
        "staff/999/",
        "texts/none/sv/",
        "texts/something_waits/xx/",
        "texts/case-states/xx/",
        "connections/none/",
        "connections/mail_carrier/nonsense/",
        "theme/preview.css?accent=x",
    ],
)
def test_what_is_not_there_is_not_found(browser, page):
    assert browser.get(f"/en/staff/admin/{page}").status_code == 404


def test_a_unit_is_added_changed_closed_and_opened_again(browser, admin):
    facts = {"name_sv": "Gatukontoret", "key": "street", "parent": "", "email": "gata@ekeby.example"}
    assert browser.post("/en/staff/admin/units/new/", facts).status_code == 302
    browser.post("/en/staff/admin/units/street/", {"name_sv": "Gator och parker", "parent": ""})
    browser.post("/en/staff/admin/units/street/", {"close": "1"})
    with scope():
        unit = Unit.objects.get()
        assert unit.names["sv"] == "Gator och parker" and unit.closed_on is not None
    browser.post("/en/staff/admin/units/street/", {"reopen": "1"})
    with scope():
        assert Unit.objects.get().closed_on is None
        done = set(
            AuditEntry.objects.filter(subject="unit:street", actor=admin.key).values_list("action", flat=True)
        )
        assert done == {"unit.added", "unit.changed", "unit.closed", "unit.reopened"}


def test_a_short_name_is_taken_once(browser):
    a_unit("street")
    response = browser.post(
        "/en/staff/admin/units/new/", {"name_sv": "En till", "key": "street", "parent": ""}
    )
    assert response.status_code == 422


def test_a_unit_is_no_part_of_its_own_parts(browser):
    above, below = a_unit("above"), a_unit("below")
    browser.post("/en/staff/admin/units/below/", {"name_sv": "Under", "parent": above.pk})
    response = browser.post("/en/staff/admin/units/above/", {"name_sv": "Över", "parent": below.pk})
    assert response.status_code == 422


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"name_sv": "x" * 121, "key": "a"},
        {"name_sv": "A", "key": "å b"},
        {"name_sv": "A", "key": "a", "email": "nonsense"},
        {"name_sv": "A", "key": "a", "parent": "99"},
    ],
)
def test_a_unit_said_wrongly_is_refused_at_its_field(browser, bad):
    response = browser.post("/en/staff/admin/units/new/", bad)
    assert response.status_code == 422 and "error-summary" in response.content.decode()


def test_a_neighbours_unit_is_not_found(browser):
    a_unit("harbour", of=a_municipality("Nordø", country="dk", language="da"))
    assert browser.get("/en/staff/admin/units/harbour/").status_code == 404


def colleague(**changes):
    return {"name": "Bo Ek", "email": "bo@ekeby.example", "role": "", "where": "", **changes}


def test_a_colleague_is_added_with_a_role_in_a_unit(browser, admin):
    unit = a_unit()
    facts = colleague(units=[unit.pk], role="officer", where=unit.pk)
    assert browser.post("/en/staff/admin/staff/new/", facts).status_code == 302
    with scope():
        member = StaffMember.objects.get(email="bo@ekeby.example")
        assert list(member.roles.values_list("role", "unit_id")) == [("officer", unit.pk)]
        assert list(member.units.all()) == [unit]
        assert AuditEntry.objects.filter(action="staff.added", actor=admin.key).exists()


def test_a_role_is_added_and_another_taken_away(browser):
    member = a_staff_member("officer", "registrar")
    facts = colleague(email=member.email, held=["officer:"], role="agent")
    browser.post(f"/en/staff/admin/staff/{member.pk}/", facts)
    with scope():
        assert set(member.roles.values_list("role", flat=True)) == {"officer", "agent"}


def test_an_address_is_a_colleagues_alone(browser):
    member = a_staff_member()
    assert (
        browser.post("/en/staff/admin/staff/new/", colleague(email=member.email.upper())).status_code == 422
    )


def test_a_service_owner_finds_the_way_to_services_and_no_other_room():
    owner = a_browser(an_author())
    assert 'href="/en/staff/admin/"' in words_of(owner.get("/en/staff/"))
    page = words_of(owner.get("/en/staff/admin/"))
    rooms = set(re.findall(r'href="/en/staff/admin/(\w+)/"', page))
    assert rooms == {"services", "catalogue", "inventory", "figures", "stuck", "acceptance"}
    for room in rooms:
        assert owner.get(f"/en/staff/admin/{room}/").status_code == 200, room


def test_an_officer_is_shown_no_way_to_administration():
    officer = a_browser(an_officer())
    assert 'href="/en/staff/admin/"' not in words_of(officer.get("/en/staff/"))
    assert officer.get("/en/staff/admin/").status_code == 404


def test_nobody_takes_the_administrators_role_from_themselves(browser, admin):
    with scope():
        me = StaffMember.objects.get(pk=admin.staff_id)
    response = browser.post(f"/en/staff/admin/staff/{me.pk}/", colleague(email=me.email))
    assert response.status_code == 422
    with scope():
        assert StaffRole.objects.filter(staff=me, role="administrator").exists()
    browser.post(f"/en/staff/admin/staff/{me.pk}/", {"shut_out": "1"})
    assert browser.get("/en/staff/admin/").status_code == 200


def test_a_colleague_is_shut_out_at_once_and_let_in_again(browser):
    from tests.cast import a_colleague

    member = a_staff_member("administrator")
    theirs = a_browser(a_colleague(member))
    browser.post(f"/en/staff/admin/staff/{member.pk}/", {"shut_out": "1"})
    assert theirs.get("/en/staff/admin/").status_code in (302, 404)
    browser.post(f"/en/staff/admin/staff/{member.pk}/", {"let_in": "1"})
    with scope():
        member.refresh_from_db()
        assert member.is_active


@pytest.mark.parametrize(
    "bad", [{"role": "king"}, {"where": "9999", "role": "officer"}, {"units": ["x"]}, {"email": "x"}]
)
def test_a_colleague_said_wrongly_is_refused(browser, bad):
    assert browser.post("/en/staff/admin/staff/new/", colleague(**bad)).status_code == 422


def test_a_neighbours_colleague_is_not_found(browser):
    stranger = a_staff_member(of=a_municipality("Nordø", country="dk", language="da"))
    assert browser.get(f"/en/staff/admin/staff/{stranger.pk}/").status_code == 404


def test_staff_are_found_by_name(browser):
    a_staff_member(name="Gunilla Zorn")
    a_staff_member(name="Bo Ek")
    page = words_of(browser.get("/en/staff/admin/staff/?q=zorn"))
    assert "Gunilla Zorn" in page and "Bo Ek" not in page


def test_the_list_of_staff_asks_few_questions(browser, django_assert_max_num_queries):
    for _ in range(8):
        a_staff_member("officer", unit=a_unit())
    with django_assert_max_num_queries(10):
        browser.get("/en/staff/admin/staff/")


def test_a_message_is_worded_in_own_words_and_the_standard_text_comes_back(browser):
    address = "/en/staff/admin/texts/something_waits/sv/"
    own = "Post från {municipality}"
    browser.post(address, {"post.something_waits.subject": own, "post.something_waits.body": "Titta in!"})
    with scope():
        assert Wording.objects.get(key="post.something_waits.subject").text == own
    assert "Go back to the standard text" in words_of(browser.get(address))
    browser.post(address, {"post.something_waits.subject": own, "standard": "1"})
    with scope():
        assert not Wording.objects.exists()


def test_how_a_case_stands_is_said_in_own_words(browser):
    address = "/en/staff/admin/texts/case-states/sv/"
    assert "Standard text: Vi har" in words_of(browser.get(address))
    browser.post(address, {"cases.state.received": "Tack! Vi hörs senast {day}."})
    with scope():
        assert Wording.objects.get(language="sv").key == "cases.state.received"
    assert "Your own words" in words_of(browser.get("/en/staff/admin/texts/"))
    browser.post(address, {"cases.state.received": ""})
    with scope():
        assert not Wording.objects.exists()


def test_every_text_that_can_be_worded_is_listed_with_its_standard_text(browser):
    page = words_of(browser.get("/staff/admin/texts/"))
    assert "something_waits" in page and "/staff/cases/texts/" in page
    with translation.override("sv"):
        for name, sentence in sentences().items():
            assert f"cases.state.{name}" in page and sentence in page


def test_every_state_of_a_case_is_called_something():
    assert set(STATES_IN_WORDS) == set(sentences())


@pytest.mark.parametrize(
    ("page", "field", "text", "fault"),
    [
        ("something_waits", "post.something_waits.subject", "Hej {personnummer}", "{personnummer}"),
        ("case-states", "cases.state.received", "Hej {name}", "You can write: {day}"),
        ("case-states", "cases.state.received", "x" * 301, "300"),
    ],
)
def test_braces_that_nothing_fills_and_too_much_are_refused(browser, page, field, text, fault):
    response = browser.post(f"/en/staff/admin/texts/{page}/sv/", {field: text})
    assert response.status_code == 422 and fault in words_of(response)


@pytest.mark.parametrize(
    ("texts", "code"),
    [({"cases.state.gone": "x"}, "unknown_text"), ({"cases.state.late": "{url}"}, "unknown_place")],
)
def test_what_nothing_reads_cannot_be_worded(admin, texts, code):
    with scope(), pytest.raises(Refusal) as refused:
        word_texts(texts, language="sv", actor=admin)
    assert refused.value.code == code


def test_nobody_but_an_administrator_words_texts():
    with scope(), pytest.raises(NotForYou):
        word_texts({"cases.state.late": "x"}, language="sv", actor=an_officer())


def test_a_word_comes_on_the_list_and_off_it(browser):
    browser.post("/en/staff/admin/words/", {"language": "sv", "avoid": "inkomma", "prefer": "skicka"})
    with scope():
        entry = WordListEntry.objects.get()
    browser.post("/en/staff/admin/words/", {"remove": entry.pk})
    with scope():
        assert not WordListEntry.objects.exists()


def test_a_neighbours_word_stays(browser):
    nordo = a_municipality("Nordø", country="dk", language="da")
    with in_municipality(nordo.pk):
        entry = WordListEntry.objects.create(language="da", avoid="a", prefer="b")
    browser.post("/en/staff/admin/words/", {"remove": entry.pk})
    with in_municipality(nordo.pk):
        assert WordListEntry.objects.exists()


def a_look(**changes):
    return {
        "accent": "#1f4f82",
        "support1": "#2f7d6b",
        "support2": "#8a4f9e",
        "neutral": "#23272f",
        "radius": "4",
        "font": "serif",
        "frame": "plain",
        "crest": "ekeby",
        **changes,
    }


def test_a_look_is_seen_before_it_is_kept(browser):
    page = words_of(browser.post("/en/staff/admin/theme/", a_look(preview="1")))
    assert "/en/staff/admin/theme/preview.css?accent=%231f4f82" in page
    assert Municipality.objects.get(slug="ekeby").theme == {}
    sheet = browser.get("/en/staff/admin/theme/preview.css", a_look())
    assert sheet["Content-Type"].startswith("text/css") and b"--ds-color" in sheet.content


def test_a_look_is_kept(browser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/en/staff/admin/theme/", a_look(save="1")).status_code == 302
    assert Municipality.objects.get(slug="ekeby").theme["accent"] == "#1f4f82"


@pytest.mark.parametrize(
    "bad", [{"accent": "#ffff66"}, {"accent": "red"}, {"radius": "99"}, {"font": "comic"}]
)
def test_a_look_that_nobody_can_read_is_refused(browser, bad):
    response = browser.post("/en/staff/admin/theme/", a_look(save="1", **bad))
    assert response.status_code == 422 and Municipality.objects.get(slug="ekeby").theme == {}


def test_contact_and_hours_are_kept(browser):
    browser.post("/en/staff/admin/contact/", {"phone": "010-1", "hours_mon": "08:00-12:00, 13:00-16:30"})
    contact = Municipality.objects.get(slug="ekeby").contact
    assert contact["phone"] == "010-1" and contact["hours"] == {"mon": ["08:00-12:00", "13:00-16:30"]}


def test_hours_that_cannot_be_read_are_refused(browser):
    assert browser.post("/en/staff/admin/contact/", {"hours_mon": "åtta till fem"}).status_code == 422


def test_mail_is_connected_by_a_server_of_ones_own(browser, admin):
    response = browser.post("/en/staff/admin/connections/mail_carrier/", {"adapter": "smtp"})
    assert response["Location"].endswith("/mail_carrier/smtp/")
    facts = {
        "host": "mail.ekeby.example",
        "port": "587",
        "password": "env:MAIL_PASSWORD",
        "security": "starttls",
        "timeout_seconds": "20",
    }
    assert browser.post("/en/staff/admin/connections/mail_carrier/smtp/", facts).status_code == 302
    with scope():
        kept = Connection.objects.get()
        assert kept.settings == {"host": "mail.ekeby.example", "port": 587, "password": "env:MAIL_PASSWORD"}
        assert AuditEntry.objects.filter(action="connection.set", actor=admin.key).exists()
    browser.post("/en/staff/admin/connections/mail_carrier/", {"adapter": ""})
    with scope():
        assert not Connection.objects.exists()


def test_a_secret_in_plain_is_refused(browser):
    facts = {"host": "m", "port": "25", "password": "hunter2", "security": "none", "timeout_seconds": "20"}
    response = browser.post("/en/staff/admin/connections/mail_carrier/smtp/", facts)
    assert response.status_code == 422 and "env:NAME" in words_of(response)
    with scope():
        assert not Connection.objects.exists()


def test_a_connection_is_asked_whether_it_answers(browser):
    page = words_of(browser.post("/en/staff/admin/connections/mail_carrier/", {"check": "1"}))
    assert "keeps them to be read here" in page


def test_a_connection_that_does_not_answer_says_why(browser):
    with scope():
        Connection.objects.create(
            port="mail_carrier", adapter="smtp", settings={"host": "127.0.0.1", "port": 1}
        )
    page = words_of(browser.post("/en/staff/admin/connections/mail_carrier/", {"check": "1"}))
    assert "127.0.0.1:1" in page
    with scope():
        Connection.objects.update(settings={"password": "env:NOT_SET_ANYWHERE"})
    assert "NOT_SET_ANYWHERE" in words_of(
        browser.post("/en/staff/admin/connections/mail_carrier/", {"check": "1"})
    )


@pytest.mark.parametrize(
    "port", ["resident_login", "staff_login", "sms_carrier", "virus_scanner", "population_register"]
)
def test_every_adapters_settings_make_a_form(browser, port):
    from dygn.base.adapters import adapter_names

    for adapter in adapter_names(port):
        assert browser.get(f"/en/staff/admin/connections/{port}/{adapter}/").status_code == 200


def test_what_has_reached_nobody_is_shown(browser):
    with scope():
        notify(
            Recipient.by_email("x@example.se"),
            "something_waits",
            {"reference": "EK-1"},
            subject="case:1",
            key="1",
        )
        OutboxRow.objects.update(state="failed", last_error="550 No such mailbox")
    page = words_of(browser.get("/en/staff/admin/flow/"))
    assert "550 No such mailbox" in page and "EK-1" in page and "x@example.se" not in page
