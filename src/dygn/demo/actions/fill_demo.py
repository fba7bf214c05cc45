from collections.abc import Callable
from importlib.resources import as_file, files

from django.db import transaction
from django.utils import timezone

from dygn.demo.actions.comment_on_services import comment_on_services
from dygn.demo.actions.connect_sources import connect_sources
from dygn.demo.actions.connect_test_provider import connect_test_provider
from dygn.demo.actions.give_out_cases import give_out_cases
from dygn.demo.actions.install_services import install_services
from dygn.demo.actions.keep_figures import keep_figures
from dygn.demo.actions.keep_inventory import keep_inventory
from dygn.demo.actions.live_a_year import live_a_year
from dygn.demo.actions.move_recycling import move_recycling
from dygn.demo.actions.open_portal import open_portal
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.demo.actions.share_questions import share_questions
from dygn.demo.actions.share_services import share_services
from dygn.demo.actions.take_payments import take_payments
from dygn.demo.cast import CastMunicipality, municipalities
from dygn.demo.rules.stories import STORIES_A_TOWN
from dygn.municipalities.queries import all_municipalities
from dygn.reference.actions.load_addresses import load_addresses
from dygn.reference.actions.load_topics import load_kle

Teller = Callable[[str], object]


def fill_demo(*, issuer: str, tell: Teller, stories: int = STORIES_A_TOWN) -> None:
    """Fill an empty installation with three municipalities and a year of life.

    Leaves a municipality that is there already as it is, so that it may be called at each start.
    ``issuer`` is where the test identity provider answers this time; ``stories`` is how many cases
    each municipality begins with.
    """
    present = {municipality.slug for municipality in all_municipalities()}
    _bring_reference_data()
    for cast in municipalities():
        if cast.slug not in present:
            tell(_make(cast, stories))
    if not present:
        share_services({each.slug: each for each in all_municipalities()}, now=timezone.now())
    for municipality in all_municipalities():
        connect_test_provider(municipality, issuer=issuer)


@transaction.atomic
def _make(cast: CastMunicipality, stories: int) -> str:
    """Make one municipality, or nothing of it when something goes wrong."""
    now = timezone.now()
    municipality = settle_municipality(cast)
    connect_sources(municipality)
    services = install_services(municipality, now=now)
    share_questions(municipality, now=now)
    give_out_cases(municipality)
    comment_on_services(municipality, now=now)
    keep_inventory(cast, municipality, now=now)
    open_portal(municipality)
    keep_figures(municipality, now=now)
    take_payments(municipality, now=now)
    cases = live_a_year(cast, municipality, now=now, stories=stories)
    move_recycling(municipality, now=now)
    people = f"{len(cast.people)} residents, {len(cast.staff)} staff"
    return f"{cast.name}: {people}, {services} services, {cases} cases"


def _bring_reference_data() -> None:
    """Take in small samples of our own making; the real sets are loaded by ``dygn reference load``."""
    data = files("dygn.demo").joinpath("data")
    with as_file(data.joinpath("addresses.csv")) as path:
        load_addresses(path)
    with as_file(data.joinpath("kle.csv")) as path:
        load_kle(path)
