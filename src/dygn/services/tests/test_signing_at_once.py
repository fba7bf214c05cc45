"""The last two sign at the same moment, and the job that sends is run twice: real transactions."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.cases.models import Case
from dygn.services.actions.send_signed import send_signed
from dygn.services.models import Signature, Signing
from dygn.services.signing_queries import verified_signatures
from dygn.services.tests.signing import ALVA, BO, CIA, Signatory, a_signed_service, the_draft, the_row
from dygn.services.tests.test_at_once import at_once
from tests.cast import a_browser, a_municipality, a_resident, an_officer, scope

BO_ROW, CIA_ROW = {"name": "Bo Ek", "number": BO}, {"name": "Cia Ek", "number": CIA}


@pytest.fixture()
def waiting(committed):
    """Something that Bo and Cia are asked to sign."""
    a_signed_service()
    alva = Signatory("Alva Ek", ALVA)
    alva.fill_in_with(BO_ROW, CIA_ROW)
    alva.sign()
    with scope():
        return {Signatory("Bo Ek", BO): the_row(1), Signatory("Cia Ek", CIA): the_row(2)}


def jobs():
    return ProcrastinateJob.objects.filter(task_name=send_signed.task.name)


def test_two_who_sign_at_the_same_moment_make_one_case(waiting):
    signing = iter(list(waiting.items()))
    lefts = [(who, row, who.leave(f"/sign/{row.pk}/sign/")) for who, row in signing]
    turns = iter(lefts)

    def one():
        who, _row, left = next(turns)
        return who.at_e_id(left)

    at_once(one, times=2)
    with scope():
        assert Signing.objects.get().state == "complete"
        assert Signature.objects.filter(state="signed").count() == 3
    assert jobs().count() == 1
    draft_id = str(jobs().get().args["draft_id"])
    municipality_id = a_municipality().pk
    at_once(lambda: send_signed.run(municipality_id=municipality_id, draft_id=draft_id), times=4)
    with scope():
        case = Case.objects.get()
        assert verified_signatures(case.draft_id, None).faults == ()
        assert case.applicant.name == "Alva Ek"


def test_the_officer_and_the_person_see_who_has_signed_and_that_it_holds(waiting):
    for who, row in waiting.items():
        who.co_sign(row)
    with scope():
        draft = the_draft()
    send_signed.run(municipality_id=a_municipality().pk, draft_id=str(draft.pk))
    with scope():
        case = Case.objects.get()
        signing = Signing.objects.get()
        applicant = a_resident(case.applicant)
    officer = a_browser(an_officer())
    for browser, address in (
        (officer, f"/staff/cases/{case.reference}/"),
        (a_browser(applicant), f"/my/cases/{case.reference}/"),
    ):
        text = browser.get(address).content.decode()
        assert "Bo Ek" in text and "Cia Ek" in text and signing.content_hash in text
    with scope():
        Case.objects.update(answers={**case.answers, "wish": "Flyga"})
    assert 'data-color="danger" role="status"' in officer.get(f"/staff/cases/{case.reference}/").content.decode()


