from pathlib import Path

import pytest
from django.db.models import F
from django.utils import timezone

import dygn.demo
from dygn.base.tenancy import in_municipality
from dygn.cases.actions.verify_history import verify_all_histories
from dygn.cases.models import Case
from dygn.demo import cast
from dygn.demo.actions.connect_test_provider import connect_test_provider
from dygn.demo.actions.install_services import install_services
from dygn.demo.actions.live_a_year import live_a_year
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.identity.models import StaffMember
from dygn.municipalities.models import Connection
from dygn.post.models import OutboxRow
from dygn.services.models import Draft, Signing
from dygn.services.rules.package.compiling import compile_definition, load_definition
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.scenarios import scenario_documents, scenario_from
from dygn.services.rules.package.trial import try_out
from dygn.services.signing_queries import verified_signatures

pytestmark = pytest.mark.django_db


@pytest.fixture(params=cast.municipalities(), ids=lambda town: town.slug)
def town(request):
    """A municipality of the demo with a short year behind it."""
    municipality = settle_municipality(request.param)
    install_services(municipality, now=timezone.now())
    live_a_year(request.param, municipality, now=timezone.now(), stories=12)
    with in_municipality(municipality.pk):
        yield municipality


def test_a_year_leaves_cases_drafts_and_post_behind_that_prove_themselves(town):
    assert Case.objects.count() == 12
    assert Draft.objects.filter(sent_at=None).exists()
    assert list(verify_all_histories()) == []
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert not OutboxRow.objects.filter(created_at__lt=midnight, state="waiting").exists()


def test_everybody_can_log_in_at_the_test_provider_wherever_it_answers():
    town = settle_municipality(cast.municipalities()[0])
    with in_municipality(town.pk):
        connect_test_provider(town, issuer="http://localhost:8001")
        StaffMember.objects.update(issuer="http://localhost:8001", subject=F("email"))
        connect_test_provider(town, issuer="http://localhost:9001")
        issuers = {connection.settings["issuer"] for connection in Connection.objects.all()}
        assert issuers == {"http://localhost:9001"}
        assert not StaffMember.objects.exclude(issuer="http://localhost:9001").exists()


def test_something_waits_for_the_second_guardian_to_sign(town):
    signing = Signing.objects.get()
    assert signing.is_waiting
    shown = verified_signatures(signing.draft_id)
    assert (len(shown.signed), len(shown.awaited), shown.faults) == (1, 1, ())
    assert Draft.objects.get(pk=signing.draft_id).waits_for_signatures


def test_the_scenarios_of_the_demos_own_services_come_out_as_expected():
    for folder in Path(dygn.demo.__file__).parent.joinpath("data/services").iterdir():
        files = open_package(folder)
        form = load_definition(compile_definition(files)).form
        trial = try_out(form, map(scenario_from, scenario_documents(files)))
        assert trial.passed, (trial.faults, [each.differences for each in trial.results])
