"""The pages of administrators and operators, and the letters, in a real browser."""

import pytest

from dygn.post.actions.notify import notify
from dygn.post.models import OutboxRow
from dygn.post.rules.channels import Recipient
from dygn.processes.models import Connector
from tests.cast import a_municipality, a_staff_member, a_unit, an_administrator, an_operator, scope
from tests.journeys.browsing import assert_fits, axe, enter, follow, follow_by_key, picture, tab_to

ADMINISTRATION = [
    "services/",
    "", "units/", "units/new/", "units/street/", "staff/", "staff/new/", "texts/", "texts/something_waits/sv/", "texts/case-states/sv/",
    "words/", "theme/", "contact/", "connections/", "connections/mail_carrier/", "connections/mail_carrier/smtp/", "flow/",
    "systems/", "systems/new/", "systems/permit-register/", "systems/permit-register/try/",
]  # fmt: skip
OPERATIONS = ["", "jobs/", "jobs/?state=todo", "post/", "connections/"]
PICTURED = ["", "staff/", "texts/", "texts/case-states/sv/", "theme/", "flow/", "systems/", "systems/permit-register/"]


@pytest.fixture(autouse=True)
def ekeby(committed):
    municipality = a_municipality("Ekeby", language="en")
    a_unit()
    a_staff_member("officer", "registrar", name="Gunilla Zorn", unit=a_unit())
    with scope():
        Connector.objects.create(
            key="permit-register", title="Permits", adapter="http_json",
            settings={"address": "https://permits.example/{number}"},
            sends={"number": "applicant.number"}, takes={"permit": "answer.permit"},
        )  # fmt: skip
        letter = Recipient(key="person:1", name="Karin Ek", address_lines=("Storgatan 1", "123 45 Ekeby"))
        for number, to in enumerate([letter, Recipient.by_email("bo@example.se")]):
            notify(to, "something_waits", {"reference": "EK-1"}, subject="case:1", key=str(number))
        OutboxRow.objects.filter(kind="email").update(state="failed", last_error="550 No such mailbox")
    return municipality


def test_every_page_of_administration_is_accessible_and_fits(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), "/staff/admin/")
    for path in ADMINISTRATION:
        page.goto(f"/staff/admin/{path}")
        axe(page)
        if path in PICTURED:
            picture(page, f"administration-{path.strip('/').replace('/', '-') or 'start'}")
        else:
            page.set_viewport_size({"width": 360, "height": 900})
            assert_fits(page)


def test_every_page_of_operations_is_accessible_and_fits(visit):
    page = enter(visit("ekeby", "/healthz"), an_operator(), "/ops/")
    for path in OPERATIONS:
        page.goto(f"/ops/{path}")
        axe(page)
        if path in ("", "post/"):
            picture(page, f"operations-{path.strip('/') or 'health'}")


def test_the_letters_are_accessible_and_fit(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), "/staff/letters/")
    axe(page)
    picture(page, "letters")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_look_is_shown_first_and_then_used(visit, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), an_administrator(), "/staff/admin/theme/")
    page.get_by_label("Accent colour: buttons and links").fill("#6b1f5c")
    follow(page.get_by_role("button", name="Show it first"))
    page.get_by_role("heading", name="As it would look").wait_for()
    button = page.get_by_role("button", name="Use this look")
    if scripts:
        assert button.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(107, 31, 92)"
    follow(button)
    page.get_by_role("heading", name="As it looks now").wait_for()
    assert page.get_by_label("Accent colour: buttons and links").input_value() == "#6b1f5c"


def test_a_colleague_is_added_by_keyboard_alone(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), "/staff/admin/staff/new/")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Bo Ek")
    tab_to(page, "E-mail at work")
    page.keyboard.type("bo@ekeby.example")
    tab_to(page, "Add the colleague")
    follow_by_key(page)
    page.get_by_role("link", name="Bo Ek").wait_for()


def test_a_mistake_is_told_on_top_and_at_the_field(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), "/staff/admin/units/new/")
    follow(page.get_by_role("button", name="Add the unit"))
    page.locator("#error-summary").get_by_role("link").first.click()
    axe(page)
    assert page.title().startswith("Error:")
