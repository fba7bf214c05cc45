"""When a service is open, failed connections and services for colleagues, in a real browser."""

import pytest
from django.utils import timezone

from dygn.base.opening_hours import WEEKDAYS
from dygn.portal.tests.factories import a_site
from dygn.services.actions.change_settings import change_settings
from dygn.services.actions.tell_disturbance import tell_disturbance
from dygn.services.queries import forget_catalogues
from dygn.services.tests.factories import PACKAGES, a_package, a_service
from dygn.services.tests.test_disturbance import WITH_REGISTER
from tests.cast import a_municipality, a_unit, an_administrator, scope
from tests.journeys.browsing import assert_fits, axe, enter, picture

SETTINGS = "/staff/admin/services/parking-permit/settings/"


@pytest.fixture(autouse=True)
def ekeby(committed):
    municipality = a_municipality("Ekeby", language="en")
    a_site(
        of=municipality, text="language: en\ntitle: Ekeby\nnews_title: News\nnews_slug: news\ntopics: []\n"
    )
    a_unit()
    a_service(PACKAGES / "parking-permit")
    a_service(PACKAGES / "it-equipment")
    return municipality


def looked_at(page, name, address):
    page.goto(address)
    axe(page)
    picture(page, f"settings-{name}")
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page)
    picture(page, f"settings-{name}-360")
    page.set_viewport_size({"width": 1440, "height": 900})


def set_for(service, **data):
    with scope():
        change_settings(service.pk, data, actor=an_administrator())
        forget_catalogues()


def test_the_pages_of_staff_are_accessible_and_fit(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), SETTINGS)
    for name, address in {
        "page": SETTINGS,
        "work": "/staff/",
        "order": "/do/order-it-equipment/",
        "message": "/staff/admin/connections/data_register/message/",
    }.items():
        looked_at(page, name, address)


def test_what_people_see_of_it_is_accessible_and_fits(visit):
    service = a_service(PACKAGES / "fault-report")
    page = visit("ekeby", "/healthz")
    set_for(service, closes_on="2999-12-31", hours={day: ["00:00-23:59"] for day in WEEKDAYS})
    looked_at(page, "open", f"/do/{service.slug}/")
    looked_at(page, "told", f"/service/{service.slug}/")
    set_for(service, opens_on="2999-12-01", hours={"mon": ["08:00-16:00"]})
    looked_at(page, "closed", f"/do/{service.slug}/")
    looked_at(page, "resting", f"/service/{service.slug}/")
    hanging = a_service(a_package(WITH_REGISTER))
    words = {"en": "The vehicle register does not answer.", "sv": "Registret svarar inte."}
    for pauses, name in ((False, "told-of"), (True, "paused")):
        with scope():
            tell_disturbance(
                "data_register", words, pauses=pauses, actor=an_administrator(), now=timezone.now()
            )
            forget_catalogues()
        looked_at(page, name, f"/do/{hanging.slug}/")
        looked_at(page, f"{name}-service", f"/service/{hanging.slug}/")
