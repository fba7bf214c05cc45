"""The texts that officers begin messages with, and the page where they are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.base.errors import Refusal
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.write_message import write_message
from dygn.cases.models import Message, MessageTemplate
from dygn.cases.queries.texts import texts_for
from dygn.cases.rules.house_texts import gap_in, house_texts
from dygn.cases.tests.factories import a_case
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_browser, a_municipality, a_resident, an_administrator, an_officer, scope

pytestmark = pytest.mark.usefixtures("ekeby")
PAGE = "/en/staff/cases/texts/"
TEXT = {"key": "later", "language": "sv", "title": "Vi dröjer", "body": "Det tar tid."}


@pytest.mark.parametrize("language", ["sv", "da", "nb", "nn", "en"])
def test_the_house_has_texts_in_every_language(language):
    assert all(text.title and text.body for text in house_texts(language)) and len(house_texts(language)) >= 4


def test_a_municipality_s_own_text_stands_in_for_the_house_s():
    case = a_case()
    browser = a_browser(an_administrator())
    assert browser.post(PAGE, TEXT).status_code == 302
    assert {text.key: text.title for text in texts_for(case)}["later"] == "Vi dröjer"
    assert "Vi dröjer" in browser.get(PAGE).text
    assert browser.post(f"{PAGE}{MessageTemplate.objects.get().pk}/remove/").status_code == 302
    assert {text.key: text.title for text in texts_for(case)}["later"] == "Det tar längre tid"


def test_an_officer_begins_a_message_with_a_text():
    case = a_case()
    text = (
        a_browser(an_officer())
        .get(f"/en/staff/cases/{case.reference}/", {"do": "message", "text": "later"})
        .text
    )
    assert "Det tar längre tid än vi sagt" in text


@pytest.mark.parametrize(
    "wrong", [{"key": "Å b"}, {"key": ""}, {"language": "fi"}, {"title": ""}, {"body": " "}]
)
def test_a_text_that_cannot_be_kept_is_told(wrong):
    answer = a_browser(an_administrator()).post(PAGE, {**TEXT, **wrong})
    assert answer.status_code == 422 and "Error:" in answer.text and not MessageTemplate.objects.exists()


def test_texts_are_kept_by_administrators_only():
    assert a_browser(an_officer()).get(PAGE).status_code == 404
    assert a_browser(a_resident()).get(PAGE).status_code == 404
    assert a_browser().get(PAGE).status_code == 302
    assert a_browser(an_administrator()).put(PAGE).status_code == 405
    assert a_browser(an_administrator()).get(PAGE + "1/remove/").status_code == 405


def test_the_neighbour_s_texts_are_not_removed():
    a_browser(an_administrator()).post(PAGE, TEXT)
    kept = MessageTemplate.objects.get()
    with scope(a_municipality("Lund")) as lund:
        stranger = a_browser(an_administrator(of=lund))
    assert stranger.post(f"{PAGE}{kept.pk}/remove/").status_code == 404 and MessageTemplate.objects.exists()


def test_an_officer_can_begin_with_what_the_package_writes_when_more_is_needed():
    with scope() as ekeby:
        case = a_case(of=ekeby, service=a_service(PACKAGES / "parking-permit", of=ekeby))
        text = {text.key: text for text in texts_for(case)}["request-for-more"]
    assert text.title == "Vi behöver veta mer"
    assert case.reference in text.body and "**" not in text.body and "{" not in text.body


def test_a_text_is_not_sent_while_something_in_it_is_to_be_filled_in():
    case, now = a_case(), timezone.now()
    acting = {"actor": an_officer(unit=case.unit), "now": now}
    for language in ("sv", "da", "nb", "nn", "en"):
        later = next(each for each in house_texts(language) if each.key == "later")
        with pytest.raises(Refusal) as refusal:
            write_message(case.pk, later.body, **acting)
        assert refusal.value.code == "gap_left" and gap_in(later.body) in str(refusal.value.message)
    with pytest.raises(Refusal):
        answer_by = timezone.localdate() + timedelta(days=9)
        request_more(case.pk, ["When?"], text="It depends on [what …].", answer_by=answer_by, **acting)
    write_message(case.pk, "We come on Monday [see the map].", **acting)
    assert Message.objects.count() == 1
