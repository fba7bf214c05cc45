"""How often the database is asked: written down, so that it stays so."""

from contextlib import contextmanager

import pytest
from django.db import connection

from dygn.services.tests.factories import PACKAGES, Visitor, a_service
from tests.cast import a_browser, a_resident

pytestmark = pytest.mark.django_db

ANSWERS = {
    "question": {"matter": "ask", "area": "culture", "heading": "Library", "message": "When is it open?"},
    "you": {"answer_wanted": "yes", "email": "alva@example.org", "best_time": "any"},
}


@contextmanager
def at_most(number):
    """Count the statements but for savepoints, which stand for BEGIN and COMMIT in a test."""
    asked = []

    def note(execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked
    assert len(asked) <= number, "\n".join(asked)


def fill_in(visitor, bound):
    for page_id, answers in ANSWERS.items():
        page = visitor.see(f"{page_id}/")
        with at_most(bound):
            assert visitor.fill_in(page_id, seen_page=page, **answers).status_code == 303


@pytest.fixture()
def visitor():
    a_service(PACKAGES / "general-enquiry")
    visitor = Visitor(a_browser(), "kontakta-oss")
    fill_in(visitor, 100)
    visitor.send()  # what is kept in memory is there now
    return Visitor(a_browser(), "kontakta-oss")


def test_the_first_page_asks_nothing_but_the_site(visitor):
    with at_most(2):
        assert visitor.see().status_code == 200


def test_a_page_is_saved_with_one_question_and_one_writing(visitor):
    fill_in(visitor, 4)


def test_a_page_is_shown_with_one_question(visitor):
    fill_in(visitor, 4)
    for page in ("you/", "check/"):
        with at_most(3):
            assert visitor.see(page).status_code == 200


def test_sending_takes_at_most_twelve_statements(visitor):
    fill_in(visitor, 4)
    check = visitor.see("check/")
    with at_most(12):
        assert "/receipt/" in visitor.send(check)["Location"]


def test_the_whole_way_takes_at_most_forty_statements(visitor):
    with at_most(40):
        visitor.see()
        fill_in(visitor, 4)
        assert visitor.browser.get(visitor.send()["Location"]).status_code == 200


def test_a_person_s_page_asks_little_more():
    a_service(PACKAGES / "general-enquiry")
    visitor = Visitor(a_browser(a_resident()), "kontakta-oss")
    fill_in(visitor, 8)
    with at_most(5):
        assert visitor.see("you/").status_code == 200
