"""``dygn service set``: the same verb as the page in the browser."""

import pytest

from dygn.base.errors import Refusal
from dygn.config.tests.test_command_line import heard, say
from dygn.services.models import Service
from dygn.services.tests.factories import a_service
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db
SET = ("service", "set", "--municipality", "ekeby", "small-service")


def test_what_is_named_is_set_and_the_rest_stays():
    a_service()
    first = heard(
        *SET,
        "--opens-on",
        "2027-01-01",
        "--hours",
        "mon=08:00-12:00,13:00-16:00",
        "--most",
        5,
        "--per",
        "day",
    )
    second = heard(*SET, "--closes-on", "2027-03-01", "--send-to", "street=has_dog == true")
    assert second == {
        **first, "closes_on": "2027-03-01", "rules": [{"when": "has_dog == true", "unit": "street"}],
    }  # fmt: skip
    assert first["hours"] == {"mon": ["08:00-12:00", "13:00-16:00"]} and first["most"] == 5
    assert heard(*SET, "--clear") == {"service": "small-service"}
    with scope():
        assert Service.objects.get().settings == {}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--hours", "mon=late"), "unreadable_hours"),
        (("--opens-on", "soon"), "unreadable_date"),
        (("--send-to", "street=no_such"), "unfit_rule"),
        (("--send-to", "nowhere=has_dog"), "unknown_unit"),
    ],
)
def test_what_cannot_be_is_refused(words, code):
    a_service()
    assert code in str(refused(*SET, *words))


def test_another_municipality_s_service_is_not_there():
    a_service()
    a_municipality("Lund")
    assert "unknown_service" in str(
        refused("service", "set", "--municipality", "lund", "small-service", "--most", 1)
    )


def refused(*words):
    try:
        answer = say(*words)
    except Refusal as refusal:
        return refusal
    assert answer.exit_code
    return answer.output
