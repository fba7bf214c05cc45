"""The case as the person sees it, logged in or with the code; each page through its four doors."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.cases.actions.attach_document import attach_document
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.make_decision_letter import make_decision_letter
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.write_message import write_message
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Case
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, fresh
from dygn.municipalities.models import Wording
from tests.cast import a_browser, a_municipality, a_person, a_resident, an_officer, scope

pytestmark = pytest.mark.usefixtures("ekeby")
VERBS = ("write", "attach", "answer", "withdraw")


@pytest.fixture
def person(ekeby):
    return a_person("Alva Ek")


@pytest.fixture
def case(person):
    return a_case(person=person)


@pytest.fixture
def mine(person):
    return a_browser(a_resident(person))


@pytest.fixture
def loose(ekeby):
    """A case that was sent without log-in."""
    return a_case(anonymous=True)


@pytest.fixture
def follower(loose):
    """A browser that has shown the code."""
    browser = a_browser()
    browser.post("/en/case/", {"reference": loose.reference, "code": loose.code})
    return browser


def my_url(case, verb=""):
    return f"/en/my/cases/{case.reference}/" + (f"{verb}/" if verb else "")


def code_url(case, verb=""):
    return f"/en/case/{case.reference}/" + (f"{verb}/" if verb else "")


# ---- logged in ----------------------------------------------------------------------------------


def test_the_person_sees_how_it_stands_in_plain_words(mine, case):
    text = mine.get(my_url(case)).text
    assert "We have received it and will soon begin" in text and "4 December 2026" in text
    assert "You are here" in text and "Jag går dåligt" in text and case.reference in text
    assert AuditEntry.objects.filter(action="case.read", subject=case.subject).exists()


def test_the_municipality_words_the_states_itself(mine, case):
    Wording.objects.create(key="cases.state.received", language="en", text="We got it, hear from us {day}!")
    assert "We got it, hear from us 4 December 2026!" in mine.get(my_url(case)).text


def test_a_late_case_says_so(mine, case):
    Case.objects.filter(pk=case.pk).update(due_on=date(2020, 1, 1))
    assert "It takes longer than we said" in mine.get(my_url(case)).text


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_nobody_else_finds_it(case, verb):
    other = a_browser(a_resident(a_person("Bo Berg")))
    ask = other.get if verb in ("", "withdraw") else other.post
    assert ask(my_url(case, verb)).status_code == 404
    assert a_browser(an_officer()).get(my_url(case)).status_code == 404


def test_nobody_next_door_finds_it(case):
    lund = a_municipality("Lund")
    with scope(lund):
        stranger = a_browser(a_resident(of=lund))
    assert stranger.get(my_url(case)).status_code == 404


@pytest.mark.parametrize("verb", ["", "withdraw"])
def test_whoever_is_not_logged_in_is_sent_to_log_in(case, verb):
    answer = a_browser().get(my_url(case, verb))
    assert answer.status_code == 302 and "/login/" in answer["Location"]


@pytest.mark.parametrize("verb", ["write", "attach", "answer"])
def test_acts_are_posted(mine, case, verb):
    assert mine.get(my_url(case, verb)).status_code == 405
    assert mine.put(my_url(case)).status_code == 405


def test_the_person_writes_and_sees_when_it_is_read(mine, case):
    answer = mine.post(my_url(case, "write"), {"body": "Hello there"}, follow=True)
    assert "Your message is sent" in answer.text and "Not read yet" in answer.text
    officer = an_officer()
    a_browser(officer).get(f"/en/staff/cases/{case.reference}/")
    assert "Not read yet" not in mine.get(my_url(case)).text


@pytest.mark.parametrize("body", ["", "   ", "x" * 10_001])
def test_a_message_that_cannot_be_sent_is_told_and_kept(mine, case, body):
    answer = mine.post(my_url(case, "write"), {"body": body})
    assert answer.status_code == 422 and "Error:" in answer.text and not case.messages.exists()


def test_a_bad_file_is_told_at_its_field_and_the_text_is_kept(mine, case):
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00")
    answer = mine.post(my_url(case, "write"), {"body": "My long letter", "attachments": bad})
    assert answer.status_code == 422 and "My long letter" in answer.text and not case.messages.exists()


def test_documents_are_added_and_opened(mine, case):
    proof = SimpleUploadedFile("proof.txt", b"It is so.")
    answer = mine.post(my_url(case, "attach"), {"attachments": proof, "title": "My proof"}, follow=True)
    assert "My proof" in answer.text
    key = case.documents.get().file.key
    assert b"".join(mine.get(f"/en/files/{key}/").streaming_content) == b"It is so."
    assert a_browser(a_resident(a_person("Bo Berg"))).get(f"/en/files/{key}/").status_code == 404


def test_nothing_added_is_told(mine, case):
    answer = mine.post(my_url(case, "attach"), {})
    assert answer.status_code == 422 and "Choose a file" in answer.text


def test_what_is_asked_stands_first_and_is_answered(mine, case):
    request_more(case.pk, ["Since when?"], answer_by=date(2030, 1, 1), actor=an_officer(), now=timezone.now())
    text = mine.get(my_url(case)).text
    assert "We need this from you" in text and "Since when?" in text and "<strong>You</strong>" in text
    bad = mine.post(my_url(case, "answer"), {"answer_0": ""})
    assert bad.status_code == 422 and "Answer the question" in bad.text
    good = mine.post(my_url(case, "answer"), {"answer_0": "Since May"}, follow=True)
    assert "Thank you" in good.text and fresh(case).state == "received"
    again = mine.post(my_url(case, "answer"), {"answer_0": "Since June"}, follow=True)
    assert "answered already" in again.text


def test_notes_and_inner_documents_are_not_the_person_s(mine, case):
    officer = an_officer()
    write_note(case.pk, "Between us", actor=officer, now=timezone.now())
    inner = SimpleUploadedFile("inner.txt", b"Between us")
    document = attach_document(
        case.pk, inner, title="Inner paper", shown_to_person=False, actor=officer, now=timezone.now()
    )
    text = mine.get(my_url(case)).text
    assert "Between us" not in text and "Inner paper" not in text and "Document added" not in text
    assert mine.get(f"/en/files/{document.file.key}/").status_code == 404


def test_the_decision_is_read_when_its_letter_is_there(mine, case):
    decision = decide_case(case.pk, "granted", "You need it.", actor=an_officer(), now=timezone.now())
    assert "You need it." not in mine.get(my_url(case)).text
    document = make_decision_letter(decision.pk, now=timezone.now())
    text = mine.get(my_url(case)).text
    assert "You need it." in text and "you get what you applied for" in text
    content = b"".join(mine.get(f"/en/files/{document.file.key}/").streaming_content)
    assert content.startswith(b"%PDF")
    decision.refresh_from_db()
    assert decision.seen_at is not None


def test_withdrawing_is_asked_once(mine, case):
    assert "Withdraw the case?" in mine.get(my_url(case, "withdraw")).text and fresh(case).is_open
    answer = mine.post(my_url(case, "withdraw"), follow=True)
    assert "You have withdrawn the case" in answer.text and fresh(case).state == "withdrawn"
    assert "can no longer be withdrawn" in mine.post(my_url(case, "withdraw"), follow=True).text


def test_a_script_in_a_message_is_shown_and_not_run(mine, case):
    text = mine.post(my_url(case, "write"), {"body": "<script>alert(1)</script>"}, follow=True).text
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_the_page_asks_a_bounded_number_of_questions(mine, case):
    officer = an_officer()
    take_case(case.pk, actor=officer, now=timezone.now())
    for _ in range(3):
        write_message(case.pk, "Hello", actor=officer, now=timezone.now())
    request_more(case.pk, ["?"], answer_by=date(2030, 1, 1), actor=officer, now=timezone.now())
    with at_most(12):
        assert mine.get(my_url(case)).status_code == 200


def test_a_machine_that_writes_without_end_is_stopped(mine, case):
    answers = [mine.post(my_url(case, "write"), {"body": ""}).status_code for _ in range(61)]
    assert answers[0] == 422 and answers[-1] == 429


# ---- with the code ------------------------------------------------------------------------------


def test_the_reference_alone_shows_nothing(loose):
    for reference in (loose.reference, "EKE-2026-999999"):
        answer = a_browser().get(f"/en/case/{reference}/")
        assert (
            answer.status_code == 200 and "Jag går dåligt" not in answer.text and "Parking" not in answer.text
        )
        assert f'value="{reference}"' in answer.text


def test_the_reference_and_the_code_open_the_case(follower, loose):
    assert "Jag går dåligt" in follower.get(code_url(loose)).text


def test_a_code_may_be_typed_sloppily(loose):
    browser = a_browser()
    data = {
        "reference": loose.reference.lower().replace("-", " "),
        "code": loose.code.lower().replace("-", " "),
    }
    assert browser.post("/en/case/", data).status_code == 302


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("{r}", "AAAAA-AAAAA"),
        ("EKE-2026-000000", "{c}"),
        ("{r}", ""),
        ("", "{c}"),
        ("x" * 99, "{c}"),
        ("{r}", "\x00"),
    ],
)
def test_a_wrong_pair_is_told_in_the_same_words(loose, reference, code):
    data = {"reference": reference.format(r=loose.reference), "code": code.format(c=loose.code)}
    answer = a_browser().post("/en/case/", data)
    assert (
        answer.status_code == 422
        and "Error:" in answer.text
        and not answer.cookies.get(f"dygn_case_{loose.reference}")
    )


def test_guessing_is_stopped(loose):
    answers = [
        a_browser().post("/en/case/", {"reference": loose.reference, "code": "AAAAAAAAAA"}) for _ in range(11)
    ]
    assert answers[0].status_code == 422 and answers[-1].status_code == 429


def test_a_person_s_own_case_is_not_opened_by_a_code(case):
    answer = a_browser().post("/en/case/", {"reference": case.reference, "code": "AAAAA-AAAAA"})
    assert answer.status_code == 422
    browser = a_browser()
    browser.cookies[f"dygn_case_{case.reference}"] = "forged:token"
    assert "Jag går dåligt" not in browser.get(code_url(case)).text


def test_a_key_does_not_open_another_case(follower, loose):
    other = a_case(anonymous=True)
    follower.cookies[f"dygn_case_{other.reference}"] = follower.cookies[f"dygn_case_{loose.reference}"].value
    assert "Jag går dåligt" not in follower.get(code_url(other)).text


def test_a_key_does_not_open_the_neighbour_s_case(follower, loose):
    with scope(a_municipality("Lund")) as lund:
        stranger = a_browser(of=lund)
    stranger.cookies[f"dygn_case_{loose.reference}"] = follower.cookies[f"dygn_case_{loose.reference}"].value
    assert "Jag går dåligt" not in stranger.get(code_url(loose)).text


def test_with_the_code_one_writes_attaches_answers_and_withdraws(follower, loose):
    officer = an_officer()
    assert (
        "Your message is sent" in follower.post(code_url(loose, "write"), {"body": "Hello"}, follow=True).text
    )
    proof = SimpleUploadedFile("proof.txt", b"It is so.")
    assert "proof.txt" in follower.post(code_url(loose, "attach"), {"attachments": proof}, follow=True).text
    key = loose.documents.get().file.key
    assert b"".join(follower.get(code_url(loose, f"files/{key}")).streaming_content) == b"It is so."
    assert a_browser().get(code_url(loose, f"files/{key}")).status_code == 200  # asks for the code
    request_more(loose.pk, ["When?"], answer_by=date(2030, 1, 1), actor=officer, now=timezone.now())
    assert "Thank you" in follower.post(code_url(loose, "answer"), {"answer_0": "Now"}, follow=True).text
    assert follower.get(code_url(loose, "withdraw")).status_code == 200
    assert "withdrawn" in follower.post(code_url(loose, "withdraw"), follow=True).text
    assert fresh(loose).state == "withdrawn"


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_code_nothing_is_done(loose, verb):
    answer = a_browser().post(code_url(loose, verb), {"body": "Hello", "answer_0": "x"})
    assert answer.status_code == 302 and not loose.messages.exists() and fresh(loose).is_open


def test_the_door_takes_get_and_post_only(loose):
    assert a_browser().put("/en/case/").status_code == 405
    assert a_browser().get("/en/case/").status_code == 200
