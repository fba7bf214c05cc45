import pytest
from django.db.models import F
from django.utils import timezone

from dygn.base.tenancy import in_municipality
from dygn.demo import cast
from dygn.demo.actions.install_services import install_services
from dygn.demo.actions.keep_inventory import keep_inventory
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.identity.actor import Actor
from dygn.services.inventory_queries import inventory_figures
from dygn.services.models import InventoryEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("town", cast.municipalities(), ids=lambda town: town.slug)
def test_each_municipality_of_the_demo_has_an_inventory_that_is_kept(town):
    municipality, now = settle_municipality(town), timezone.now()
    services = install_services(municipality, now=now)
    assert keep_inventory(town, municipality, now=now) >= services + 30
    with in_municipality(municipality.pk):
        figures = inventory_figures(Actor.system(municipality.pk), timezone.localdate())
        assert figures.overdue >= 5 and figures.nobody >= 5 and figures.lacking >= 10
        assert min(figures.information, figures.paper, figures.automatic) >= 3
        law = InventoryEntry.objects.get(service__key="parking-permit").law
        assert law and InventoryEntry.objects.filter(reviewed_by=F("person")).count() > 20
    assert keep_inventory(town, municipality, now=now) >= services + 30
