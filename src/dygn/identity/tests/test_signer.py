"""What the port for signing promises, held against each adapter; and the page that plays the e-ID."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from dygn.base.errors import OutsideFailure
from dygn.identity.adapters.fake import FakePopulationRegister
from dygn.identity.adapters.not_set_up import NoPopulationRegister, NoSigner
from dygn.identity.adapters.simulated_signer import SIGNED, STOPPED, SimulatedSigner, answer_of
from dygn.identity.ports import SigningRefused, ToSign
from dygn.identity.rules.personal_numbers import parse_personal_number
from tests.cast import a_browser, a_person, a_resident

NUMBER, OTHER, CHILD = "199001022384", "198410092384", "201903042388"
WANTED = ToSign(text="I agree", content_hash="a" * 64, level="substantial", language="sv", number=NUMBER)
BACK = "https://ekeby.example/sign/back/"


def test_whoever_signs_is_proven_with_evidence_that_holds_later_and_for_nothing_else():
    signer = SimulatedSigner()
    away = signer.depart(WANTED, return_address=BACK)
    answer = {"answer": answer_of({"state": away.state}, SIGNED, number=NUMBER, name="Alva Ek")}
    proven = signer.arrive(answer, away.remembered)
    assert (proven.number.normal, proven.content_hash, proven.assurance) == (NUMBER, "a" * 64, "substantial")
    assert signer.vouches(proven)
    assert not signer.vouches(type(proven)(**{**vars(proven), "content_hash": "b" * 64}))
    with pytest.raises(OutsideFailure):  # of what another service has proven it knows nothing
        signer.vouches(type(proven)(**{**vars(proven), "issuer": "another", "evidence": "its own"}))


def test_who_stops_or_brings_another_answer_has_signed_nothing():
    signer = SimulatedSigner()
    away, other = signer.depart(WANTED, return_address=BACK), signer.depart(WANTED, return_address=BACK)
    for answer in (answer_of({"state": away.state}, STOPPED), answer_of({"state": other.state}, SIGNED), "made up"):
        with pytest.raises(SigningRefused):
            signer.arrive({"answer": answer}, away.remembered)


@pytest.mark.parametrize("signer", [SimulatedSigner(is_down=True), NoSigner()], ids=["fake", "none"])
def test_a_service_that_is_down_says_so_in_each_verb(signer):
    for verb in (
        lambda: signer.depart(WANTED, return_address=BACK),
        lambda: signer.arrive({"answer": "x"}, {}),
        signer.check,
    ):
        with pytest.raises(OutsideFailure):
            verb()


def test_the_simulator_is_none_of_productions(settings):
    settings.DYGN_ENVIRONMENT = "production"
    with pytest.raises(ImproperlyConfigured):
        SimulatedSigner()


@pytest.mark.django_db
def test_the_simulators_page_shows_what_is_signed_and_is_not_there_in_production(settings):
    browser = a_browser(a_resident(a_person("Alva Ek", number=NUMBER)))
    address = SimulatedSigner().depart(WANTED, return_address=BACK).address
    assert "I agree" in browser.get(address).content.decode()
    wish = parse_qs(urlsplit(address).query)["wish"][0]
    assert browser.post("/sign/simulated/", {"wish": wish, "other": "1", "number": "1"}).status_code == 400
    assert browser.post("/sign/simulated/", {"wish": wish, "stop": "1"})["Location"].startswith(BACK)
    assert browser.get("/sign/simulated/?wish=made-up").status_code == 404
    settings.DYGN_ENVIRONMENT = "production"
    assert browser.get(address).status_code == 404


def test_a_register_gives_those_who_have_custody_of_a_child():
    mine, theirs = ({"number": CHILD, "is_in_custody": custody} for custody in (True, False))
    register = FakePopulationRegister(
        people={NUMBER: {"given_name": "Alva", "family_name": "Ek"}}, children={NUMBER: [mine], OTHER: [theirs]}
    )
    child = parse_personal_number(CHILD)
    assert [(each.name, each.number.normal) for each in register.guardians_of(child)] == [("Alva Ek", NUMBER)]
    assert NoPopulationRegister().guardians_of(child) == ()
