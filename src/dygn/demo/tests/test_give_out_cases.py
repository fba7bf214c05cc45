"""In the demo, complaints go to the unit that they are about."""

import pytest

from dygn.demo.actions.give_out_cases import RULES, SERVICE, give_out_cases
from dygn.services.models import Service
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, a_unit, scope

pytestmark = pytest.mark.django_db


def test_complaints_go_to_the_unit_that_they_are_about_and_again_at_each_start():
    a_service(PACKAGES / SERVICE)
    for key in ("school", "streets-and-parks"):
        a_unit(key, sv=key, en=key)
    for _again in range(2):
        give_out_cases(a_municipality())
    with scope():
        assert Service.objects.get().settings == {"rules": list(RULES)}


def test_a_municipality_without_the_service_is_left_as_it_is():
    give_out_cases(a_municipality())
    with scope():
        assert not Service.objects.exists()
