"""What all have signed is sent, whatever happens around it, or is the applicant's again."""

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.errors import Refusal
from dygn.municipalities.models import Connection
from dygn.services.access import Holder
from dygn.services.actions.end_signing import take_back_signing
from dygn.services.actions.send_signed import send_left_behind, send_signed, send_signed_draft
from dygn.services.adapters.fake import FakeSubmission
from dygn.services.models import Service, Signing
from dygn.services.models.intake import Intake
from dygn.services.signing_queries import verified_signatures
from dygn.services.tests.factories import NOON
from dygn.services.tests.signing import (
    ALVA,
    BO,
    BO_ROW,
    CIA,
    CIA_ROW,
    Signatory,
    a_signed_service,
    open_link,
    sent,
    the_draft,
    the_row,
    told,
)
from tests.cast import a_resident, scope

pytestmark = pytest.mark.django_db


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
