"""Cases of people with a protected identity are handled by those who may, in every town of the demo."""

import pytest

from dygn.demo.cast import municipalities


@pytest.mark.parametrize("cast", municipalities(), ids=lambda cast: cast.slug)
def test_every_unit_that_handles_cases_has_somebody_trusted(cast):
    trusted = {
        unit for member in cast.staff if {"officer", "trusted"} <= set(member.roles) for unit in member.units
    }
    handling = {unit for member in cast.staff if "officer" in member.roles for unit in member.units}
    assert handling and handling == trusted
