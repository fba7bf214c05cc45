"""The question that names who else signs: in packages, on paper, in previews, and the proposed guardians."""

import pytest

from dygn.identity.adapters.fake import FakePopulationRegister
from dygn.municipalities.models import Connection
from dygn.services.actions.make_paper_form import _contents
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition, faults_of
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.rules.signing import signing_from
from dygn.services.tests.factories import LETTERS, hidden_fields
from dygn.services.tests.previewing import Tester, a_link
from dygn.services.tests.signing import ALVA, BO, CIA, SIGNED, Signatory, a_signed_service
from tests.cast import a_browser, a_municipality, scope

pytestmark = pytest.mark.django_db
CHILD = "201903042388"
WITH_CHILD = SIGNED.replace("limits: {max_count: 3}", "guardians_of: kid\n        limits: {max_count: 1}").replace(
    "{sv: Vad vill ni?, en: What do you want?}}",
    "{sv: Vad vill ni?, en: What do you want?}}\n      - {id: kid, kind: child, label: {sv: Barn, en: Child}}",
)


def package(text):
    return PackageFiles({"service.yaml": text, **LETTERS})


def said_of(text):
    return " ".join(str(fault.message) for fault in faults_of(package(text)))


def test_a_package_says_who_signs_and_in_which_order():
    signing = definition_from_data(compile_definition(package(SIGNED))).signing
    assert (signing.is_by_several, signing.is_in_turn, signing.days, signing.remind_after) == (True, False, 10, 3)
    assert signing_from(None) is None
    assert faults_of(package(SIGNED)) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("log_in: substantial", "log_in: none", "Whoever signs is logged in"),
        ("who: several, order: at_once", "who: applicant", "Others are asked to sign too"),
        ("kind: co_signers", "kind: group", "Nobody is asked who signs"),
        ("who: several", "who: nobody", "nobody"),
        ("days: 10", "days: 100", "60"),
        ("limits: {max_count: 3}", "limits: {max_count: 30}", "At most 6"),
        ("limits: {max_count: 3}", "guardians_of: wish", "kind child"),
    ],
)
def test_what_does_not_go_together_is_told(before, after, said):
    assert said in said_of(SIGNED.replace(before, after))


def test_the_package_is_written_without_what_dygn_asks_itself():
    pages = compile_definition(package(SIGNED))["pages"]
    assert "questions" not in pages[1]["questions"][0]
    assert read_yaml("service.yaml", SIGNED).data["pages"][1]["questions"][0]["kind"] == "co_signers"


def test_the_paper_form_has_a_line_for_everybodys_signature():
    definition = definition_from_data(compile_definition(package(SIGNED)))
    contents = _contents(definition, a_municipality(), "en")
    assert len(contents["signing"]["fields"]) == 2 * 4
    assert contents["pages"][1]["questions"][0]["questions"][0]["label"] == "Name"


def guardians(*, protected=False):
    people = {BO: {"given_name": "Bo", "family_name": "Ek", "protected_identity": protected}}
    child = {"number": CHILD, "given_name": "Li", "family_name": "Ek", "is_in_custody": True}
    settings = {"people": people, "children": {ALVA: [child], BO: [child], CIA: [{**child, "is_in_custody": False}]}}
    a_signed_service(WITH_CHILD)
    with scope():
        Connection.objects.create(port="population_register", adapter="fake", settings=settings)
    alva = Signatory("Alva Ek", ALVA)
    first = alva.see("")
    alva.browser.post("/do/ihop/what/", {**hidden_fields(first), "wish": "Segla", "kid": "0"})
    return alva.see("who/").content.decode()


def test_the_other_guardian_of_the_child_is_proposed(taken):
    text = guardians()
    assert 'value="Bo Ek"' in text and f'value="{BO}"' in text
    assert CIA not in text and ALVA not in text


def test_a_guardian_with_a_protected_identity_is_not_proposed(taken):
    text = guardians(protected=True)
    assert "Bo Ek" not in text and BO not in text


def test_a_register_that_is_out_of_order_proposes_nobody(taken, monkeypatch):
    from dygn.base.errors import OutsideFailure

    def down(self, number):
        raise OutsideFailure("down")

    monkeypatch.setattr(FakePopulationRegister, "guardians_of", down)
    assert "Bo Ek" not in guardians()


def test_in_a_preview_an_invented_person_names_others_and_nobody_signs():
    service = a_signed_service()
    tester = Tester(a_link(service), a_browser(), language="sv")
    tester.begin("anna")
    tester.fill_in("what", wish="Segla")
    tester.fill_in(
        "who",
        others__rows="1", others__0__others_name="Bo", others__0__others_email="bo@example.org",
    )
    page = tester.see("check/")
    assert page.status_code == 200 and "/preview/" in page.content.decode()
    assert tester.send().status_code in (200, 302, 303)
