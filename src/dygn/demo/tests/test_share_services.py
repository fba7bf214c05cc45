import pytest
from django.utils import timezone

from dygn.demo import cast
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.demo.actions.share_services import share_services
from dygn.identity.actor import Actor
from dygn.services.catalogue_queries import AskedCatalogue, catalogue_page, services_with_news, uses_here
from dygn.services.models import CatalogueComment, CatalogueEntry
from tests.cast import scope

pytestmark = pytest.mark.django_db


def test_the_municipalities_of_the_demo_offer_adopt_renew_and_advise_against():
    towns = {town.slug: settle_municipality(town) for town in cast.municipalities()}
    assert share_services(towns, now=timezone.now()) == 4
    assert share_services(towns, now=timezone.now()) == 0
    with scope(towns["nordo"]):
        found = catalogue_page(AskedCatalogue(), Actor.system(towns["nordo"].pk))
        assert found.count == 4 and {each.offered_by_key for each in found.entries} == set(towns)
        assert [each.key for each in services_with_news()] == ["allotment"]
        assert CatalogueComment.everywhere.count() == 4
    with scope(towns["ekeby"]):
        assert [use.entry.key for use in uses_here().values() if use.entry.is_deprecated] == ["borrow-skis"]
        assert CatalogueEntry.everywhere.get(key="borrow-skis").instead.key == "borrow-equipment"
