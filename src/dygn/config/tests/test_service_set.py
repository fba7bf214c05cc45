"""``dygn service set``: the same verb as the page in the browser."""

import pytest

from dygn.base.errors import Refusal
from dygn.config.tests.test_command_line import heard, say
from dygn.identity.actor import Actor
from dygn.services.actions.install_package import install_package
from dygn.services.models import Service
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import NOON, a_package, a_service
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


def test_a_version_is_published_with_the_mend_of_a_rule_that_loses_its_question():
    a_service()
    heard(*SET, "--send-to", "street=has_dog == true")
    with scope():
        texts = {name: text.replace("has_dog", "owns_dog") for name, text in a_package().texts.items()}
        actor = Actor.system(a_municipality().pk)
        newer = install_package(PackageFiles(texts), actor=actor, now=NOON)
    publish = ("service", "publish", "--municipality", "ekeby", "small-service")
    with pytest.raises(Refusal, match="lost_receivers"):
        say(*publish)
    say(*publish, "--mend", "has_dog=owns_dog")
    with scope():
        service = Service.objects.get()
    assert service.published_version_id == newer.pk
    assert service.settings["rules"][0]["when"] == "owns_dog == true"
