"""A draft that was deleted, by its owner or by time: one is told, and keeps what one had just written."""

from datetime import timedelta

import pytest

from dygn.services.actions.expire_drafts import expire_drafts
from dygn.services.models import Draft
from dygn.services.tests.factories import Visitor, a_service, hidden_fields
from dygn.services.views import desk
from tests.cast import a_browser, a_municipality, a_resident, scope

pytestmark = pytest.mark.django_db
TOLD = "What you had begun is deleted"


@pytest.fixture()
def visitor(taken):
    a_service(of=a_municipality(language="en"))
    visitor = Visitor(a_browser(), "small-service")
    visitor.fill_in("about-you", name="Alva")
    return visitor


def the_draft():
    with scope():
        return Draft.objects.get()


def how_many_drafts():
    with scope():
        return Draft.objects.count()


def delete(visitor):
    visitor.browser.post("/do/small-service/delete/", hidden_fields(visitor.see("delete/")))


def sweep():
    with scope():
        assert expire_drafts(now=the_draft().changed_at + timedelta(days=61)) == 1


def go_on_with(visitor, seen, **answers):
    return visitor.fill_in("your-dog", seen_page=seen, **answers)


@pytest.mark.parametrize("how", ["deleted", "swept"])
def test_what_is_written_after_the_draft_is_gone_is_kept_and_told(visitor, how):
    seen, gone = visitor.see("your-dog/"), the_draft().pk
    delete(visitor) if how == "deleted" else sweep()
    page = go_on_with(visitor, seen, has_dog="no")
    text = page.content.decode()
    assert page.status_code == 200 and TOLD in text and "60 days" in text
    assert 'value="no" checked' in text
    assert the_draft().answers["has_dog"] == "no" and "name" not in the_draft().answers
    assert the_draft().pk != gone


def test_one_goes_on_from_there_and_is_asked_for_the_rest_before_sending(visitor, taken):
    seen = visitor.see("your-dog/")
    delete(visitor)
    page = go_on_with(visitor, seen, has_dog="no")
    answer = go_on_with(visitor, page, has_dog="no")
    assert answer["Location"].endswith("/children/")
    assert TOLD not in visitor.see("children/").content.decode()
    visitor.fill_in("children")
    assert visitor.see("check/")["Location"].endswith("/about-you/?from=check")
    visitor.fill_in("about-you", query="?from=check", name="Alva")
    assert visitor.send().status_code == 303 and taken[0].answers["name"] == "Alva"


def test_the_page_sent_twice_makes_one_new_draft(visitor):
    seen = visitor.see("your-dog/")
    delete(visitor)
    for _ in range(2):
        assert TOLD in go_on_with(visitor, seen, has_dog="no").content.decode()
    assert how_many_drafts() == 1


def test_one_may_begin_again_instead(visitor):
    seen = visitor.see("your-dog/")
    delete(visitor)
    page = go_on_with(visitor, seen, has_dog="no")
    visitor.browser.post("/do/small-service/begin/", {"draft": hidden_fields(page)["draft"]})
    assert how_many_drafts() == 0


def test_a_page_that_hung_on_an_answer_that_is_gone_leads_to_the_first(visitor):
    visitor.fill_in("your-dog", has_dog="yes", dog_name="Bo")
    visitor.fill_in("your-dog", has_dog="yes", dog_name="Bo")
    seen = visitor.see("vaccination/")
    delete(visitor)
    page = visitor.fill_in("vaccination", seen_page=seen, vaccinated="yes").content.decode()
    assert TOLD in page and "About you" in page
    assert the_draft().answers["vaccinated"] == "yes"


def test_a_person_s_draft_begun_again_is_theirs(taken):
    a_service(of=a_municipality(language="en"))
    resident = a_resident()
    visitor = Visitor(a_browser(resident), "small-service")
    visitor.fill_in("about-you", name="Alva")
    seen = visitor.see("your-dog/")
    delete(visitor)
    assert TOLD in go_on_with(visitor, seen, has_dog="no").content.decode()
    assert the_draft().person_id == resident.person_id


def test_the_token_of_what_is_gone_opens_a_person_s_new_one_to_nobody_else(taken):
    a_service(of=a_municipality(language="en"))
    owner = Visitor(a_browser(a_resident()), "small-service")
    owner.fill_in("about-you", name="Alva")
    seen = owner.see("your-dog/")
    delete(owner)
    go_on_with(owner, seen, has_dog="no")
    stranger = Visitor(a_browser(), "small-service")
    assert go_on_with(stranger, seen, has_dog="yes").status_code == 404
    assert the_draft().answers["has_dog"] == "no"


def test_a_new_application_is_never_taken_for_an_old_one_whose_receipt_is_swept(visitor, taken, monkeypatch):
    visitor.fill_in_all()
    visitor.send()
    later = the_draft().sent_at + timedelta(days=91)
    with scope():
        assert expire_drafts(now=later) == 1
    monkeypatch.setattr(desk.timezone, "now", lambda: later)
    visitor.fill_in_all()
    visitor.send()
    assert len(taken) == 2 and taken[0].draft_id != taken[1].draft_id


def test_two_windows_of_a_first_page_that_nobody_has_begun_are_one_draft(taken):
    a_service(of=a_municipality(language="en"))
    visitor = Visitor(a_browser(), "small-service")
    first, second = visitor.see(), visitor.see()
    assert hidden_fields(first)["draft"] == hidden_fields(second)["draft"]


def test_sending_what_is_gone_leads_to_the_beginning_and_says_why(visitor, taken):
    visitor.fill_in_all()
    check = visitor.see("check/")
    delete(visitor)
    answer = visitor.send(check)
    assert answer["Location"] == "/do/small-service/" and taken == []
    assert "kept for 60 days" in visitor.see().content.decode()


@pytest.mark.parametrize("path", ["check/", "tasks/", "later/", "your-dog/"])
def test_a_page_in_the_middle_of_what_is_gone_leads_to_the_beginning_and_says_why(visitor, path):
    delete(visitor)
    assert visitor.see(path)["Location"] == "/do/small-service/"
    assert "There is nothing begun here" in visitor.see().content.decode()
