"""Signing: what is signed is what is sent, by whom, in which order, and once."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.errors import Refusal
from dygn.files.tests.factories import an_upload
from dygn.identity.adapters import simulated_signer
from dygn.municipalities.models import Connection
from dygn.post.actions.compose import Composer
from dygn.post.models import OutboxRow
from dygn.services.access import Holder
from dygn.services.actions.end_signing import expire_signings, forget_void_signings, take_back_signing
from dygn.services.actions.remind_co_signers import remind_co_signers, remind_waiting
from dygn.services.actions.send_signed import send_left_behind, send_signed, send_signed_draft
from dygn.services.adapters.fake import FakeSubmission
from dygn.services.models import Draft, Service, Signature, Signing
from dygn.services.models.intake import Intake
from dygn.services.signing_queries import verified_signatures
from dygn.services.tests.factories import NOON, Visitor, a_service
from dygn.services.tests.signing import (
    ALVA,
    BO,
    CIA,
    SIGNED,
    Signatory,
    a_signed_service,
    open_link,
    the_draft,
    the_row,
)
from tests.cast import a_browser, a_resident, scope

pytestmark = pytest.mark.django_db
ALONE = SIGNED.replace("{who: several, order: at_once, days: 10, remind_after: 3}", "{who: applicant}").split(
    "  - id: who"
)[0]
IN_TURN = SIGNED.replace("at_once", "in_turn")
BO_ROW = {"name": "Bo Ek", "number": BO}
CIA_ROW = {"name": "Cia Ek", "email": "cia@example.org"}


@pytest.fixture()
def alva(taken):
    a_signed_service()
    return Signatory("Alva Ek", ALVA)


def sent(taken):
    """Run the job that sends, as the worker would."""
    with scope():
        send_signed_draft(the_draft().pk, now=NOON)
    return len(taken)


def told(template):
    with scope():
        return OutboxRow.objects.filter(template=template).count()


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


def test_a_stranger_with_the_link_sees_nothing_personal(alva, taken):
    alva.fill_in_with(CIA_ROW)
    alva.sign()
    with scope():
        row = the_row()
    page = open_link(a_browser(), row)
    text = page.content.decode()
    assert page.status_code == 200 and "Vi gör det ihop" in text
    assert not any(secret in text for secret in ("Segla", "Alva", "Cia", "Ek<"))
    assert a_browser().get(f"/sign/{row.pk}/wrong-code/").status_code == 404


def test_whoever_is_somebody_else_is_told_what_to_do_and_sees_nothing(alva, taken):
    alva.fill_in_with(BO_ROW)
    alva.sign()
    cia = Signatory("Cia Ek", CIA)
    with scope():
        row = the_row()
    assert cia.browser.get(f"/sign/{row.pk}/").status_code == 404
    page = open_link(cia.browser, row)
    assert page.status_code == 403 and "Segla" not in page.content.decode()
    own = open_link(alva.browser, row)
    assert own.status_code == 403


def test_a_co_signer_may_say_no_and_the_applicant_has_everything_again(alva, taken):
    alva.fill_in_with(BO_ROW)
    alva.sign()
    bo = Signatory("Bo Ek", BO)
    with scope():
        row = the_row()
    assert bo.browser.post(f"/sign/{row.pk}/decline/", {"reason": " "}).status_code == 422
    bo.browser.post(f"/sign/{row.pk}/decline/", {"reason": "Inte nu"})
    assert told("signing_declined") == 1
    page = alva.see("check/")
    assert page.status_code == 200 and "Inte nu" in page.content.decode()
    assert "Segla" in page.content.decode()
    assert bo.browser.post(f"/sign/{row.pk}/sign/").status_code == 303


def test_nobody_names_themselves_or_the_same_person_twice(alva):
    assert alva.fill_in_with({"name": "Jag", "number": ALVA}).status_code == 200
    assert alva.name_others(BO_ROW, BO_ROW).status_code == 200
    assert alva.name_others({"name": "Bo"}).status_code == 200
    assert alva.name_others(BO_ROW).status_code == 303


def test_taking_it_back_voids_the_signatures_and_tells_those_who_signed(alva, taken):
    alva.fill_in_with(CIA_ROW)
    alva.sign()
    assert alva.see("waiting/").status_code == 200
    assert alva.see("check/")["Location"].endswith("/waiting/")
    alva.browser.post("/do/ihop/waiting/take-back/")
    assert told("signing_void") == 1
    assert alva.see("check/").status_code == 200
    alva.sign()
    with scope():
        assert Signing.objects.filter(state="waiting").count() == 1


def test_a_page_sent_from_an_old_window_is_kept_only_when_the_signatures_are_taken_back(alva, taken):
    alva.fill_in_with(CIA_ROW)
    old = alva.see("what/")
    alva.sign()
    page = alva.fill_in("what", seen_page=old, wish="Flyga")
    assert page.status_code == 200 and "Flyga" in page.content.decode()
    with scope():
        assert the_draft().waits_for_signatures
    alva.fill_in("what", seen_page=page, wish="Flyga", void="yes")
    with scope():
        assert not the_draft().waits_for_signatures
        assert the_draft().answers["wish"] == "Flyga"
    assert told("signing_void") == 1


def test_withdrawing_tells_those_who_were_asked(alva, taken):
    alva.fill_in_with(CIA_ROW)
    alva.sign()
    page = alva.see("delete/")
    alva.browser.post("/do/ihop/delete/", {})
    assert page.status_code == 200
    with scope():
        assert not Draft.objects.exists()
        kept = Signature.objects.get(place=1)
        assert (kept.name, kept.email, kept.signing.content) == ("", "", "")
        code = kept.code
    assert told("signing_void") == 1
    cia = Signatory("Cia Ek", CIA)
    assert cia.browser.get(f"/sign/{kept.pk}/{code}/", follow=True).status_code == 200
    with scope():
        assert forget_void_signings(now=timezone.now()) == 0
        assert forget_void_signings(now=timezone.now() + timedelta(days=91)) > 0


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


def test_time_runs_out_and_everybody_is_told_and_nothing_is_lost(alva, taken):
    alva.fill_in_with(CIA_ROW)
    alva.sign()
    later = timezone.now() + timedelta(days=11)
    with scope():
        row = the_row()
        assert expire_signings(now=later) == 1
        assert expire_signings(now=later) == 0
        assert not the_draft().waits_for_signatures
        assert the_draft().answers["wish"] == "Segla"
    assert told("signing_expired") == told("signing_void") == 1
    cia = Signatory("Cia Ek", CIA)
    assert "Segla" not in open_link(cia.browser, row).content.decode()
    assert alva.see("check/").status_code == 200


def test_whoever_is_awaited_is_reminded_once_by_us_and_at_most_daily_by_the_applicant(alva, taken):
    alva.fill_in_with(CIA_ROW)
    alva.sign()
    alva.browser.post("/do/ihop/waiting/remind/")
    assert told("signing_reminder") == 0  # asked just now
    now = timezone.now()
    with scope():
        assert remind_waiting(now=now + timedelta(days=2)) == 0
        assert remind_waiting(now=now + timedelta(days=3, minutes=1)) == 1
        assert remind_waiting(now=now + timedelta(days=9)) == 0
    assert told("signing_reminder") == 1
    holder = Holder(a_resident(alva.person))
    with scope():
        draft_id = the_draft().pk
        for days in (5, 7):
            remind_co_signers(draft_id, holder=holder, now=now + timedelta(days=days))
        with pytest.raises(Refusal):
            remind_co_signers(draft_id, holder=holder, now=now + timedelta(days=8))


def test_what_was_signed_in_time_is_taken_in_though_the_service_rests_now(alva, taken):
    alva.fill_in_with(BO_ROW)
    alva.sign()
    bo = Signatory("Bo Ek", BO)
    with scope():
        row = the_row()
    bo.co_sign(row)
    with scope():
        Service.objects.update(state=Service.State.PAUSED)
    assert sent(taken) == 1


def test_what_cannot_be_sent_after_all_is_the_applicants_again(alva, taken, monkeypatch):
    alva.fill_in_with(BO_ROW)
    alva.sign()
    bo = Signatory("Bo Ek", BO)
    with scope():
        row = the_row()
    bo.co_sign(row)
    monkeypatch.setattr(FakeSubmission, "submit", refuse)
    assert sent(taken) == 0
    assert told("signing_unsent") == 1
    with scope():
        assert not the_draft().waits_for_signatures


def refuse(self, draft):
    raise Refusal("no_unit", "Nobody here can take this in.")


def test_the_last_signature_and_the_job_that_sends_are_there_together_or_not_at_all(alva, taken, monkeypatch):
    alva.fill_in_with(BO_ROW)
    alva.sign()
    bo = Signatory("Bo Ek", BO)
    with scope():
        row = the_row()

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("dygn.services.actions.send_signed.send_signed.task.configure", killed)
        with pytest.raises(KeyboardInterrupt):
            bo.co_sign(row)
    with scope():
        assert the_row().state == "asked"
    bo.co_sign(row)
    assert sent(taken) == 1


def test_what_all_have_signed_and_no_job_sends_any_more_is_tried_again_until_it_is_sent(alva, taken):
    signed_by_both(alva)
    with connection.cursor() as cursor:  # it gave up, after a night without an answer
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    with scope():
        assert (send_left_behind(), send_left_behind()) == (1, 1)
    assert ProcrastinateJob.objects.filter(task_name=send_signed.task.name, status="todo").count() == 1
    assert sent(taken) == 1
    with scope():
        assert send_left_behind() == 0


def test_what_was_signed_holds_when_the_connection_is_switched_off_or_is_another_one(alva, taken):
    signed_by_both(alva)
    with scope():
        Connection.objects.filter(port="signer").delete()
        assert verified_signatures(the_draft().pk).faults == ()


def signed_by_both(alva):
    """Alva and Bo have signed, and it is to be sent."""
    alva.fill_in_with(BO_ROW)
    alva.sign()
    with scope():
        row = the_row()
    Signatory("Bo Ek", BO).co_sign(row)


def test_what_all_have_signed_is_sent_though_what_is_around_it_has_changed(alva, taken):
    alva.fill_in_with(CIA_ROW)
    alva.sign()
    with scope():
        row = the_row()
    cia = Signatory("Cia Ek", CIA)
    open_link(cia.browser, row)
    cia.co_sign(row)
    with scope():
        Service.objects.update(titles={"sv": "Ett nytt namn", "en": "A new name"})
        alva.person.email = CIA_ROW["email"]
        alva.person.save()
        Signing.objects.update(content_hash="0" * 64)  # as one that was written out in another way
    assert sent(taken) == 1


def test_whoever_signs_takes_a_place_and_gives_it_back_when_it_comes_to_nothing(taken):
    with scope():
        service = a_signed_service()
        Service.objects.update(settings={"most": 1})
    alva, cia = Signatory("Alva Ek", ALVA), Signatory("Cia Ek", CIA)
    alva.fill_in_with(BO_ROW)
    cia.fill_in_with(BO_ROW)
    left = cia.leave()
    alva.sign()
    cia.at_e_id(left)
    with scope():
        signing = Signing.objects.get()
        holder = Holder(a_resident(alva.person))
        assert places(service) == 1
        take_back_signing(signing.draft_id, holder=holder, now=timezone.now())
        assert places(service) == 0
    cia.sign()
    with scope():
        row, draft_id = the_row(), Signing.objects.get(state="waiting").draft_id
    Signatory("Bo Ek", BO).co_sign(row)
    with scope():
        send_signed_draft(draft_id, now=NOON)
        assert len(taken) == 1 and places(service) == 1


def places(service):
    return Intake.objects.get(service=service).count


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


def test_whoever_has_a_protected_identity_is_shown_by_the_name_the_applicant_wrote(alva, taken):
    bo = Signatory("Hemlig Hemligsson", BO, protected_identity=True)
    alva.fill_in_with({"name": "Barnets pappa", "number": BO})
    alva.sign()
    with scope():
        row = the_row()
    bo.co_sign(row)
    text = alva.see("waiting/").content.decode()
    assert "Barnets pappa" in text and "Hemlig" not in text


def test_whoever_is_named_finds_it_on_my_page_and_nobody_else_does(alva, taken):
    alva.fill_in_with(BO_ROW)
    alva.sign()
    with scope():
        row = the_row()
    bo, cia = Signatory("Bo Ek", BO), Signatory("Cia Ek", CIA)
    assert f"/sign/{row.pk}/" in bo.browser.get("/my/").content.decode()
    assert "Segla" in bo.browser.get(f"/sign/{row.pk}/").content.decode()
    assert f"/sign/{row.pk}/" not in cia.browser.get("/my/").content.decode()


def test_the_link_leads_to_the_co_signers_and_says_nothing_that_was_written(alva, taken):
    alva.fill_in_with(CIA_ROW)
    alva.sign()
    with scope():
        row = the_row()
        message = OutboxRow.objects.get(template="signing_asked")
        email = Composer.of_scope().email(message)
    assert row.code in email.text
    assert not any(each in email.text for each in ("Segla", "Alva"))


def test_a_service_that_nobody_signs_asks_nothing_more_of_the_database(taken):
    a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    visitor.fill_in("children", seen_page=visitor.see("children/"))
    with CaptureQueriesContext(connection) as asked:
        visitor.send()
    assert not any("signing" in each["sql"] or "services_signature" in each["sql"] for each in asked)


def test_a_file_is_signed_too_and_opened_by_whoever_signs_and_nobody_else(taken, settings, tmp_path):
    settings.DYGN_FILES_ROOT = tmp_path
    a_signed_service(
        SIGNED.replace(
            "en: What do you want?}}",
            "en: What do you want?}}\n      - {id: plan, kind: file, label: {sv: Plan, en: Plan}, required: false}",
        )
    )
    alva, bo, cia = Signatory("Alva Ek", ALVA), Signatory("Bo Ek", BO), Signatory("Cia Ek", CIA)
    alva.fill_in("what", seen_page=alva.see(""), wish="Segla", plan=an_upload(name="plan.pdf"))
    alva.fill_in("what", wish="Segla")
    alva.name_others(BO_ROW)
    alva.sign()
    with scope():
        row = the_row()
        key, file = next(iter(json.loads(row.signing.content)["files"].items()))
    assert file["name"] == "plan.pdf" and len(file["sha256"]) == 64
    assert f"/sign/{row.pk}/file/{key}/" in bo.browser.get(f"/sign/{row.pk}/").content.decode()
    assert bo.browser.get(f"/sign/{row.pk}/file/{key}/").status_code == 200
    assert cia.browser.get(f"/sign/{row.pk}/file/{key}/").status_code == 404
    assert bo.browser.get(f"/sign/{row.pk}/file/{uuid4()}/").status_code == 404
