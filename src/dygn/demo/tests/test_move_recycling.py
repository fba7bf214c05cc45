"""The demo shows a moved address, a list that was fetched from a source, and a document to choose."""

import pytest
from django.utils import timezone

from dygn.base.tenancy import in_municipality
from dygn.demo import cast
from dygn.demo.actions.connect_sources import connect_sources
from dygn.demo.actions.install_services import install_services
from dygn.demo.actions.move_recycling import KEY, move_recycling
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.municipalities.models import Connection
from dygn.portal.queries.published_files import own_documents
from dygn.services.models import Version
from dygn.services.queries import definition_of, service_at, service_called

pytestmark = pytest.mark.django_db


@pytest.fixture(params=cast.municipalities(), ids=lambda town: town.slug)
def town(request):
    municipality = settle_municipality(request.param)
    connect_sources(municipality)
    install_services(municipality, now=timezone.now())
    with in_municipality(municipality.pk):
        before = service_called(KEY).slug
    move_recycling(municipality, now=timezone.now())
    with in_municipality(municipality.pk):
        yield municipality, before


def test_the_address_that_it_had_leads_on_to_the_new_one(town):
    _municipality, before = town
    service = service_called(KEY)
    assert service.slug != before and before in service.former_slugs
    assert service_at(before) == service and service.takes_applications


def test_the_list_that_was_fetched_is_the_one_that_the_source_tells(town):
    municipality, _before = town
    waste = definition_of(service_called(KEY).published_version_id).form.by_id["waste"]
    told = Connection.objects.get(port="look_up").settings["lists"]["waste"]
    language = municipality.default_language
    assert told == [[option.label[language] for option in way] for way in waste.leaves.values()]
    files = Version.objects.defer(None).get(pk=service_called(KEY).published_version_id).files
    assert "list_from: waste" in files["service.yaml"] and "list_fetched_at:" in files["service.yaml"]


def test_the_prices_are_a_document_that_authors_can_choose_and_people_open(town):
    municipality, _before = town
    (document,) = own_documents(municipality.slug)
    prices = definition_of(service_called(KEY).published_version_id).form.by_id["prices"]
    assert set(prices.document.values()) == {document.address}
