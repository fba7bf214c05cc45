"""What happens at the same moment: pages sent twice, the button pressed twice, in real transactions."""

import threading

import pytest
from django.db import connections

from dygn.cases.models import Case
from dygn.services.models import Draft
from dygn.services.tests.factories import PACKAGES, Visitor, a_service, hidden_fields
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
