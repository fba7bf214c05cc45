"""A resident fills in an e-service: from the first answer to the receipt."""

import pytest

from dygn.services.models import Draft
from dygn.services.tests.factories import Visitor, a_service
from tests.cast import a_browser, a_municipality, a_person, a_resident, scope

pytestmark = pytest.mark.django_db


@pytest.fixture()
def visitor(taken):
    a_service()
    return Visitor(a_browser())


def the_draft():
    with scope():
        return Draft.objects.get()


def how_many_drafts():
    with scope():
        return Draft.objects.count()


def test_looking_at_the_first_page_keeps_nothing(visitor):
    assert "Om dig" in visitor.see().content.decode()
    assert how_many_drafts() == 0


def test_the_first_answer_makes_the_draft(visitor):
    answer = visitor.fill_in("about-you", name="Alva")
    assert answer.status_code == 303 and answer["Location"] == "/do/liten-tjanst/your-dog/"
    assert the_draft().answers["name"] == "Alva"


def test_wrong_answers_are_kept_and_told_on_top_and_at_the_field(visitor):
    page = visitor.fill_in("about-you", name="", email="not an address").content.decode()
    assert page.count("Skriv") or page.count("Write")
    assert "error-summary" in page and 'href="#email"' in page and 'value="not an address"' in page
    assert "<title>Error:" in page or "<title>Fel:" in page
    assert the_draft().answers["email"] == "not an address"


def test_a_condition_asks_for_more_on_the_same_page_without_blaming(visitor):
    visitor.fill_in("about-you", name="Alva")
    answer = visitor.fill_in("your-dog", has_dog="yes")
    assert answer["Location"].endswith("/your-dog/")
    page = visitor.see("your-dog/").content.decode()
    assert "Vad heter hunden?" in page and "error-summary" not in page


def test_a_whole_page_is_shown_by_condition(visitor):
    visitor.fill_in("about-you", name="Alva")
    visitor.fill_in("your-dog", has_dog="yes")
    answer = visitor.fill_in("your-dog", has_dog="yes", dog_name="Bo")
    assert answer["Location"].endswith("/vaccination/")


def test_a_page_that_is_not_shown_leads_to_what_is_missing(visitor):
    visitor.fill_in("about-you", name="Alva")
    visitor.fill_in("your-dog", has_dog="no")
    answer = visitor.browser.get(visitor.see("vaccination/")["Location"])
    assert answer["Location"].endswith("/check/")


def test_everything_is_checked_and_sent_once(visitor, taken):
    visitor.fill_in_all()
    page = visitor.see("check/").content.decode()
    assert "Alva" in page and "?from=check" in page
    receipt = visitor.browser.get(visitor.send()["Location"]).content.decode()
    assert "TEST-1" in receipt and "KOD-123" in receipt
    assert [sent.answers for sent in taken] == [
        {
            "name": "Alva",
            "email": "alva@example.org",
            "number": None,
            "has_dog": False,
            "photo": None,
            "child": [],
        }
    ]
    assert taken[0].contact.email == "alva@example.org"


def test_sending_twice_makes_one_case_and_the_same_receipt(visitor, taken):
    visitor.fill_in_all()
    check = visitor.see("check/")
    from dygn.services.tests.factories import hidden_fields

    answers = [visitor.browser.post("/do/liten-tjanst/send/", hidden_fields(check)) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] and len(taken) == 1


def test_going_back_after_sending_shows_that_it_is_sent(visitor):
    visitor.fill_in_all()
    visitor.send()
    for path in ("check/", "about-you/", "tasks/", "later/"):
        page = visitor.see(path)
        assert page.status_code == 200 and "TEST-1" in page.content.decode()


def test_a_page_sent_after_the_sending_changes_nothing(visitor, taken):
    visitor.fill_in_all()
    page = visitor.see("about-you/")
    visitor.send()
    answer = visitor.fill_in("about-you", seen_page=page, name="Somebody else")
    assert "TEST-1" in answer.content.decode()
    assert the_draft().answers["name"] == "Alva"


def test_one_answer_is_changed_and_one_comes_straight_back(visitor):
    visitor.fill_in_all()
    answer = visitor.fill_in("about-you", query="?from=check", name="Bo")
    assert answer["Location"].endswith("/check/")


def test_a_change_asks_only_what_is_new(visitor):
    visitor.fill_in_all()
    visitor.fill_in("your-dog", query="?from=check", has_dog="yes")
    answer = visitor.fill_in("your-dog", query="?from=check", has_dog="yes", dog_name="Bo")
    assert answer["Location"].endswith("/vaccination/?from=check")
    answer = visitor.fill_in("vaccination", query="?from=check", vaccinated="yes")
    assert answer["Location"].endswith("/check/")


def test_nothing_is_sent_while_something_is_missing(visitor, taken):
    visitor.fill_in("about-you", name="Alva")
    assert visitor.see("check/")["Location"].endswith("/your-dog/?from=check")
    from dygn.services.tests.factories import hidden_fields

    page = visitor.see("your-dog/")
    visitor.browser.post("/do/liten-tjanst/send/", hidden_fields(page))
    assert taken == []


def test_a_personal_number_is_kept_sealed(visitor, taken):
    visitor.fill_in("about-you", name="Alva", number="20121212-1212")
    assert set(the_draft().answers["number"]) == {"sealed"}
    assert "20121212-1212" in visitor.see("about-you/").content.decode()


def test_rows_are_added_and_removed_without_scripts(visitor):
    visitor.fill_in("about-you", name="Alva")
    visitor.fill_in("your-dog", has_dog="no")
    assert visitor.fill_in("children", change="child:add")["Location"].endswith("/children/")
    assert 'name="child-0-child_name"' in visitor.see("children/").content.decode()
    visitor.fill_in("children", child__0__child_name="Li", change="child:add")
    visitor.fill_in("children", child__0__child_name="Li", child__1__child_name="Bo", change="child:remove:0")
    assert the_draft().answers["child"] == [{"child_name": "Bo"}]


def test_another_window_s_answers_are_shown_before_they_are_overwritten(visitor):
    visitor.fill_in("about-you", name="Alva")
    old = visitor.see("about-you/")
    visitor.fill_in("about-you", name="Saved in the other window")
    page = visitor.fill_in("about-you", seen_page=old, name="Written here")
    assert "Saved in the other window" in page.content.decode() and "Written here" in page.content.decode()
    assert the_draft().answers["name"] == "Saved in the other window"
    answer = visitor.fill_in("about-you", seen_page=page, name="Written here")
    assert answer.status_code == 303 and the_draft().answers["name"] == "Written here"


def test_the_same_first_page_sent_twice_makes_one_draft(visitor):
    page = visitor.see()
    for _ in range(2):
        assert visitor.fill_in("about-you", seen_page=page, name="Alva").status_code == 303
    assert how_many_drafts() == 1


def test_a_draft_that_is_there_is_offered_again(visitor):
    visitor.fill_in("about-you", name="Alva")
    assert "/go-on/" in visitor.see().content.decode()
    answer = visitor.browser.get(f"/do/liten-tjanst/go-on/{the_draft().pk}/")
    assert answer["Location"].endswith("/your-dog/")


def test_the_service_page_s_link_to_go_on_leads_straight_into_what_is_begun(visitor):
    visitor.fill_in("about-you", name="Alva")
    assert visitor.see("?begun=yes")["Location"] == f"/do/liten-tjanst/go-on/{the_draft().pk}/"


def test_the_link_to_go_on_says_when_nothing_is_begun():
    a_service(of=a_municipality(language="en"))
    visitor = Visitor(a_browser(), "small-service")
    assert visitor.see("?begun=yes")["Location"] == "/do/small-service/"
    assert "There is nothing begun here" in visitor.see().content.decode()


def test_who_has_to_log_in_goes_on_after_it(taken):
    a_service(log_in="substantial")
    assert "begun%3Dyes" in Visitor(a_browser()).see("?begun=yes")["Location"]


def test_beginning_anew_deletes_what_nobody_could_find_again(visitor):
    visitor.fill_in("about-you", name="Alva")
    visitor.browser.post("/do/liten-tjanst/begin/")
    assert how_many_drafts() == 0
    assert "Alva" not in visitor.see().content.decode()


def test_a_person_s_draft_stays_when_another_is_begun(taken):
    a_service()
    visitor = Visitor(a_browser(a_resident()))
    visitor.fill_in("about-you", name="Alva")
    visitor.browser.post("/do/liten-tjanst/begin/", {"keep": "yes"})
    visitor.fill_in("about-you", name="Bo")
    assert how_many_drafts() == 2


def test_save_and_continue_later(visitor):
    answer = visitor.fill_in("about-you", name="", then="later")
    assert answer["Location"].endswith("/later/")
    assert how_many_drafts() == 1


def test_a_person_goes_on_from_another_device(taken):
    a_service()
    person = a_person()
    Visitor(a_browser(a_resident(person))).fill_in("about-you", name="Alva")
    other = Visitor(a_browser(a_resident(person)))
    assert "/go-on/" in other.see().content.decode()
    assert 'value="Alva"' in other.see("about-you/").content.decode()


def test_a_mailed_link_opens_the_draft_on_another_device(visitor, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "dygn.services.actions.mail_resume_link.notify", lambda *args, **more: sent.append(args[2]["path"])
    )
    visitor.fill_in("about-you", name="Alva")
    page = visitor.see("later/")
    from dygn.services.tests.factories import hidden_fields

    visitor.browser.post("/do/liten-tjanst/later/", {**hidden_fields(page), "email": "a@example.org"})
    other = a_browser()
    assert other.get(sent[0]).status_code == 200
    assert other.post(sent[0])["Location"].endswith("/your-dog/")
    assert 'value="Alva"' in other.get("/do/liten-tjanst/about-you/").content.decode()


def test_a_wrong_address_for_the_link_is_told_at_the_field(visitor):
    visitor.fill_in("about-you", name="Alva")
    from dygn.services.tests.factories import hidden_fields

    page = visitor.browser.post(
        "/do/liten-tjanst/later/", {**hidden_fields(visitor.see("later/")), "email": "wrong"}
    ).content.decode()
    assert 'href="#email"' in page and 'value="wrong"' in page


def test_a_draft_is_deleted_when_asked(visitor):
    visitor.fill_in("about-you", name="Alva")
    from dygn.services.tests.factories import hidden_fields

    visitor.browser.post("/do/liten-tjanst/delete/", hidden_fields(visitor.see("delete/")))
    assert how_many_drafts() == 0


def test_the_copy_is_made_once_and_kept(visitor):
    visitor.fill_in_all()
    receipt = visitor.send()["Location"]
    copies = [b"".join(visitor.browser.get(f"{receipt}copy.pdf").streaming_content) for _ in range(2)]
    assert copies[0].startswith(b"%PDF") and copies[0] == copies[1]


def test_other_languages_keep_their_prefix(visitor):
    page = visitor.browser.get("/en/do/small-service/")
    assert (
        "About you" in page.content.decode()
        and 'action="/en/do/small-service/about-you/"' in page.content.decode()
    )


def test_nobody_of_the_neighbours_finds_the_service(visitor):
    assert a_browser(of=a_municipality("Lund")).get("/do/liten-tjanst/").status_code == 404


@pytest.mark.parametrize("log_in", ["none", "substantial"])
def test_what_is_sent_when_the_log_in_has_run_out_is_back_after_it(taken, log_in):
    a_service(log_in=log_in)
    resident = a_resident()
    visitor = Visitor(a_browser(resident))
    visitor.fill_in("about-you", name="Alva")
    page = visitor.see("about-you/")
    run_out(visitor.browser)
    answer = visitor.fill_in("about-you", seen_page=page, name="Alva Ek")
    assert answer.status_code == 302 and answer["Location"].startswith("/login/")
    assert the_draft().answers["name"] == "Alva"
    log_in_again(visitor.browser, resident)
    assert 'value="Alva Ek"' in visitor.see("about-you/").content.decode()


def test_what_somebody_wrote_is_not_given_to_the_next_who_logs_in(taken):
    a_service(log_in="substantial")
    visitor = Visitor(a_browser(a_resident()))
    page = visitor.see("about-you/")
    run_out(visitor.browser)
    visitor.fill_in("about-you", seen_page=page, name="Alva Hemlig")
    log_in_again(visitor.browser, a_resident(a_person("Bo Ask")))
    assert "Hemlig" not in visitor.see("about-you/").content.decode()


def run_out(browser):
    """Let the time of the log-in run out."""
    session = browser.session
    session["identity"] = {**session["identity"], "seen": session["identity"]["seen"] - 100_000}
    session.save()


def log_in_again(browser, resident):
    from django.http import HttpRequest

    from dygn.identity.session import LoggedIn, begin_session

    request = HttpRequest()
    request.session = browser.session
    begin_session(request, LoggedIn(resident.municipality_id, resident.person_id, assurance="substantial"))
    request.session.save()
    browser.cookies["sessionid"] = request.session.session_key


def test_a_service_that_asks_for_contact_details_is_not_sent_without_any(taken):
    a_service(log_in="contact")
    visitor = Visitor(a_browser())
    visitor.fill_in("about-you", name="Alva")
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    page = visitor.send()
    assert page.status_code == 200 and "error-summary" in page.content.decode() and taken == []
    visitor.fill_in("about-you", name="Alva", email="alva@example.org")
    assert visitor.send().status_code == 303 and len(taken) == 1
