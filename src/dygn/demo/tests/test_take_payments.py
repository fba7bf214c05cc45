import pytest
from django.utils import timezone

from dygn.base.tenancy import in_municipality
from dygn.cases.models import Case
from dygn.demo import cast
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.demo.actions.take_payments import LIVES, take_payments
from dygn.payments.models import Payment


@pytest.mark.django_db
@pytest.mark.parametrize("town", cast.municipalities(), ids=lambda town: town.slug)
def test_each_municipality_has_payments_in_various_states(town):
    municipality = settle_municipality(town)
    assert take_payments(municipality, now=timezone.now()) == len(LIVES)
    with in_municipality(municipality.pk):
        states = sorted(Payment.objects.values_list("state", flat=True))
        assert states == ["failed", "owed", "paid", "paid", "partly_refunded", "under_way"]
        assert Case.objects.filter(awaits_payment=True).count() == 3
