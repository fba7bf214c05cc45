"""The desk's pages, each through its four doors."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.cases.actions.assign_case import assign_case
from dygn.cases.actions.make_decision_letter import make_decision_letter
from dygn.cases.actions.register_case import register_case
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.set_deadline import set_deadline
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.write_message import write_message, write_to_officer
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Case, Decision, SavedFilter
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, a_service, fresh
from dygn.identity.models import Person
from tests.cast import (
    a_browser,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
LIST = "/en/staff/cases/"
PAGES = ("/en/staff/", LIST, LIST + "export.csv", LIST + "export.xlsx")


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


@pytest.fixture
def desk(officer):
    return a_browser(officer)


def case_url(case, verb=""):
    return f"{LIST}{case.reference}/" + (f"{verb}/" if verb else "")


# ---- who comes in -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_nobody_logged_in_is_sent_to_log_in(page):
    answer = a_browser().get(page)
    assert answer.status_code == 302 and "/staff/login/" in answer["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_a_resident_finds_nothing(page):
    assert a_browser(a_resident()).get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES[1:])
def test_an_administrator_finds_no_cases(page):
    assert a_browser(an_administrator()).get(page).status_code == 404


def test_the_desk_tells_an_administrator_that_they_handle_no_cases():
    assert "You handle no cases here" in a_browser(an_administrator()).get("/en/staff/").text


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_read_and_not_posted_to(desk, page):
    assert desk.post(page).status_code == 405


@pytest.mark.parametrize("path", ["assign/", "lists/", "lists/1/remove/"])
def test_acts_are_posted(desk, path):
    assert desk.get(LIST + path).status_code == 405


# ---- my work today ------------------------------------------------------------------------------


def test_the_desk_opens_on_what_is_pressing(desk, officer):
    today = timezone.localdate()
    late, now, new = a_case(), a_case(), a_case(person=a_person("Nya Nilsson"))
    for case in (late, now):
        take_case(case.pk, actor=officer, now=timezone.now())
    Case.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=3))
    Case.objects.filter(pk=now.pk).update(due_on=today)
    write_to_officer(now.pk, "Hello", actor=a_resident(now.applicant), now=timezone.now())
    text = desk.get("/en/staff/").text
    assert text.count(late.reference) >= 1 and "Nya Nilsson" in text and new.reference in text
    assert "working day" in text and "Answered" in text


def test_a_call_from_a_colleague_stands_on_the_desk(desk, officer):
    case = a_case()
    write_note(case.pk, "Can you help?", mentions=[officer.staff_id], actor=an_officer(), now=timezone.now())
    assert "Can you help?" in desk.get("/en/staff/").text
    desk.get(case_url(case))
    assert "Can you help?" not in desk.get("/en/staff/").text


@pytest.mark.parametrize("closed", ["protected", "elsewhere"])
def test_a_call_on_a_case_that_is_closed_to_the_officer_since_then_says_nothing(desk, officer, closed):
    case = a_case()
    write_note(case.pk, "Alva has called", mentions=[officer.staff_id], actor=an_officer(), now=timezone.now())
    if closed == "protected":
        Person.objects.filter(pk=case.applicant_id).update(protected_identity=True)
    else:
        Case.objects.filter(pk=case.pk).update(unit=a_unit("school", en="School"))
    page = desk.get("/en/staff/").text
    assert "Alva" not in page and "Colleagues call you" not in page


def test_the_desk_asks_few_questions(desk, officer):
    for _ in range(4):
        take_case(a_case().pk, actor=officer, now=timezone.now())
    with at_most(11):
        assert desk.get("/en/staff/").status_code == 200


# ---- the list -----------------------------------------------------------------------------------


def test_each_tab_shows_its_cases(desk, officer):
    mine, free, waiting = a_case(), a_case(), a_case()
    take_case(mine.pk, actor=officer, now=timezone.now())
    request_more(waiting.pk, ["?"], answer_by=date(2030, 1, 1), actor=officer, now=timezone.now())
    shown = {
        tab: desk.get(LIST, {"tab": tab}).text
        for tab in ("mine", "unassigned", "unit", "waiting", "finished")
    }
    assert mine.reference in shown["mine"] and free.reference not in shown["mine"]
    assert free.reference in shown["unassigned"] and mine.reference not in shown["unassigned"]
    assert all(case.reference in shown["unit"] for case in (mine, free, waiting))
    assert waiting.reference in shown["waiting"] and free.reference not in shown["waiting"]
    assert "No cases here" in shown["finished"]


def test_the_list_is_filtered_by_all_that_can_be_chosen(desk, officer):
    other = a_service("school", unit=a_unit())
    one, two = a_case(person=a_person("Anna Ek")), a_case(service=other, person=a_person("Bo Berg"))
    take_case(two.pk, actor=officer, now=timezone.now())

    def found(**query):
        text = desk.get(LIST, {"tab": "unit", **query}).text
        return [case.reference in text for case in (one, two)]

    assert found() == [True, True]
    assert found(service=other.pk) == [False, True]
    assert found(state="in_hand") == [False, True]
    assert found(officer=officer.staff_id) == [False, True]
    assert found(officer="nobody") == [True, False]
    assert found(unit=a_unit().pk) == [True, True]
    assert found(unit=a_unit("elsewhere").pk) == [False, False]
    assert found(q="anna") == [True, False]
    assert found(q="BERG bo") == [False, True]
    assert found(q=one.reference.lower()) == [True, False]
    assert found(q=two.reference[-6:]) == [False, True]
    assert found(q="nobody of that name") == [False, False]


def test_the_search_in_the_header_finds_finished_cases_too(desk, officer):
    case = a_case()
    Case.objects.filter(pk=case.pk).update(state="closed")
    assert case.reference in desk.get(LIST, {"q": case.reference[-6:]}).text


def test_a_person_is_found_by_number(desk):
    case = a_case(person=a_person("Anna Ek", number="20000101-2384"))
    a_case(person=a_person("Bo Berg"))
    assert case.reference in desk.get(LIST, {"tab": "unit", "q": "000101-2384"}).text


def test_a_list_is_sorted_both_ways(desk):
    first, second = a_case(), a_case()
    Case.objects.filter(pk=second.pk).update(due_on=date(2027, 5, 1))
    for order, expected in (("due", [first, second]), ("-due", [second, first])):
        text = desk.get(LIST, {"tab": "unit", "order": order}).text
        assert text.index(expected[0].reference) < text.index(expected[1].reference)
        assert 'aria-sort="descending"' in text if order == "-due" else 'aria-sort="ascending"' in text


def test_pages_follow_each_other_without_gap_or_repeat(desk, officer):
    references = {a_case().reference for _ in range(7)}
    from dygn.cases.queries.lists import page_of
    from dygn.cases.rules.lists import Order, Wanted

    for order in Order:
        for down in (False, True):
            wanted = Wanted(unit_ids=(a_unit().pk,), order=order, is_descending=down)
            first = page_of(wanted, rows=3, seen_by=0)
            second = page_of(wanted, rows=3, seen_by=0, after=first.after)
            third = page_of(wanted, rows=3, seen_by=0, after=second.after)
            seen = [case.reference for page in (first, second, third) for case in page.cases]
            assert len(seen) == 7 and set(seen) == references and third.after is None
            back = page_of(wanted, rows=3, seen_by=0, before=third.before)
            assert [case.pk for case in back.cases] == [case.pk for case in second.cases]


@pytest.mark.parametrize(
    "query",
    [
        {"tab": "everything"}, {"service": "x"}, {"unit": "-1"}, {"order": "name; DROP"}, {"after": "2026~x"},
        {"after": "9999-99-99~1"}, {"q": "\x00" * 3}, {"q": "%_" * 30}, {"q": "x" * 500}, {"rows": "100000"},
        {"officer": "9" * 30}, {"service": "9" * 40}, {"col": "secret"}, {"before": "~"}, {"q": "😀"}, {"q": "=1+1"},
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_still_shows_a_list(desk, query):
    assert desk.get(LIST, query).status_code == 200


def test_a_case_beside_the_list_is_read_and_logged(desk):
    case = a_case()
    answer = desk.get(LIST, {"tab": "unit", "beside": case.reference})
    assert "Jag går dåligt" in answer.text
    assert AuditEntry.objects.filter(action="case.read", subject=case.subject).count() == 1


def test_the_list_asks_few_questions(desk, officer):
    for _ in range(5):
        a_case()
    desk.get(LIST)
    with at_most(10):
        assert desk.get(LIST, {"tab": "unit", "q": "alva"}).status_code == 200


def test_the_neighbour_s_officer_sees_none_of_it(ekeby):
    case = a_case()
    lund = a_municipality("Lund")
    with scope(lund):
        stranger = a_browser(an_officer(of=lund))
    assert case.reference not in stranger.get(LIST, {"tab": "unit"}).text
    assert "No cases here" in stranger.get(LIST, {"tab": "unit", "q": case.reference}).text
    assert stranger.get(case_url(case)).status_code == 404
    assert stranger.post(case_url(case, "take"), {"revision": 1}).status_code == 404


# ---- saved lists, many at once, export ----------------------------------------------------------


def test_a_list_is_saved_shared_and_removed(desk, officer):
    a_case()
    answer = desk.post(
        LIST + "lists/", {"list": "tab=unit&q=alva&after=x", "name": "Alvas", "share": a_unit().pk}
    )
    assert answer.status_code == 302
    kept = SavedFilter.objects.get()
    assert kept.question == {"tab": "unit", "q": "alva"}
    colleague = a_browser(an_officer(unit=a_unit()))
    assert "Alvas" in colleague.get(LIST).text
    assert colleague.post(f"{LIST}lists/{kept.pk}/remove/").status_code == 404
    assert desk.post(f"{LIST}lists/{kept.pk}/remove/").status_code == 302 and not SavedFilter.objects.exists()


def test_a_list_without_a_name_is_not_saved(desk):
    answer = desk.post(LIST + "lists/", {"list": "tab=unit", "name": " "})
    assert answer.status_code == 422 and "Give the list a name" in answer.text


def test_many_cases_are_given_at_once(desk, officer):
    cases = [a_case(), a_case()]
    answer = desk.post(
        LIST + "assign/",
        {"case": [case.pk for case in cases], "officer": officer.staff_id, "list": "tab=unit"},
        follow=True,
    )
    assert "2 cases have a new officer" in answer.text
    assert {fresh(case).assignee_id for case in cases} == {officer.staff_id}


@pytest.mark.parametrize(
    "data", [{}, {"case": "x", "officer": "1"}, {"case": "1"}, {"case": "1", "officer": "abc"}]
)
def test_giving_nothing_to_nobody_says_what_to_choose(desk, data):
    assert "Choose cases in the list" in desk.post(LIST + "assign/", data, follow=True).text


def test_the_export_holds_the_list_and_no_formula(desk):
    case = a_case(person=a_person("=cmd|' /C calc'!A0 Ek"))
    answer = desk.get(LIST + "export.csv", {"tab": "unit"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].startswith(case.reference)
    assert all(not cell.startswith("=") for cell in lines[1].replace('"', "").split(";"))
    assert AuditEntry.objects.filter(action="case.list_exported").exists()


def test_the_excel_export_opens_with_text_in_its_cells(desk):
    from io import BytesIO

    from openpyxl import load_workbook

    case = a_case(person=a_person("+46 Ek"))
    answer = desk.get(LIST + "export.xlsx", {"tab": "unit"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A2"].value == case.reference and sheet["B2"].value == "'+46 Ek"
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n", "d"} and sheet.title == "Cases"


# ---- the case -----------------------------------------------------------------------------------


def test_a_registered_case_shows_its_number_to_the_officer_and_to_the_person(desk):
    person = a_person()
    case = a_case(person=person)
    assert "Number in the register" not in desk.get(case_url(case)).text
    register_case(case.pk, actor=an_officer(), now=timezone.now())
    number = f"{timezone.localdate().year}/00001"
    mine = a_browser(a_resident(person)).get(f"/en/my/cases/{case.reference}/").text
    assert number in desk.get(case_url(case)).text and number in mine


def test_the_page_shows_answers_as_a_person_reads_them(desk):
    case = a_case(person=a_person("Alva Ek", number="20000101-2384"))
    text = desk.get(case_url(case)).text
    assert "How far?" in text and "Jag går dåligt" in text and "20000101-••••" in text and "2384" not in text


def test_a_stranger_finds_no_case(ekeby):
    case = a_case()
    stranger = a_browser(an_officer(unit=a_unit("school", en="School")))
    assert stranger.get(case_url(case)).status_code == 404
    assert a_browser(an_administrator()).get(case_url(case)).status_code == 404
    assert a_browser(a_resident(case.applicant)).get(case_url(case)).status_code == 404
    assert stranger.get(LIST + "EKE-2026-999999/").status_code == 404


@pytest.mark.parametrize("verb", ["take", "message", "decide", "letter", "note"])
def test_acts_on_a_case_are_posted_by_its_officers_only(desk, verb):
    case = a_case()
    assert desk.get(case_url(case, verb)).status_code == 405
    stranger = a_browser(an_officer(unit=a_unit("school", en="School")))
    assert stranger.post(case_url(case, verb), {"revision": 1}).status_code == 404
    assert a_browser().post(case_url(case, verb)).status_code == 302


def test_an_act_that_does_not_exist_is_not_found(desk):
    assert desk.post(case_url(a_case(), "destroy")).status_code == 404


def test_what_changed_since_the_last_look_is_marked(desk, officer):
    case = a_case()
    desk.get(case_url(case))
    assert ">New<" not in desk.get(case_url(case)).text
    set_deadline(case.pk, date(2030, 1, 1), actor=an_officer(), now=timezone.now())
    assert ">New<" in desk.get(LIST, {"tab": "unit"}).text
    assert ">New<" in desk.get(case_url(case)).text
    assert ">New<" not in desk.get(case_url(case)).text


def do(desk, case, verb, **data):
    return desk.post(case_url(case, verb), {"revision": fresh(case).revision, **data})


def test_an_officer_does_all_there_is_to_do(desk, officer):
    case, colleague = a_case(), a_staff_member("officer", unit=a_unit())
    steps = [
        ("register", {}), ("take", {}), ("priority", {"priority": 2}), ("deadline", {"due_on": "2030-01-01"}),
        ("message", {"body": "Hello"}), ("note", {"text": "Hm", "mentions": [colleague.pk]}),
        ("request", {"questions": "When?\nWhere?", "answer_by": "2030-01-01"}), ("take-back", {}),
        ("assign", {"officer": colleague.pk}), ("assign", {"officer": ""}), ("take", {}),
        ("decide", {"outcome": "granted", "reason": "You need it."}), ("close", {}),
        ("reopen", {"why": "More to say"}), ("hand-over", {"unit": a_unit("school", en="School").pk}),
    ]  # fmt: skip
    for verb, data in steps:
        answer = do(desk, case, verb, **data)
        assert answer.status_code == 302, (verb, answer.text[:3000])
    assert fresh(case).unit == a_unit("school") and desk.get(case_url(case)).status_code == 404


@pytest.mark.parametrize(
    ("verb", "data", "words"),
    [
        ("message", {"body": " "}, "Write something first"),
        ("message", {"body": "x" * 10_001}, "10000"),
        ("request", {"questions": "", "answer_by": "soon"}, "Enter the date"),
        ("request", {"questions": "a\n" * 11, "answer_by": "2030-01-01"}, "at most ten"),
        ("request", {"questions": "a", "answer_by": "2020-01-01"}, "from tomorrow on"),
        ("note", {"text": ""}, "Write something first"),
        ("assign", {"officer": "999"}, "handles cases in this unit"),
        ("assign", {"officer": "x"}, "handles cases in this unit"),
        ("hand-over", {"unit": "7777777"}, "Choose a unit"),
        ("hand-over", {}, "Choose a unit"),
        ("deadline", {"due_on": "2020-01-01"}, "from today on"),
        ("deadline", {"due_on": "31/31/31"}, "Enter the date"),
        ("priority", {"priority": "9"}, "valid choice"),
        ("decide", {"outcome": "granted"}, "Write why"),
        ("decide", {"reason": "Because"}, "Choose what is decided"),
        ("decide", {"outcome": "jackpot", "reason": "Because"}, "valid choice"),
        ("document", {}, "Choose a file"),
        ("reopen", {"why": "x"}, "open already"),
        ("close", {}, "Only a decided case"),
        ("take-back", {}, "Nothing is asked"),
    ],
)
def test_bad_input_is_told_at_its_field_and_what_was_typed_is_kept(desk, verb, data, words):
    answer = do(desk, a_case(), verb, **data)
    assert answer.status_code == 422 and words in answer.text and "Error:" in answer.text
    if data.get("reason"):
        assert data["reason"] in answer.text


@pytest.mark.parametrize("revision", ["", "x", "-1", "999", "9" * 30])
def test_a_tampered_revision_changes_nothing(desk, revision):
    case = a_case()
    answer = desk.post(case_url(case, "take"), {"revision": revision})
    assert answer.status_code in (409, 422) and fresh(case).assignee is None


def test_scripts_in_what_is_written_are_shown_and_not_run(desk):
    case = a_case(person=a_person("<script>alert(1)</script> Ek"))
    do(desk, case, "message", body="<script>alert(2)</script>")
    do(desk, case, "note", text="<img src=x onerror=alert(3)>")
    text = desk.get(case_url(case)).text
    assert "<script>alert" not in text and "<img src=x" not in text and "&lt;script&gt;alert(2)" in text


def test_the_second_officer_is_told_and_their_text_is_kept(desk, officer):
    case, first = a_case(), an_officer(name="First Officer")
    seen = case.revision
    set_deadline(case.pk, date(2030, 1, 1), actor=first, now=timezone.now())
    answer = desk.post(
        case_url(case, "decide"), {"revision": seen, "outcome": "refused", "reason": "My long reason"}
    )
    assert answer.status_code == 409
    assert (
        "Somebody was first" in answer.text
        and "First Officer" in answer.text
        and "New date set" in answer.text
    )
    assert "My long reason" in answer.text and fresh(case).state == "received"
    assert f'name="revision" value="{fresh(case).revision}"' in answer.text
    again = desk.post(
        case_url(case, "decide"),
        {"revision": fresh(case).revision, "outcome": "refused", "reason": "My long reason"},
    )
    assert again.status_code == 302 and fresh(case).state == "decided"


def test_the_letter_can_be_read_before_anything_is_decided(desk):
    case = a_case()
    answer = do(desk, case, "letter", outcome="refused", reason="You walk far.")
    assert answer.status_code == 200 and "You walk far." in answer.text and "överklaga" in answer.text
    assert fresh(case).state == "received"


def test_the_letter_is_there_when_it_is_made(desk):
    case = a_case()
    do(desk, case, "decide", outcome="granted", reason="Yes")
    assert "The letter is being made" in desk.get(case_url(case)).text
    make_decision_letter(Decision.objects.get().pk, now=timezone.now())
    assert "(PDF)" in desk.get(case_url(case)).text


def test_next_and_previous_follow_the_list(desk, officer):
    cases = [a_case() for _ in range(3)]
    for number, case in enumerate(cases):
        Case.objects.filter(pk=case.pk).update(due_on=date(2030, 1, 1 + number))
    text = desk.get(case_url(cases[1]), {"list": "tab=unit&order=due"}).text
    assert f'rel="prev" data-key="[" href="{case_url(cases[0])}' in text
    assert f'rel="next" data-key="]" href="{case_url(cases[2])}' in text


def test_a_case_with_everything_in_it_asks_a_bounded_number_of_questions(desk, officer):
    person = a_person()
    case, now = a_case(person=person), timezone.now()
    assign_case(case.pk, officer.staff_id, actor=officer, now=now)
    for _ in range(3):
        write_message(case.pk, "Hello", actor=officer, now=now)
        write_to_officer(case.pk, "Hello", actor=a_resident(person), now=now)
        write_note(case.pk, "Hm", actor=officer, now=now)
    request_more(case.pk, ["?"], answer_by=date(2030, 1, 1), actor=officer, now=now)
    desk.get(case_url(case))
    with at_most(15):
        assert desk.get(case_url(case)).status_code == 200
