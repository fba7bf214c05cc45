"""What is done in the browser at /staff/admin/ and /ops/ is done by ``dygn`` too."""

import pytest

from dygn.base.errors import Refusal
from dygn.config.tests.test_command_line import heard, say
from dygn.identity.access import Role
from dygn.identity.models import StaffMember
from dygn.municipalities.models import Connection, Municipality, Unit, Wording
from dygn.operations.ports_in_words import ports_to_connect
from dygn.operations.tests.factories import a_job
from dygn.operations.tests.test_ops_views import failed_post
from dygn.post.models import OutboxRow
from dygn.services.models import Service
from dygn.services.tests.factories import a_service
from tests.cast import a_browser, a_municipality, a_staff_member, a_unit, scope

pytestmark = pytest.mark.django_db
HERE = ("--municipality", "ekeby")


@pytest.fixture(autouse=True)
def ekeby():
    return a_municipality()


def refusal_of(*words):
    with pytest.raises(Refusal) as refused:
        say(*words)
    return refused.value.code


def test_a_unit_is_changed_and_what_is_not_named_stays():
    a_unit("town")
    a_unit("street")
    said = ("--name", "sv=Gator", "--part-of", "town", "--phone", "0980-1", "--register-sign", "GK")
    assert say("unit", "change", *HERE, "street", *said).output == "street is changed.\n"
    with scope():
        street = Unit.objects.get(key="street")
        assert (street.names["sv"], street.names["en"], street.parent.key) == ("Gator", "Streets", "town")
    say("unit", "change", *HERE, "street", "--part-of", "")
    with scope():
        street.refresh_from_db()
        assert (street.parent, street.phone, street.register_sign) == (None, "0980-1", "GK")


def test_a_unit_is_closed_and_opened_again():
    a_unit("street")
    assert say("unit", "close", *HERE, "street").output == "street is closed.\n"
    assert heard("unit", "list", *HERE)[0]["closed_on"]
    assert say("unit", "reopen", *HERE, "street").output == "street is open again.\n"
    assert heard("unit", "list", *HERE)[0]["closed_on"] is None


def test_a_colleague_is_changed_and_keeps_roles_and_the_rest():
    a_unit("street")
    member = a_staff_member("officer", name="Bo Ek")
    said = ("--name", "Bo Alm", "--title", "Handläggare", "--phone", "0980-2", "--email", "bo@ekeby.example")
    answer = say("staff", "change", *HERE, member.email, *said, "--unit", "street")
    assert answer.output == "Bo Alm: changed.\n"
    with scope():
        changed = StaffMember.objects.get(pk=member.pk)
        assert (changed.title, changed.phone, changed.email) == ("Handläggare", "0980-2", "bo@ekeby.example")
    assert heard("staff", "list", *HERE)[0] | {"name": "", "email": ""} == {
        "name": "",
        "email": "",
        "units": "street",
        "roles": "officer",
    }
    say("staff", "change", *HERE, "bo@ekeby.example", "--no-unit")
    assert heard("staff", "list", *HERE)[0]["units"] == ""


@pytest.mark.parametrize("role", Role.values)
def test_every_role_can_be_given(role):
    member = a_staff_member()
    say("staff", "role", *HERE, member.email, "--role", role)
    assert heard("staff", "list", *HERE)[0]["roles"] == role


def test_a_service_is_paused_with_a_word_opened_again_and_withdrawn():
    key = a_service().key
    answer = say("service", "pause", *HERE, key, "--message", "sv=Öppnar i maj.")
    assert answer.output == f"{key} is paused.\n"
    with scope():
        assert Service.objects.get().state_message == {"sv": "Öppnar i maj."}
    say("service", "reopen", *HERE, key)
    assert heard("service", "list", *HERE)[0]["state"] == "published"
    say("service", "withdraw", *HERE, key)
    assert heard("service", "list", *HERE)[0]["state"] == "withdrawn"


def test_a_word_is_taken_off_the_list():
    said = ("--language", "sv", "--avoid", "erlägga")
    say("theme", "word", *HERE, *said, "--prefer", "betala")
    assert say("theme", "remove-word", *HERE, *said).output == "erlägga is off the list.\n"
    assert heard("theme", "word", *HERE) == []


def test_officers_texts_are_set_listed_and_removed(tmp_path):
    file = tmp_path / "text.txt"
    file.write_text("Vi kommer på tisdag.", encoding="utf-8")
    here = (*HERE, "--language", "sv")
    say("message", "set", *here, "visit", "--title", "Besök", "--file", file)
    rows = {row["key"]: row for row in heard("message", "list", *here)}
    assert rows["visit"] == {
        "key": "visit",
        "title": "Besök",
        "is_own": True,
        "text": "Vi kommer på tisdag.",
    }
    assert say("message", "remove", *here, "visit").output == "visit (sv) is removed.\n"
    rows = {row["key"]: row for row in heard("message", "list", *here)}
    assert not rows["visit"]["is_own"]  # the standard text of that name is back


def test_every_text_is_listed_and_worded():
    here = (*HERE, "--language", "sv")
    say("theme", "text", *here, "cases.state.late=Det dröjer.")
    rows = {row["key"]: row for row in heard("theme", "texts", *here)}
    assert rows["cases.state.late"]["own"] == "Det dröjer." and rows["cases.state.late"]["standard"]
    assert rows["post.something_waits.subject"]["own"] is None
    say("theme", "text", *here, "cases.state.late=")
    with scope():
        assert not Wording.objects.exists()


def test_opening_hours_are_said_day_by_day(ekeby):
    say("theme", "contact", *HERE, "mon=08:00-12:00,13:00-16:30", "tue=09:00-15:00")
    say("theme", "contact", *HERE, "tue=", "sender=post@ekeby.example")
    contact = Municipality.objects.get(pk=ekeby.pk).contact
    assert contact["hours"] == {"mon": ["08:00-12:00", "13:00-16:30"]}
    assert (contact["sender"], contact["visit"]) == ("post@ekeby.example", "Torget 1")


def test_the_same_connections_are_listed_as_in_the_browser():
    assert [row["port"] for row in heard("connection", "list", *HERE)] == ports_to_connect()


def test_a_failed_job_is_taken_away():
    failed, waiting = a_job("failed"), a_job()
    assert say("jobs", "discard", failed.pk, waiting.pk).output == "Taken away: 1.\n"
    assert heard("jobs", "list") == []


def test_failed_post_is_listed_and_sent_again():
    row = failed_post()
    listed = heard("post", "list")[0]
    assert (listed["number"], listed["municipality"]) == (row.pk, "ekeby")
    assert say("post", "send-again", row.pk).output == "Sent again: 1.\n"
    with scope():
        assert OutboxRow.objects.get().state == OutboxRow.State.WAITING
    assert say("post", "send-again").exit_code == 2


def test_failed_post_is_given_up():
    row = failed_post()
    assert say("post", "give-up", row.pk).output == "Given up: 1.\n"
    with scope():
        assert OutboxRow.objects.get().state == OutboxRow.State.CANCELLED


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("unit", "change", *HERE, "none", "--phone", "1"), "unknown_unit"),
        (("unit", "add", *HERE, "none"), "unit_without_name"),
        (("unit", "close", *HERE, "none"), "unknown_unit"),
        (("unit", "reopen", *HERE, "none"), "unknown_unit"),
        (("staff", "change", *HERE, "nobody@b.se", "--name", "A"), "unknown_staff"),
        (("service", "pause", *HERE, "none"), "unknown_service"),
        (("theme", "remove-word", *HERE, "--language", "sv", "--avoid", "x"), "unknown_word"),
        (("theme", "text", *HERE, "--language", "sv", "none=x"), "unknown_text"),
        (("theme", "text", *HERE, "--language", "fi", "cases.state.late=x"), "unknown_language"),
        (("theme", "contact", *HERE, "mon=morning"), "unreadable_hours"),
        (("theme", "contact", *HERE, "fax=1"), "unknown_fact"),
        (("message", "set", *HERE, "A B", "--language", "sv", "--title", "a", "--text", "b"), "text_key"),
        (("message", "remove", *HERE, "none", "--language", "sv"), "unknown_text"),
        (("connection", "remove", *HERE, "none"), "unknown_port"),
        (("jobs", "discard", "1"), "no_such_job"),
        (("post", "send-again", "1"), "no_such_post"),
        (("post", "give-up", "1"), "no_such_post"),
    ],
)
def test_what_cannot_be_done_is_refused_plainly(words, code):
    assert refusal_of(*words) == code


def test_a_unit_is_not_made_part_of_itself():
    a_unit("street")
    assert refusal_of("unit", "change", *HERE, "street", "--part-of", "street") == "unit_circle"


def test_a_preview_link_is_printed_and_works():
    service = a_service()
    printed = say("service", "preview", *HERE, service.key, "--version", "1", "--days", "3").output.strip()
    assert printed.startswith("https://ekeby.localhost/preview/")
    assert a_browser().get(printed.removeprefix("https://ekeby.localhost")).status_code == 200
    assert "/preview/" in heard("service", "preview", *HERE, service.key)["link"]
    assert refusal_of("service", "preview", *HERE, "nothing") == "unknown_service"
    assert refusal_of("service", "preview", *HERE, service.key, "--version", "9") == "unknown_version"


def test_the_inventory_is_imported_tried_first_and_listed(tmp_path):
    a_service()
    sheet = tmp_path / "inventory.csv"
    sheet.write_text("name;self_service;duty;reviewed_on\nSkolskjuts;paper;by_law;2020-01-01\n")
    assert heard("inventory", "import", *HERE, sheet, "--dry-run")["added"] == 1
    assert [each["name"] for each in heard("inventory", "list", *HERE)] == ["Liten tjänst"]
    assert "added: 1" in say("inventory", "import", *HERE, sheet).output
    listed = heard("inventory", "list", *HERE)
    assert [each["e_service"] for each in listed] == ["small-service", None]
    assert listed[1]["duty"] == "by_law" and listed[1]["review_due_on"] == "2021-01-01"
    assert [each["name"] for each in heard("inventory", "list", *HERE, "--overdue")] == ["Skolskjuts"]
    assert "Skolskjuts" in say("inventory", "list", *HERE).output


def test_a_sheet_with_faults_ends_with_one_and_names_the_lines(tmp_path):
    sheet = tmp_path / "inventory.csv"
    sheet.write_text("name;unit\nSkolskjuts;nowhere\n")
    answer = say("inventory", "import", *HERE, sheet, "--json")
    assert answer.exit_code == 1 and '"line": 2' in answer.output
    assert say("inventory", "import", *HERE, sheet).exit_code == 1
    assert heard("inventory", "list", *HERE) == []


def test_a_ready_made_package_is_listed_and_installed_by_its_name():
    rows = {row["name"]: row for row in heard("service", "ready-made", *HERE)}
    assert rows["moving"]["languages"] == "da en" and not rows["moving"]["is_installed"]
    say("service", "install", *HERE, "general-enquiry")
    with scope():
        assert Service.objects.get().key == "general-enquiry"
    assert refusal_of("service", "install", *HERE, "no-such-thing") == "unknown_package"


def test_a_number_is_kept_as_a_number_when_a_connection_is_set():
    say("connection", "set", *HERE, "mail_carrier", "smtp", "host=mail.example.org", "port=2525")
    with scope():
        assert Connection.objects.get(port="mail_carrier").settings["port"] == 2525
    broken = ("mail_carrier", "smtp", "host=mail.example.org", "port=many")
    assert refusal_of("connection", "set", *HERE, *broken) == "unreadable_setting"
