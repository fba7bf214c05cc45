"""What each port promises, held against each adapter that we have."""

import pytest

from dygn.base.errors import OutsideFailure
from dygn.identity.adapters.fake import (
    FakeCompanyRegister,
    FakeContactCodes,
    FakeElectronicIdentity,
    FakePopulationRegister,
)
from dygn.identity.adapters.not_set_up import NoCompanyRegister, NoElectronicIdentity, NoPopulationRegister
from dygn.identity.adapters.openid import OpenIdConnect
from dygn.identity.ports import LogInRefused
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.identity.tests.misbehaving import Misbehaving
from dygn.post.adapters.contact_codes import PostedContactCodes
from dygn.post.models import OutboxRow
from tests.cast import scope

NUMBER = "14818504862"
BACK = "https://ekeby.example/login/callback/"


@pytest.fixture(scope="module")
def running():
    provider = Misbehaving()
    yield provider
    provider.stop()


def the_adapter(name, provider):
    if name == "fake":
        return FakeElectronicIdentity(number=NUMBER, name="Ingrid Bakken")
    return OpenIdConnect(issuer=provider.issuer, client_id="dygn", client_secret="s", profile="idporten")


@pytest.fixture(params=["fake", "openid"])
def service(request, running):
    running.behave()
    return the_adapter(request.param, running)


def depart(service):
    return service.depart(return_address=BACK, level="substantial", language="nb")


def test_each_attempt_is_another(service):
    first, second = depart(service), depart(service)
    assert first.state != second.state
    assert first.state in first.address
    assert all(isinstance(value, str) for value in first.remembered.values())


def test_whoever_comes_back_rightly_is_proven(service, running):
    away = depart(service)
    if "authorize" in away.address:
        running.answer_to(away.address)
    proven = service.arrive({"code": "code", "state": away.state}, away.remembered)
    assert (proven.number.normal, proven.name, proven.assurance) == (NUMBER, "Ingrid Bakken", "substantial")


def test_whoever_stopped_is_refused_and_that_is_said(service):
    with pytest.raises(LogInRefused) as refused:
        service.arrive({"error": "access_denied"}, depart(service).remembered)
    assert refused.value.was_cancelled


def test_a_service_that_answers_says_so(service):
    assert service.check()


def test_a_service_gives_the_way_out_or_nothing(service):
    address = service.farewell_address("proof", return_address=BACK)
    assert address == "" or address.startswith("http")


@pytest.mark.parametrize(
    "service",
    [
        FakeElectronicIdentity(is_down=True),
        NoElectronicIdentity(),
        OpenIdConnect(issuer="http://localhost:9", client_id="x", profile="idporten"),
    ],
    ids=["fake", "none", "openid"],
)
def test_a_service_that_is_down_says_so_in_each_verb(service):
    for verb in (lambda: depart(service), lambda: service.arrive({"code": "x"}, {}), service.check):
        with pytest.raises(OutsideFailure):
            verb()


@pytest.mark.parametrize(
    "register",
    [FakePopulationRegister(people={NUMBER: {"given_name": "Ingrid"}}), NoPopulationRegister()],
    ids=["fake", "none"],
)
def test_a_register_knows_somebody_or_nobody_and_twice_is_as_once(register):
    number = parse_personal_number(NUMBER, ("no",))
    assert register.find(number) == register.find(number)
    assert register.find(parse_personal_number("198410092384")) is None
    assert register.check()


@pytest.mark.django_db
@pytest.mark.parametrize("carrier", [FakeContactCodes(), PostedContactCodes()], ids=["fake", "post"])
@pytest.mark.parametrize(("kind", "contact"), [("email", "a@example.com"), ("phone", "+46701740610")])
def test_a_carrier_takes_a_code_to_an_address_of_either_kind(carrier, kind, contact):
    with scope():
        carrier.send("123456", kind=kind, contact=contact, language="sv")
        assert carrier.check()
        if isinstance(carrier, PostedContactCodes):
            row = OutboxRow.objects.get()
            assert row.kind == {"email": "email", "phone": "sms"}[kind]
            assert row.is_urgent
        else:
            assert FakeContactCodes.sent.pop() == (kind, contact, "123456")


CHILDREN = {
    NUMBER: [
        {"number": "201903042388", "given_name": "Bo", "is_in_custody": True},
        {"number": "201601312380"},
    ]
}
COMPANIES = {NUMBER: [{"number": "2120001355", "name": "Eks bageri", "signs_alone": True}]}


@pytest.mark.parametrize(
    "register", [FakePopulationRegister(children=CHILDREN), NoPopulationRegister()], ids=["fake", "none"]
)
def test_a_register_tells_of_children_and_custody_and_twice_is_as_once(register):
    number = parse_personal_number(NUMBER, ("no",))
    assert register.children_of(number) == register.children_of(number)
    assert [each.is_in_custody for each in register.children_of(number)] in ([True, False], [])
    assert not register.children_of(parse_personal_number("198410092384"))


@pytest.mark.parametrize(
    "register", [FakeCompanyRegister(companies=COMPANIES), NoCompanyRegister()], ids=["fake", "none"]
)
def test_a_company_register_tells_who_signs_and_twice_is_as_once(register):
    number = parse_personal_number(NUMBER, ("no",))
    assert register.companies_of(number) == register.companies_of(number)
    assert not register.companies_of(parse_personal_number("198410092384"))
    assert register.check()


def test_registers_that_are_down_say_so_in_each_verb():
    number = parse_personal_number(NUMBER, ("no",))
    people, companies = FakePopulationRegister(is_down=True), FakeCompanyRegister(is_down=True)
    for verb in (
        lambda: people.children_of(number),
        lambda: companies.companies_of(number),
        people.check,
        companies.check,
    ):
        with pytest.raises(OutsideFailure):
            verb()
