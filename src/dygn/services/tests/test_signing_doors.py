"""Who sees what is to be signed: those who are asked, and nobody else."""

import json
from uuid import uuid4

import pytest

from dygn.files.tests.factories import an_upload
from dygn.post.actions.compose import Composer
from dygn.post.models import OutboxRow
from dygn.services.tests.signing import (
    ALVA,
    BO,
    BO_ROW,
    CIA,
    CIA_ROW,
    SIGNED,
    Signatory,
    a_signed_service,
    open_link,
    the_row,
)
from tests.cast import a_browser, scope

pytestmark = pytest.mark.django_db


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


def test_whoever_has_a_protected_identity_is_shown_by_the_name_the_applicant_wrote(alva, taken):
    bo = Signatory("Hemlig Hemligsson", BO, protected_identity=True)
    alva.fill_in_with({"name": "Barnets pappa", "number": BO})
    alva.sign()
    with scope():
        row = the_row()
    bo.co_sign(row)
    text = alva.see("waiting/").content.decode()
    assert "Barnets pappa" in text and "Hemlig" not in text


def test_an_applicant_with_a_protected_identity_is_not_named_to_the_co_signer(taken):
    a_signed_service()
    hidden = Signatory("Hemlig Hemligsson", ALVA, protected_identity=True)
    hidden.fill_in_with(BO_ROW)
    hidden.sign()
    with scope():
        row = the_row()
    page = open_link(Signatory("Bo Ek", BO).browser, row).content.decode()
    assert "Segla" in page and "skyddad" in page and "Hemlig" not in page


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
