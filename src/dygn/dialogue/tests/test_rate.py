"""How was it? Told once for what was sent, counted at once, read by those who look after it, then forgotten."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dygn.base.errors import NotForYou
from dygn.base.rate_limits import shared_counts
from dygn.dialogue.actions.forget_ratings import forget_ratings
from dygn.dialogue.models import Rating
from dygn.dialogue.queries import comments_about
from dygn.dialogue.rules.rating import Rated, rated_by, token_of
from dygn.figures.models import KeptFigure
from dygn.services.models import InventoryEntry
from dygn.services.tests.factories import Visitor, a_service
from tests.cast import a_browser, a_colleague, a_municipality, a_staff_member, scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_sent(settings):
    from dygn.services.actions.send_draft import submission
    from dygn.services.adapters.fake import FakeSubmission

    settings.DEFAULT_ADAPTERS = {**settings.DEFAULT_ADAPTERS, "submission": "fake"}
    submission.cache_clear()
    FakeSubmission.taken.clear()
    yield
    submission.cache_clear()


@pytest.fixture()
def service():
    return a_service()


@pytest.fixture()
def visitor(service):
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    visitor.receipt = visitor.send()["Location"]
    return visitor


def answer_address(visitor):
    page = visitor.browser.get(visitor.receipt).content.decode()
    return re.search(r'action="([^"]*/rate/[^"]+)"', page)[1]


def ratings():
    with scope():
        return [(each.score, each.comment) for each in Rating.objects.all()]


def figures():
    with scope():
        return {(row.figure, row.split, row.part): row.value for row in KeptFigure.objects.all()}


def test_the_receipt_asks_how_it_was_without_a_question_to_the_database(visitor):
    with CaptureQueriesContext(connection) as asked:
        page = visitor.browser.get(visitor.receipt).content.decode()
    assert page.count('type="radio"') == 5 and "/rate/" in page
    assert not [each for each in asked if "dialogue" in each["sql"] or "figures" in each["sql"]]


def test_an_answer_is_kept_counted_and_thanked_for_once(visitor):
    address = answer_address(visitor)
    back = visitor.browser.post(address, {"score": "4", "comment": "Tydligt!"})
    assert back.status_code == 303 and back["Location"] == f"{visitor.receipt}?told=yes"
    page = visitor.browser.get(back["Location"]).content.decode()
    assert "Tack" in page or "Thank you" in page
    assert 'type="radio"' not in page
    assert ratings() == [(4, "Tydligt!")]
    assert figures() == {
        ("dialogue.ratings", "", ""): 1,
        ("dialogue.ratings", "score", "4"): 1,
        ("dialogue.ratings", "place", "sending"): 1,
        ("dialogue.points", "", ""): 4,
    }


def test_the_same_sending_is_never_thanked_for_twice(visitor):
    address = answer_address(visitor)
    visitor.browser.get(visitor.browser.post(address, {"score": "5"})["Location"])
    again = visitor.browser.post(address, {"score": "1", "comment": "Nej"})
    page = visitor.browser.get(again["Location"]).content.decode()
    assert "You have told us already" in page or "redan" in page
    assert ratings() == [(5, "")] and figures()["dialogue.points", "", ""] == 5


def test_two_sendings_are_two_ratings(service):
    for score in ("5", "2"):
        visitor = Visitor(a_browser())
        visitor.fill_in_all()
        visitor.receipt = visitor.send()["Location"]
        visitor.browser.post(answer_address(visitor), {"score": score})
    assert sorted(score for score, _comment in ratings()) == [2, 5]


@pytest.mark.parametrize(
    "posted", [{}, {"score": "6"}, {"score": "x"}, {"score": "3", "comment": "x" * 1001}]
)
def test_what_cannot_be_taken_says_why_and_loses_nothing(visitor, posted):
    page = visitor.browser.post(answer_address(visitor), {"comment": "Jag skrev detta", **posted})
    assert page.status_code == 422 and "error-summary" in page.content.decode()
    assert posted.get("comment", "Jag skrev detta") in page.content.decode()
    assert ratings() == []


@pytest.mark.parametrize("token", ["x", "a.b", "%00", "ÅÄÖ", "c2VydmljZToxfHwv"])
def test_what_we_have_not_asked_about_is_not_found(token, service):
    for answer in (a_browser().get(f"/rate/{token}/"), a_browser().post(f"/rate/{token}/", {"score": "1"})):
        assert answer.status_code == 404
    assert ratings() == []


def test_other_methods_are_refused(visitor):
    assert visitor.browser.put(answer_address(visitor)).status_code == 405


def test_a_token_gives_back_what_was_asked_about():
    rated = Rated("service:12", "/service/x|y/", "/do/x/receipt/1/", "abc")
    assert rated_by(token_of(rated, 1), 1) == rated
    assert rated_by(token_of(rated, 1), 2) is None


def test_one_address_cannot_answer_without_end(service):
    shared_counts().forget()
    address = (
        f"/rate/{token_of(Rated(service.subject, '/service/x/', '/service/x/'), service.municipality_id)}/"
    )
    browser = a_browser()
    answers = [browser.post(address, {"score": "1"}).status_code for _ in range(61)]
    assert answers[-1] == 429 and set(answers[:60]) == {303}
    shared_counts().forget()


def test_nobody_is_led_elsewhere_after_an_answer(service):
    address = (
        f"/rate/{token_of(Rated(service.subject, '/', '//elsewhere.example/'), service.municipality_id)}/"
    )
    assert a_browser().post(address, {"score": "3"})["Location"].startswith("/?")


def test_what_was_written_is_sealed_and_not_tied_to_what_was_sent(visitor):
    visitor.browser.post(answer_address(visitor), {"score": "1", "comment": "Hemligt"})
    with scope(), connection.cursor() as cursor:
        cursor.execute("SELECT comment, sending, address FROM dialogue_rating")
        comment, sending, address = cursor.fetchone()
    draft_id = re.search(r"receipt/([0-9a-f-]{36})", visitor.receipt)[1]
    assert "Hemligt" not in comment
    assert draft_id not in address and draft_id.replace("-", "") not in f"{sending}{address}"


def test_comments_are_read_by_those_who_look_after_the_service_alone(visitor, service):
    visitor.browser.post(answer_address(visitor), {"score": "1", "comment": "Krångligt"})
    owner, officer = a_staff_member("service_owner"), a_staff_member("officer")
    stranger = a_staff_member("service_owner", of=a_municipality("Lund"))
    with scope():
        assert [each.comment for each in comments_about(service.subject, a_colleague(owner))] == ["Krångligt"]
        with pytest.raises(NotForYou):
            comments_about(service.subject, a_colleague(officer))
        InventoryEntry.objects.filter(service=service).update(person=officer)
        assert comments_about(service.subject, a_colleague(officer))
    with scope(a_municipality("Lund")), pytest.raises(NotForYou):
        comments_about(service.subject, a_colleague(stranger))


def test_what_was_written_is_forgotten_and_the_figures_stay(visitor):
    visitor.browser.post(answer_address(visitor), {"score": "2", "comment": "Svårt"})
    kept = figures()
    with scope():
        assert forget_ratings(now=timezone.now() + timedelta(days=179)) == 0
        assert forget_ratings(now=timezone.now() + timedelta(days=181)) == 1
    assert ratings() == [] and figures() == kept
