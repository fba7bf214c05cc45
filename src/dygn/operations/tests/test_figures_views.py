"""The figures of services: for those who look after them, from what is kept, however much that is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.dialogue.actions.rate import rate
from dygn.dialogue.rules.rating import Rated
from dygn.figures.actions.add_up import add_up
from dygn.figures.rules.figure import Count
from dygn.services.models import InventoryEntry
from dygn.services.rules.draft_figures import ABANDONED, FILLING_TIME, REACHED, REFUSED, SENT, STARTED
from dygn.services.tests.factories import a_package, a_service
from tests.cast import a_browser, a_colleague, a_municipality, a_resident, a_staff_member, scope

pytestmark = pytest.mark.django_db

ALL = "/en/staff/admin/figures/"
ONE = "/en/staff/admin/services/small-service/figures/"
FILES = [f"/en/staff/admin/services/small-service/figures-{what}.csv" for what in ("sums", "days")]


def a_keeper(*roles, of=None):
    return a_browser(a_colleague(a_staff_member(*(roles or ("service_owner",)), of=of)))


@pytest.fixture()
def service():
    return a_service()


def lay_figures(service, *, days_ago=3, started=40, sent=30):
    on = timezone.localdate() - timedelta(days=days_ago)

    def count(figure, number, split="", part=""):
        return {Count(figure, service.subject, on, split, part): number}

    with scope():
        add_up(
            count(STARTED, started)
            | count(STARTED, started - 3, "device", "phone")
            | count(STARTED, 3, "device", "tablet")
            | count(STARTED, started, "language", "sv")
            | count(SENT, sent)
            | count(SENT, sent, "device", "phone")
            | count(ABANDONED, 9)
            | count(ABANDONED, 9, "step", "your-dog")
            | count(REACHED, started, "step", "about-you")
            | count(REACHED, 35, "step", "your-dog")
            | count(REACHED, 2, "step", "gone-page")
            | count(REFUSED, 12)
            | count(REFUSED, 12, "question", "dog_name")
            | count(FILLING_TIME, sent, "seconds", "300")
        )


def text_of(answer):
    import re

    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&nbsp;", " "))


def test_an_owner_sees_where_people_stop_and_what_they_mend(service):
    lay_figures(service)
    page = text_of(a_keeper().get(ONE))
    assert "40 started" in page and "30 sent 75 % of those who started" in page
    assert "Your dog 35 88 %" in page and "What is the dog called? Your dog 12" in page
    assert "Steps of earlier versions 2" in page
    assert "5 min to fill in, for half of all nine of ten within 5 min" in page


def test_the_period_before_stands_beside(service):
    lay_figures(service, started=40)
    lay_figures(service, days_ago=40, started=20, sent=10)
    assert "Before: 20 ( +100 % )" in text_of(a_keeper().get(ONE)).replace("(+", "( +").replace("%)", "% )")
    assert "60 started" in text_of(a_keeper().get(f"{ONE}?days=90"))
    assert "60 started" in text_of(a_keeper().get(f"{ONE}?days=365"))
    assert "40 started" in text_of(a_keeper().get(f"{ONE}?days=nonsense"))


def test_the_few_are_put_together(service):
    lay_figures(service)
    for address in (ONE, FILES[0]):
        content = a_keeper().get(address).content
        assert b"Tablet" not in content and b"Others" in content


def test_what_people_say_is_shown_with_its_score(service):
    rated = Rated(service.subject, "/", "/")
    with scope():
        rate(rated, 2, "<b>Svårt</b> att förstå", language="sv", now=timezone.now())
        rate(rated, 5, "", language="sv", now=timezone.now())
    page = a_keeper().get(ONE).content.decode()
    assert "&lt;b&gt;Svårt&lt;/b&gt; att förstå" in page and "3.5" in page


def test_a_service_that_nobody_has_started_says_so(service):
    assert "Nobody has started in this period" in text_of(a_keeper().get(ONE))


@pytest.mark.parametrize("address", [ALL, ONE, *FILES])
def test_nobody_else_finds_the_figures(service, address):
    lay_figures(service)
    assert a_browser().get(address).status_code == 302
    assert a_browser(a_resident()).get(address).status_code in (302, 404)
    assert a_keeper("officer").get(address).status_code == 404
    neighbour = a_keeper("service_owner", "administrator", of=a_municipality("Lund"))
    if address == ALL:
        page = text_of(neighbour.get(address))
        assert "There is no service yet" in page and service.title not in page
    else:
        assert neighbour.get(address).status_code == 404
    assert a_keeper().post(address).status_code == 405
    assert a_keeper().get(address).status_code == 200
    assert a_keeper("administrator").get(address).status_code == 200


def test_whoever_answers_for_a_service_in_the_inventory_sees_that_one_alone(service):
    a_service(a_package(key="other-service", slug="{sv: annan, en: other}"))
    officer = a_staff_member("officer")
    with scope():
        InventoryEntry.objects.filter(service=service).update(person=officer)
    browser = a_browser(a_colleague(officer))
    assert browser.get(ONE).status_code == 200
    assert browser.get(ONE.replace("small-", "other-")).status_code == 404
    page = browser.get(ALL).content.decode()
    assert "small-service/figures" in page and "other-service/figures" not in page


def test_the_overview_is_sorted_as_asked(service):
    other = a_service(a_package(key="other-service", slug="{sv: annan, en: other}"))
    lay_figures(service, started=40, sent=10)
    lay_figures(other, started=20, sent=18)

    def order(sort):
        page = a_keeper().get(f"{ALL}?sort={sort}").content.decode()
        return page.index("small-service/figures") < page.index("other-service/figures")

    assert order("-started") and not order("started") and not order("-share")
    assert order("nonsense") and order("")


def test_files_hold_the_figures_of_the_period(service):
    lay_figures(service)
    sums, days = (a_keeper().get(address).content.decode("utf-8-sig") for address in FILES)
    assert "Started,,,40,0" in sums.replace(";", ",")
    assert f"{timezone.localdate() - timedelta(days=3)},40,0,30,9,0" in days.replace(";", ",")


def test_a_page_asks_as_much_of_the_database_however_much_was_counted(service, django_assert_max_num_queries):
    browser = a_keeper()
    for days_ago in range(25):
        lay_figures(service, days_ago=days_ago)
    for number in range(12):
        a_service(a_package(key=f"service-{number}", slug=f"{{sv: s{number}, en: e{number}}}"))
    browser.get(ONE)
    for address in (ONE, ALL):
        with django_assert_max_num_queries(12):
            assert browser.get(address).status_code == 200
