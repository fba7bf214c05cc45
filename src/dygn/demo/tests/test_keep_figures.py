"""The demo begins with a year of figures, and with what people said."""

import pytest
from django.utils import timezone

from dygn.demo import cast
from dygn.demo.actions.install_services import install_services
from dygn.demo.actions.keep_figures import keep_figures
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.dialogue.models import Rating
from dygn.figures.models import KeptFigure
from dygn.figures.queries import sums_about
from dygn.figures.rules.figure import Period
from dygn.services.models import Service
from dygn.services.rules.draft_figures import ABANDONED, SENT, STARTED
from tests.cast import scope

pytestmark = pytest.mark.django_db


def test_a_year_of_figures_adds_up_and_people_have_said_something(django_assert_max_num_queries):
    now = timezone.now()
    town = settle_municipality(cast.municipalities()[0])
    install_services(town, now=now)
    with django_assert_max_num_queries(60):
        keep_figures(town, now=now)
    with scope(town):
        busy = Service.objects.get(key="fault-report")
        year, _before = sums_about(
            busy.subject, [STARTED, SENT, ABANDONED], Period(timezone.localdate(now), 365)
        )
        assert year.of(STARTED) == year.of(SENT) + year.of(ABANDONED) > 1000
        assert sum(year.parts(STARTED, "device").values()) > 0.9 * year.of(STARTED)
        assert Rating.objects.filter(about=busy.subject, has_comment=True).count() >= 4
        assert KeptFigure.objects.filter(on__gte=timezone.localdate(now)).count() == 0
