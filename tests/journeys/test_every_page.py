"""Axe looks at every page that there is: each address of the resolver, and what stands at none."""

import re

import pytest
from django.conf import settings
from django.urls import path, reverse

from dygn.base.views import trouble
from dygn.config import urls as house
from dygn.config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from dygn.demo.views import start
from dygn.portal.tests.factories import a_site
from dygn.services.models import Draft
from dygn.services.tests.factories import Visitor
from tests.cast import a_browser, a_colleague, a_municipality, a_staff_member, scope
from tests.house.test_addresses import addresses, parts_of, some_things
from tests.journeys.browsing import assert_fits, axe, follow, follow_by_key

EVERY_ROLE = ("officer", "registrar", "service_owner", "editor", "administrator", "manager", "agent")
CONTENT = """
language: en
title: Ekeby
news_title: News
news_slug: news
topics: [{slug: waste, title: Waste, lead: Sort it right.}]
"""
# Why an address has no page of its own to look at.
POSTED_TO = "only sent to"
SENDS_ON = "sends on to a page that is looked at"
FILE = "gives a file or figures for programs"
PART = "a part of a page that is looked at"
NO_PAGE = {
    "base:icon": SENDS_ON,
    "base:look": POSTED_TO,
    "theme": FILE,
    "operations:healthz": FILE,
    "operations:readyz": FILE,
    "operations:metrics": FILE,
    "administration:theme_preview": FILE,
    "administration:protocol": FILE,
    "administration:specification_pdf": FILE,
    "administration:package_file": FILE,
    "administration:acceptance_scenario": "test_acceptance",
    "administration:inventory_export": FILE,
    "administration:brought_form": "test_bring_form",
    "administration:figures_file": FILE,
    "identity:contact_code": "below",
    "identity:login": SENDS_ON,
    "identity:login_callback": "test_log_in",
    "identity:send_again": "test_log_in",
    "identity:staff_login": SENDS_ON,
    "identity:staff_login_callback": "test_log_in",
    "files:download": FILE,
    "payments:begin": POSTED_TO,
    "payments:back": SENDS_ON,
    "payments:callback": POSTED_TO,
    "payments:export": FILE,
    "reference:addresses": PART,
    "administration:make_version": POSTED_TO,
    "administration:lock_service": SENDS_ON,
    "cases:assign": POSTED_TO,
    "cases:behind_glass": "test_desk",
    "cases:own_readers": "test_desk",
    "cases:remove_near": POSTED_TO,
    "cases:many": POSTED_TO,
    "cases:give_away": POSTED_TO,
    "cases:remove_away": POSTED_TO,
    "cases:keep_filter": POSTED_TO,
    "cases:drop_filter": POSTED_TO,
    "cases:remove_text": POSTED_TO,
    "cases:export": FILE,
    "cases:letter": FILE,
    "cases:act": POSTED_TO,
    "cases:step": POSTED_TO,
    "cases:followed_file": FILE,
    "cases:followed_write": POSTED_TO,
    "cases:followed_attach": POSTED_TO,
    "cases:followed_answer": POSTED_TO,
    "cases:own_write": POSTED_TO,
    "cases:own_attach": POSTED_TO,
    "cases:own_answer": POSTED_TO,
    "portal:suggest": PART,
    "services:begin": POSTED_TO,
    "identity:forget_contact": POSTED_TO,
    "services:check": "test_fill_in",
    "services:send": POSTED_TO,
    "services:sign": POSTED_TO,
    "services:remind": POSTED_TO,
    "services:take_back": POSTED_TO,
    "services:waiting": "test_signing",
    "services:co_sign": "test_signing",
    "services:leave_to_co_sign": POSTED_TO,
    "services:decline_to_sign": POSTED_TO,
    "services:co_sign_file": FILE,
    "services:open_co_sign": SENDS_ON,
    "services:signing_back": SENDS_ON,
    "identity:simulated_signing": "test_signing",
    "services:preview_send": POSTED_TO,
    "services:go_on": SENDS_ON,
    "services:receipt": "test_fill_in",
    "services:copy": FILE,
    "services:paper": FILE,
    "wagtaildocs_serve": FILE,
    "portal:open_services": SENDS_ON,
    "portal:open_services_as": FILE,
    "portal:open_catalogue": FILE,
    "portal:open_catalogue_package": FILE,
}
PLACES = {"portal:page": ["waste/"], "administration:text": {"template": "something_waits", "language": "sv"}}
TROUBLES = {
    "not-found": trouble.not_found,
    "bad-request": trouble.bad_request,
    "expired-form": trouble.expired_form,
    "too-many": lambda request: trouble.too_many(request, minutes=5),
    "e-id-down": lambda request: trouble.eid_down(request, retry_address="/login/"),
    "broken": trouble.broken,
    "unavailable": trouble.unavailable,
    "unknown-host": trouble.unknown_host,
    "demo-start": start,
}
# The house's addresses, with a place where each trouble is to be met.
urlpatterns = [
    path("trouble/<slug:name>/", lambda request, name: TROUBLES[name](request)),
    *house.urlpatterns,
]


@pytest.fixture
def things(committed):
    a_site(of=a_municipality("Ekeby", language="en"), text=CONTENT)
    things = some_things()
    member = a_staff_member(*EVERY_ROLE, of=things.municipality, is_operator=True)
    things.owners["staff"] = a_browser(a_colleague(member))
    things.owners["staff"].post(reverse("services:preview", args=[things.preview_token]), {"who": "anna"})
    return things


@pytest.fixture
def window(visit):
    """Give a function that opens a window of one of the people, with what their browser holds."""

    def window(browser):
        page = visit("ekeby", "/healthz")
        address = re.match(r"https?://[^/]+", page.url)[0]
        page.context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": address}
                for name, morsel in browser.cookies.items()
            ]
        )
        return page

    return window


def whose(name):
    """Who is to look at an address."""
    if name == "services:preview_keep":
        return "staff"
    if name.startswith("services:") and name not in ("services:resume", "services:entrance"):
        return "visitor"
    if name.startswith("cases:followed_"):
        return "follower"
    if name in ("payments:pay", "payments:simulator"):
        return "resident"
    if name.startswith(("mypage:", "cases:own_", "identity:details", "identity:contact", "identity:forget")):
        return "resident"
    if (
        name.startswith(("operations:", "administration:", "cases:", "post:", "payments:"))
        and name != "cases:door"
    ):
        return "staff"
    return "nobody"


def address_of(name, names, things):
    parts = PLACES.get(name) or parts_of(name, names, things)
    return reverse(name, args=parts) if isinstance(parts, list) else reverse(name, kwargs=parts)


def is_page(answer):
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def test_axe_looks_at_every_address_that_has_a_page(things, window):
    windows, missed = {}, []
    for name, names in sorted(addresses(), key=lambda address: address[0]):
        who, address = whose(name), address_of(name, names, things)
        if name in NO_PAGE:
            continue
        answer = things.owners[who].get(address)
        if not is_page(answer):
            missed.append((name, who, address, answer.status_code, answer.headers.get("Location", "")))
            continue
        page = windows.setdefault(who, None) or window(things.owners[who])
        windows[who] = page
        assert page.goto(address).status == 200, name
        axe(page, schemes=("light",))
        page.set_viewport_size({"width": 360, "height": 900})
        assert_fits(page)
        page.set_viewport_size({"width": 1440, "height": 900})
    assert missed == [], "look at them with axe elsewhere and say so in NO_PAGE, or mend what they need"


def test_what_is_said_to_have_no_page_is_an_address(things):
    known = {name for name, _names in addresses()}
    assert set(NO_PAGE) <= known
    for name, names in addresses():
        if NO_PAGE.get(name) in (POSTED_TO, SENDS_ON, FILE):
            answer = things.owners[whose(name)].get(address_of(name, names, things))
            assert not is_page(answer), name


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_is_told_to_everybody(things, visit, settings, name):
    settings.ROOT_URLCONF = __name__
    page = visit("ekeby", f"/trouble/{name}/")
    assert page.locator("h1").count() == 1
    axe(page)
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page)


def test_an_unknown_host_and_a_question_that_is_too_long_have_their_pages(things, visit):
    page = visit("nowhere")
    assert page.locator("h1").count() == 1
    axe(page)
    page = visit("ekeby", "/search/?" + "&".join(["q=x"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)))
    assert page.title().startswith("We ") or page.locator("h1").count() == 1
    axe(page)


def test_a_link_that_has_been_used_says_so(things, window):
    visitor = Visitor(things.owners["visitor"], slug=things.slug)
    visitor.fill_in_all()
    visitor.send()
    with scope(things.municipality):
        assert Draft.objects.get(pk=things.draft_id).is_sent
    page = window(things.owners["nobody"])
    parts = {"slug": things.slug, "draft_id": things.draft_id, "code": things.resume_code}
    page.goto(reverse("services:resume", kwargs=parts))
    assert page.locator("h1").count() == 1
    axe(page)
    page.goto(reverse("services:receipt", kwargs={"slug": things.slug, "draft_id": things.draft_id}))
    axe(page)


def test_the_code_page_of_a_phone_number_is_for_everybody(things, window):
    page = window(things.owners["resident"])
    page.goto("/my/details/phone/")
    page.get_by_label("Mobile phone").fill("070 174 06 05")
    follow(page.get_by_role("button", name="Send me a code"))
    page.get_by_label("Code", exact=True).fill("000000")
    assert page.url.endswith("/my/details/phone/code/")
    axe(page)
    page.get_by_label("Code", exact=True).focus()
    follow_by_key(page)
    page.locator("#error-summary").wait_for()
    axe(page)


def test_the_officer_who_was_second_sees_it_and_what_was_written(things, window):
    page = window(things.owners["staff"])
    page.goto(f"/staff/cases/{things.case.reference}/")
    other = window(things.owners["officer"])
    address = f"/staff/cases/{things.case.reference}/"
    for one, text in ((other, "I was first."), (page, "And I was second.")):
        if one is other:
            one.goto(address)
        note = one.locator("form[action$='/note/']")
        note.locator("xpath=ancestor::details").evaluate_all("all => all.forEach(one => { one.open = true })")
        note.locator("textarea").fill(text)
        follow(note.get_by_role("button").first)
    assert "And I was second." in page.content()
    axe(page)


def test_a_case_is_withdrawn_with_its_code(things, window):
    page = window(things.owners["nobody"])
    page.goto(f"/case/{things.followed.reference}/withdraw/")
    axe(page)
    page.get_by_role("textbox", name="Code").fill(things.followed.code)
    follow(page.locator("main form button").first)
    page.goto(f"/case/{things.followed.reference}/withdraw/")
    axe(page)
    follow(page.locator("main form button").first)
    assert page.locator("h1").count() == 1
    axe(page)
