"""What happens at the same moment: pages sent twice, the button pressed twice, in real transactions."""

import threading

import pytest
from django.db import connections

from dygn.cases.models import Case
from dygn.municipalities.models import Connection
from dygn.services.models import Draft, SimulatedTime
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, PACKAGES, Visitor, a_service, hidden_fields
from dygn.services.tests.test_booking import BOOK, OPEN, times_on
from tests.cast import a_browser, a_municipality, scope

ANSWERS = {
    "question": {"matter": "ask", "area": "culture", "heading": "Library", "message": "When is it open?"},
    "you": {"answer_wanted": "no"},
}


@pytest.fixture()
def visitor(committed):
    a_service(PACKAGES / "general-enquiry", of=a_municipality())
    return Visitor(a_browser(), "kontakta-oss")


def at_once(ask, times=6):
    """Ask in so many threads at the same moment; give the answers."""
    answers, start = [], threading.Barrier(times)

    def one():
        start.wait()
        try:
            answers.append(ask())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_first_page_sent_six_times_at_once_makes_one_draft(visitor):
    fields = {**hidden_fields(visitor.see()), **ANSWERS["question"]}
    answers = at_once(lambda: a_browser().post("/do/kontakta-oss/question/", fields))
    assert {answer.status_code for answer in answers} == {303}
    with scope():
        assert Draft.objects.count() == 1


def test_sending_six_times_at_once_makes_one_case(visitor):
    for page_id, given in ANSWERS.items():
        visitor.fill_in(page_id, **given)
    fields = hidden_fields(visitor.see("check/"))
    answers = at_once(lambda: a_browser().post("/do/kontakta-oss/send/", fields))
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, answers[0]["Location"])}
    with scope():
        assert Case.objects.count() == 1


def test_one_time_chosen_by_six_at_once_is_held_for_one_and_booked_once(committed):
    a_service(PackageFiles({"service.yaml": BOOK, **LETTERS}), of=a_municipality())
    with scope():
        Connection.objects.create(port="booking_calendar", adapter="fake", settings={"calendars": OPEN})
    visitors = [Visitor(a_browser(), "boka") for _ in range(6)]
    pages = [visitor.see("when/") for visitor in visitors]
    chosen = times_on(pages[0])[1]
    both = iter(list(zip(visitors, pages, strict=True)))
    answers = at_once(
        lambda: (lambda visitor, page: (visitor, visitor.fill_in("when", seen_page=page, visit=chosen)))(
            *next(both)
        )
    )
    won = [visitor for visitor, answer in answers if answer.status_code == 303]
    assert len(won) == 1 and {answer.status_code for _visitor, answer in answers} == {200, 303}
    fields = hidden_fields(won[0].see("check/"))
    cookies = won[0].browser.cookies

    def send():
        browser = a_browser()
        browser.cookies = cookies
        return browser.post("/do/boka/send/", fields)

    assert {answer.status_code for answer in at_once(send)} == {303}
    with scope():
        assert Case.objects.count() == 1
        assert [(each.key, each.is_booked) for each in SimulatedTime.objects.all()] == [(chosen, True)]
