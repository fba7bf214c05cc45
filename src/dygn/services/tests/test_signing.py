"""Signing: what is signed is what is sent, by whom, in which order, and once."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dygn.identity.adapters import simulated_signer
from dygn.services.models import Signature, Signing
from dygn.services.signing_queries import verified_signatures
from dygn.services.tests.factories import Visitor, a_service
from dygn.services.tests.signing import (
    ALONE,
    ALVA,
    BO,
    BO_ROW,
    CIA,
    CIA_ROW,
    IN_TURN,
    Signatory,
    a_signed_service,
    open_link,
    sent,
    the_draft,
    the_row,
    told,
)
from tests.cast import a_browser, scope

pytestmark = pytest.mark.django_db


def test_the_applicant_alone_signs_and_it_is_sent_at_once(taken):
    a_signed_service(ALONE)
    alva = Signatory("Alva Ek", ALVA)
    alva.fill_in("what", seen_page=alva.see(""), wish="Segla")
    back = alva.sign()
    assert "/receipt/" in back["Location"]
    assert len(taken) == 1
    with scope():
        assert verified_signatures(the_draft().pk, taken[0].answers).faults == ()


def test_nothing_is_sent_unsigned(alva, taken):
    alva.fill_in_with(BO_ROW)
    alva.browser.post("/do/ihop/send/", {})
    assert taken == []


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"stop": "1"}, "You stopped"),
        ({"break": "1"}, "out of order"),
        ({"other": "1", "number": CIA}, "Another person signed"),
    ],
)
def test_what_goes_wrong_at_the_e_id_is_told_and_nothing_is_lost(alva, taken, button, said):
    alva.browser.cookies["django_language"] = "en"
    alva.fill_in_with(BO_ROW)
    back = alva.sign(**button)
    page = alva.browser.get(back["Location"], headers={"accept-language": "en"})
    assert "Segla" in page.content.decode()
    assert taken == []
    with scope():
        assert not Signing.objects.exists()


def test_a_signature_on_answers_that_were_changed_meanwhile_does_not_count(alva, taken):
    alva.fill_in_with(BO_ROW)
    left = alva.leave()
    alva.fill_in("what", wish="Ro")
    back = alva.at_e_id(left)
    assert back["Location"].endswith("/check/")
    with scope():
        assert not Signature.objects.exists()


def test_all_are_asked_at_once_and_it_is_sent_when_the_last_has_signed(alva, taken):
    alva.fill_in_with(BO_ROW, CIA_ROW)
    alva.sign()
    assert told("signing_asked") == 1  # Bo is not known here and gave no way; he finds it on My page
    bo, cia = Signatory("Bo Ek", BO), Signatory("Cia Ek", CIA)
    with scope():
        bos, cias = the_row(1), the_row(2)
    bo.co_sign(bos)
    assert sent(taken) == 0
    page = open_link(cia.browser, cias)
    assert "Segla" in page.content.decode()
    cia.co_sign(cias)
    assert sent(taken) == 1
    assert sent(taken) == 1
    with scope():
        shown = verified_signatures(the_draft().pk)
    assert [each.name for each in shown.signed] == ["Alva Ek", "Bo Ek", "Cia Ek"]
    assert shown.faults == ()


def test_in_turn_the_next_is_asked_when_the_former_has_signed(taken):
    a_signed_service(IN_TURN)
    alva, bo = Signatory("Alva Ek", ALVA), Signatory("Bo Ek", BO)
    alva.fill_in_with(BO_ROW, CIA_ROW)
    alva.sign()
    with scope():
        assert [each.state for each in Signature.objects.order_by("place")] == ["signed", "asked", "later"]
        row = the_row(1)
    bo.co_sign(row)
    with scope():
        assert the_row(2).state == "asked"
    assert told("signing_asked") == 2


def test_nobody_signs_before_their_turn(taken):
    a_signed_service(IN_TURN)
    alva, cia = Signatory("Alva Ek", ALVA), Signatory("Cia Ek", CIA)
    alva.fill_in_with({"name": "Bo Ek", "email": "bo@example.org"}, {"name": "Cia Ek", "number": CIA})
    alva.sign()
    with scope():
        row = the_row(2)
    assert "Segla" not in cia.browser.get(f"/sign/{row.pk}/").content.decode()
    assert cia.browser.post(f"/sign/{row.pk}/sign/")["Location"].endswith(f"/sign/{row.pk}/")


def test_tampering_is_found(alva, taken):
    alva.fill_in_with(BO_ROW)
    alva.sign()
    bo = Signatory("Bo Ek", BO)
    with scope():
        row = the_row()
    bo.co_sign(row)
    with scope():
        draft = the_draft()
        signing = Signing.objects.get()
        content = signing.content
        answers = json.loads(content)["answers"]
        assert verified_signatures(draft.pk, answers).faults == ()
        assert verified_signatures(draft.pk, {**answers, "wish": "Ro"}).faults == ("answers",)
        Signing.objects.update(content=content.replace("Segla", "Flyga"))
        assert verified_signatures(draft.pk).faults == ("content",)
        Signing.objects.update(content=content)
        kept = Signature.objects.get(place=1)
        Signature.objects.filter(place=1).update(evidence=kept.evidence.replace(BO, CIA))
        assert verified_signatures(draft.pk).faults == ("evidence",)


def test_nobody_names_themselves_or_the_same_person_twice(alva):
    assert alva.fill_in_with({"name": "Jag", "number": ALVA}).status_code == 200
    assert alva.name_others(BO_ROW, BO_ROW).status_code == 200
    assert alva.name_others({"name": "Bo"}).status_code == 200
    assert alva.name_others(BO_ROW).status_code == 303


def test_the_pages_of_signing_ask_a_bounded_number_of_questions(alva, taken):
    alva.fill_in_with(BO_ROW, CIA_ROW, {"name": "Dag Ek", "email": "dag@example.org"})
    alva.sign()
    bo = Signatory("Bo Ek", BO)
    with scope():
        row = the_row()
    for browser, address in ((alva.browser, "/do/ihop/waiting/"), (bo.browser, f"/sign/{row.pk}/")):
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        assert len(asked) <= 16, [each["sql"] for each in asked]


def test_what_is_signed_less_surely_than_one_is_logged_in_does_not_count(alva, taken, monkeypatch):
    alva.fill_in_with(BO_ROW)
    with monkeypatch.context() as weak:
        weak.setattr("dygn.identity.adapters.simulated_signer._proven", proven_weakly)
        back = alva.sign()
        assert back["Location"].endswith("/check/")
    with scope():
        assert not Signing.objects.exists()
    alva.sign()
    with scope():
        row = the_row()
    monkeypatch.setattr("dygn.identity.adapters.simulated_signer._proven", proven_weakly)
    Signatory("Bo Ek", BO).co_sign(row)
    with scope():
        assert the_row().is_asked


def proven_weakly(content_hash, level, number, name, _proven=simulated_signer._proven):
    return _proven(content_hash, "low", number, name)


def test_signing_twice_counts_once(alva, taken):
    alva.fill_in_with(BO_ROW)
    first, second = alva.leave(), alva.leave()
    alva.at_e_id(first)
    alva.at_e_id(second)
    with scope():
        assert Signing.objects.count() == 1
    assert told("signing_asked") == 0
    assert alva.browser.get("/sign/back/?state=made-up").status_code == 400


def test_one_person_does_not_sign_in_two_places(alva, taken):
    alva.fill_in_with(CIA_ROW, {"name": "Dag Ek", "email": "dag@example.org"})
    alva.sign()
    cia = Signatory("Cia Ek", CIA)
    with scope():
        rows = the_row(1), the_row(2)
    for row in rows:
        open_link(cia.browser, row)
        cia.co_sign(row)
    with scope():
        assert Signature.objects.get(place=1).is_signed
        assert not Signature.objects.get(place=2).is_signed


def test_a_service_that_nobody_signs_asks_nothing_more_of_the_database(taken):
    a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    visitor.fill_in("children", seen_page=visitor.see("children/"))
    with CaptureQueriesContext(connection) as asked:
        visitor.send()
    assert not any("signing" in each["sql"] or "services_signature" in each["sql"] for each in asked)
