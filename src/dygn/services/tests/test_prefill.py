"""What is known already is filled in: from the log-in, and from registers that a form names."""

import pytest
from django.utils.translation import override

from dygn.municipalities.models import Connection
from dygn.services.queries import begin_filling
from dygn.services.tests.factories import a_package, a_service
from tests.cast import a_person, a_resident, scope

pytestmark = pytest.mark.django_db
NUMBER = "19900102-2384"
CAR = """\
format: 1
key: car-service
languages: [sv, en]
title: {sv: Bil, en: Car}
summary: {sv: Prova., en: Try it.}
log_in: substantial
pages:
  - id: car
    title: {sv: Bilen, en: The car}
    questions:
      - {id: name, kind: text, label: {sv: Namn, en: Name}, prefill: person.name}
      - {id: plate, kind: text, label: {sv: Skylt, en: Plate}, prefill: register.vehicles.plate}
      - {id: first_used, kind: date, label: {sv: Dag, en: Day}, prefill: register.vehicles.first_used}
      - {id: value, kind: money, label: {sv: Pris, en: Price}, prefill: register.vehicles.value}
"""


@pytest.fixture
def service():
    return a_service(a_package(CAR))


def told(service, **settings):
    """What a person finds filled in, with the fake registers connected."""
    person = a_person("Alva Ek", number=NUMBER)
    with scope(), override("sv"):
        Connection.objects.create(port="data_register", adapter="fake", settings=settings)
        return begin_filling(service.published_version_id, a_resident(person)).raw


def test_a_register_fills_in_what_it_knows(service):
    facts = {"plate": "ABC 123", "first_used": "2019-05-04", "value": 1_250_00}
    raw = told(service, registers={"vehicles": {"199001022384": facts}})
    assert raw["name"] == "Alva Ek"
    assert raw["plate"] == "ABC 123"
    assert raw["first_used"] == {"day": "4", "month": "5", "year": "2019"}
    assert raw["value"] == "1\u00a0250"


def test_a_register_out_of_order_leaves_it_to_be_typed(service):
    assert told(service, is_down=True) == {"name": "Alva Ek"}


def test_a_fact_of_an_unfit_shape_is_left_to_be_typed(service):
    facts = {"first_used": "in May", "value": {"kr": 3}, "plate": "ABC 123"}
    raw = told(service, registers={"vehicles": {"199001022384": facts}})
    assert raw == {"name": "Alva Ek", "plate": "ABC 123"}


def test_nobody_who_is_not_logged_in_is_asked_about(service, monkeypatch):
    monkeypatch.setattr("dygn.services.queries.connect", lambda port: pytest.fail("no register may be asked"))
    from dygn.identity.actor import Actor

    with scope() as municipality:
        assert begin_filling(service.published_version_id, Actor.nobody(municipality.pk)).raw == {}
