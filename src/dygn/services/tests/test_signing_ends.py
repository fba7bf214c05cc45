"""Signing that comes to nothing: said no to, taken back, withdrawn, or out of time; and being reminded before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.base.errors import Refusal
from dygn.services.access import Holder
from dygn.services.actions.end_signing import expire_signings, forget_void_signings
from dygn.services.actions.remind_co_signers import remind_co_signers, remind_waiting
from dygn.services.models import Draft, Signature, Signing
from dygn.services.tests.signing import (
    BO,
    BO_ROW,
    CIA,
    CIA_ROW,
    Signatory,
    open_link,
    the_draft,
    the_row,
    told,
)
from tests.cast import a_resident, scope

pytestmark = pytest.mark.django_db


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
