"""Tables, warnings and the other later kinds in a real browser: legible, accessible, whole without scripts."""

import pytest
from django.conf import settings

from dygn.municipalities.models import Connection
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, a_service
from tests.cast import a_municipality, a_person, a_resident, scope
from tests.journeys.browsing import axe, enter, follow, go_on, picture, press

HEAD = """\
format: 1
key: more-%(page)s
languages: [sv, en]
slug: {sv: sv-%(page)s, en: %(page)s}
title: {sv: Fler sorter, en: More kinds}
summary: {sv: Prova., en: Try it.}
log_in: none
fee: {computed: "25000 + 12500", text: {sv: x, en: The invoice comes with the decision.}}
personal_data: {sv: x, en: "We keep your name and what you write, so that we can answer you."}
retention: {months: 24, reason: {sv: x, en: So says the plan for our records.}}
pages:
  - id: %(page)s
"""
PAGES = {
    "soft": """\
    title: {sv: Vägen, en: Your way to school}
    questions:
      - id: metres
        kind: number
        label: {sv: x, en: "How far is it?"}
        unit: {sv: m, en: metres}
        warn_if: metres > 20000
        errors: {warn: {sv: x, en: "That is further than most people walk in a day. Is it metres that you mean?"}}
      - id: way
        kind: one_of
        label: {sv: x, en: "How do you go?"}
        options: [{key: foot, label: {sv: x, en: On foot}}, {key: bus, label: {sv: x, en: By bus}}]
        warn_if: way == 'foot' && metres > 5000
        errors: {warn: {sv: x, en: "Who lives this far away may go by bus free of charge."}}
""",
    "week": """\
    title: {sv: Vecka, en: Your working week}
    questions:
      - id: week
        kind: table
        label: {sv: x, en: "How much do you work?"}
        hint: {sv: x, en: Leave out the days on which you do not work}
        rows: [{key: mon, label: {sv: x, en: Monday}}, {key: tue, label: {sv: x, en: Tuesday}}, {key: sat, label: {sv: x, en: Saturday}}]
        questions:
          - {id: hours, kind: number, label: {sv: x, en: Hours}, unit: {sv: h, en: h}, required: false, limits: {max: 24}}
          - {id: pay, kind: money, label: {sv: x, en: Pay an hour}, required: hours != null}
          - {id: where, kind: one_of, label: {sv: x, en: Where}, hint: {sv: x, en: Most of the day}, required: false, options: [{key: home, label: {sv: x, en: At home}}, {key: work, label: {sv: x, en: At a work place}}]}
          - {id: night, kind: yes_no, label: {sv: x, en: At night}, required: false}
      - id: jobs
        kind: table
        label: {sv: x, en: Earlier jobs}
        row_name: {sv: Jobb, en: Job}
        required: false
        questions:
          - {id: employer, kind: text, label: {sv: x, en: Employer}}
          - {id: years, kind: number, label: {sv: x, en: Years}}
          - {id: months, kind: number, label: {sv: x, en: Months}, computed: years * 12}
      - {id: total, kind: money, label: {sv: x, en: A week}, computed: "sum(week.filter(r, r.hours != null).map(r, r.hours * r.pay))"}
""",
    "read": """\
    title: {sv: Läs, en: Before you begin}
    questions:
      - {id: notice, kind: personal_data_notice}
      - {id: rules, kind: download, label: {sv: x, en: The rules for outdoor seating}, hint: {sv: x, en: "PDF, four pages"}, document: {sv: "https://example.org/a.pdf", en: "https://example.org/a.pdf"}}
      - {id: paper, kind: download, label: {sv: x, en: The form on paper}}
      - {id: sure, kind: declaration, label: {sv: x, en: I have read this}}
""",
    "picture": """\
    title: {sv: Bild, en: Your signature}
    questions:
      - {id: signature, kind: file, drawing: true, label: {sv: x, en: Your signature}, limits: {accept: [image]}}
      - {id: lamp, kind: file, capture: true, label: {sv: x, en: A picture of the lamp}, limits: {accept: [image]}, required: false}
""",
    "activity": """\
    title: {sv: Aktivitet, en: What will you do there?}
    questions:
      - id: activity
        kind: tree
        label: {sv: x, en: "Which activity is it?"}
        other: true
        options:
          - key: sports
            label: {sv: x, en: Sports}
            options: [{key: football, label: {sv: x, en: Football}}, {key: tennis, label: {sv: x, en: Tennis}}]
          - {key: meeting, label: {sv: x, en: A meeting}}
""",
    "branch": """\
    title: {sv: Verksamhet, en: What do you do?}
    questions:
      - id: trade
        kind: tree
        label: {sv: x, en: "Which trade is it?"}
        options:
          - key: food
            label: {sv: x, en: Food and drink}
            hint: {sv: x, en: "Serving, selling and making"}
            options:
              - {key: cafe, label: {sv: x, en: Café}, hint: {sv: x, en: Without alcohol}}
              - key: shops
                label: {sv: x, en: Shops}
                options: [{key: bakery, label: {sv: x, en: Bakery}}, {key: fish, label: {sv: x, en: Fishmonger}}]
          - key: care
            label: {sv: x, en: Care of the body}
            options: [{key: hair, label: {sv: x, en: Hairdresser}}, {key: foot, label: {sv: x, en: Foot care}}]
          - {key: none, label: {sv: x, en: Something else}}
""",
    "look": """\
    title: {sv: Bil, en: Your car}
    questions:
      - id: car
        kind: lookup
        label: {sv: x, en: "Which car is it?"}
        hint: {sv: x, en: "The registration number, such as ABC 123"}
        source: vehicles
        source_name: {sv: x, en: The vehicle register}
        by_hand: true
        facts: [{key: make, label: {sv: x, en: Make}}, {key: weight, label: {sv: x, en: Weight}, kind: number}, {key: electric, label: {sv: x, en: Electric}, kind: yes_no}]
""",
    "book": """\
    title: {sv: Tid, en: Your visit}
    questions:
      - id: visit
        kind: booking
        label: {sv: x, en: "When do you want to come?"}
        hint: {sv: x, en: A visit takes half an hour}
        calendar: town-hall
        limits: {earliest: today+1, latest: today+60}
""",
    "who": """\
    title: {sv: Vem, en: Who is it about?}
    questions:
      - {id: kid, kind: child, label: {sv: x, en: "Which child?"}}
      - {id: firm, kind: company, label: {sv: x, en: "Which company?"}}
""",
}


@pytest.fixture()
def form(committed, visit, monkeypatch, tmp_path):
    """Open the first page of a service that has one of the pages."""

    def open_form(page_id, **window):
        monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
        ekeby = a_municipality("Ekeby", language="en")
        text = HEAD % {"page": page_id} + PAGES[page_id]
        a_service(PackageFiles({"service.yaml": text, **LETTERS}), of=ekeby)
        return visit("ekeby", f"/do/{page_id}/{page_id}/", **window)

    return open_form


@pytest.mark.parametrize("scripts", [True, False])
def test_a_warning_is_told_once_and_pressing_continue_again_goes_on(form, scripts):
    page = form("soft", scripts=scripts)
    page.get_by_label("How far is it?").fill("30000")
    page.get_by_label("On foot").check()
    go_on(page)
    page.locator("#warning-summary").wait_for()
    assert page.title().startswith("Look once more:")
    if scripts:
        assert page.evaluate("document.activeElement.id") == "warning-summary"
        axe(page)
        picture(page, "kinds-warning")
        page.locator("#warning-summary").get_by_role("link", name="Who lives this far").click()
        assert page.evaluate("document.activeElement.id") == "way-0"
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.locator(".dy-warning").count() == 2
    if scripts:
        axe(page)
        picture(page, "kinds-warning-check")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_table_is_filled_in_added_to_mended_and_checked(form, scripts):
    page = form("week", scripts=scripts)
    if scripts:
        axe(page)
        picture(page, "kinds-table")
    page.get_by_label("Hours h Monday").fill("30")
    page.get_by_label("Employer Job 1").fill("The bakery")
    page.get_by_label("Years Job 1").fill("2")
    press(page, "Add a row")
    page.get_by_label("Employer Job 2").fill("The school")
    go_on(page)
    page.locator("#error-summary").wait_for()
    if scripts:
        axe(page)
        picture(page, "kinds-table-errors")
        page.locator("#error-summary").get_by_role("link", name="Monday: “Hours”").click()
        assert page.evaluate("document.activeElement.id") == "week-0-hours"
    page.get_by_label("Hours h Monday").fill("8")
    page.get_by_label("Pay an hour kr Monday").fill("150")
    page.get_by_label("Where Monday").select_option("home")
    press(page, "Remove Job 2")
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.get_by_role("row", name="Monday").inner_text().split()[1] == "8"
    assert "1,200" in page.locator(".dy-summary > div").last.inner_text()
    assert "375" in page.get_by_role("region", name="What it costs").inner_text()
    if scripts:
        axe(page)
        picture(page, "kinds-table-check")
    press(page, "Send")
    page.wait_for_url("**/receipt/**")
    assert "375" in page.get_by_role("region", name="What it costs").inner_text()
    if scripts:
        axe(page)
        picture(page, "kinds-fee-receipt")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_there_to_read_and_take_home(form, scripts):
    page = form("read", scripts=scripts)
    assert page.get_by_role("region", name="Your personal data").is_visible()
    if scripts:
        axe(page)
        picture(page, "kinds-reading")
    address = page.get_by_role("link", name="The form on paper").get_attribute("href")
    assert address == "/do/read/paper.pdf"
    page.get_by_label("I have read this").check()
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.get_by_text("The rules for outdoor seating").count() == 0


def stroke(page):
    """Draw a line across the canvas with the mouse."""
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 90, steps=8)
    page.mouse.up()


def test_a_signature_is_drawn_begun_again_and_sent_as_a_picture(form):
    page = form("picture")
    use = page.get_by_role("button", name="Use the drawing")
    assert use.is_disabled()
    axe(page)
    stroke(page)
    page.get_by_role("button", name="Begin the drawing again").click()
    assert use.is_disabled()
    stroke(page)
    picture(page, "kinds-drawing")
    use.click()
    page.get_by_role("button", name="Remove drawing.png").wait_for()
    assert page.locator("canvas").count() == 0
    axe(page)
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    page.get_by_text("drawing.png").wait_for()


def test_without_scripts_and_by_keyboard_a_picture_is_uploaded_instead(form, photo):
    page = form("picture", scripts=False)
    assert not page.locator("canvas").is_visible()
    page.locator("#signature").set_input_files(photo)
    page.locator("#signature-area").get_by_role("button", name="Upload the file").click()
    page.get_by_role("button", name="Remove lamp.png").wait_for()
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()


def test_a_picture_from_the_camera_is_sent_like_any_other(form, photo):
    page = form("picture")
    camera = page.locator("#lamp-camera")
    assert camera.get_attribute("capture") == "environment" and camera.get_attribute("accept") == "image/*"
    camera.set_input_files(photo)
    page.get_by_role("button", name="Remove lamp.png").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_found_in_a_tree(form, scripts):
    page = form("branch", scripts=scripts)
    go_on(page)
    page.locator("#error-summary").wait_for()
    search = page.get_by_label("Search among the answers")
    if scripts:
        axe(page)
        page.locator("#error-summary").get_by_role("link", name="Which trade").click()
        assert page.evaluate("document.activeElement.id") in ("trade-0", "trade-search")
        search.fill("zzz")
        page.get_by_text("Nothing has that name").wait_for()
        search.fill("baker")
        assert (
            not page.get_by_label("Hairdresser").is_visible()
            and not page.get_by_label("Something else").is_visible()
        )
        axe(page)
    else:
        assert not search.is_visible()
        page.get_by_text("Food and drink").click()
        page.get_by_text("Shops", exact=True).click()
    page.get_by_label("Bakery").check()
    if scripts:
        search.fill("")
        assert page.get_by_label("Bakery").is_visible() and not page.get_by_label("Hairdresser").is_visible()
        picture(page, "kinds-tree")
    go_on(page)
    page.get_by_text("Food and drink › Shops › Bakery").wait_for()
    follow(page.get_by_role("link", name="Change"))
    assert page.get_by_label("Bakery").is_checked() and page.get_by_label("Bakery").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_no_branch_of_a_tree_has_is_said_in_ones_own_words(form, scripts):
    page = form("activity", scripts=scripts)
    if scripts:
        page.get_by_label("Search among the answers").fill("falconry")
        page.get_by_text("Nothing has that name").wait_for()
        assert not page.get_by_label("A meeting").is_visible()
    page.get_by_label("Something else").check()
    if scripts:
        axe(page)
        picture(page, "kinds-tree-other")
    go_on(page)
    page.get_by_label("What is it?").wait_for()
    assert page.get_by_label("Something else").is_checked()
    page.get_by_label("What is it?").fill("Falconry")
    if scripts:
        axe(page)
        picture(page, "kinds-tree-other-asked")
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    page.get_by_text("Something else").wait_for()
    page.get_by_text("Falconry").wait_for()
    if scripts:
        axe(page)
    press(page, "Send")
    page.wait_for_url("**/receipt/**")


@pytest.mark.parametrize("scripts", [True, False])
def test_who_is_logged_in_chooses_among_their_children_and_companies(form, scripts):
    page = form("who", scripts=scripts)
    if scripts:
        axe(page)
        picture(page, "kinds-registered-written")
    alva = a_person("Alva Ek", number="19900102-2384")
    children = [{"number": "201903042388", "given_name": "Bo", "family_name": "Ek", "is_in_custody": True}]
    companies = [{"number": "2120001355", "name": "Eks bageri", "signs_alone": True}]
    with scope():
        for port, known in (
            ("population_register", {"children": children}),
            ("company_register", {"companies": companies}),
        ):
            settings_of = {name: {"199001022384": rows} for name, rows in known.items()}
            Connection.objects.create(port=port, adapter="fake", settings=settings_of)
    enter(page, a_resident(alva), "/do/who/who/")
    page.get_by_label("Bo Ek").check()
    if scripts:
        axe(page)
        picture(page, "kinds-registered")
    go_on(page)
    page.locator("#error-summary").wait_for()
    page.get_by_label("Eks bageri").check()
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.get_by_text("According to the register").count() == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_who_is_not_logged_in_writes_name_and_number(form, scripts):
    page = form("who", scripts=scripts)
    go_on(page)
    page.locator("#error-summary").wait_for()
    if scripts:
        axe(page)
        page.locator("#error-summary").get_by_role("link", name="Which child").click()
        assert page.evaluate("document.activeElement.id") == "kid-name"
    page.get_by_label("The child's name").fill("Bo Ek")
    page.get_by_label("The child's personal number").fill("20190304-2388")
    page.get_by_label("The company's name").fill("Eks bageri")
    page.get_by_label("Organisation number").fill("212000-1355")
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.get_by_text("20190304-••••").count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_something_is_looked_up_seen_and_confirmed_or_written_by_hand(form, scripts):
    page = form("look", scripts=scripts)
    sources = {"vehicles": {"ABC 123": {"make": "Volvo", "weight": 1200, "electric": False}}}
    with scope():
        Connection.objects.create(port="look_up", adapter="fake", settings={"sources": sources})
    page.get_by_label("Which car is it?").fill("XYZ 999")
    press(page, "Look it up")
    page.get_by_text("The vehicle register does not know XYZ 999.").wait_for()
    if scripts:
        axe(page)
        picture(page, "kinds-look-up-by-hand")
    page.get_by_label("Which car is it?").fill("abc 123")
    go_on(page)
    page.get_by_text("Volvo").wait_for()
    if scripts:
        axe(page)
        picture(page, "kinds-look-up")
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.get_by_text("According to The vehicle register").count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_time_is_chosen_by_keyboard_among_the_days_and_kept(form, scripts):
    page = form("book", scripts=scripts)
    page.get_by_text("The free times cannot be shown just now.").wait_for()
    with scope():
        calendars = {"town-hall": {"weekdays": [0, 1, 2, 3, 4, 5, 6], "place": "Storgatan 1"}}
        Connection.objects.create(port="booking_calendar", adapter="fake", settings={"calendars": calendars})
    press(page, "Later days")
    first = page.get_by_role("radio").first
    first.focus()
    page.keyboard.press("Space")
    if scripts:
        axe(page)
        picture(page, "kinds-booking")
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.get_by_text("09:00–09:30").count() == 1
    follow(page.get_by_role("link", name="Change"))
    page.get_by_text("We keep this time for you until").wait_for()
    assert page.get_by_role("radio").first.is_checked()
    if scripts:
        axe(page)
        picture(page, "kinds-booking-kept")
