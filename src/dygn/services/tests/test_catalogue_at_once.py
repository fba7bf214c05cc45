"""Two colleagues who press the same button of the catalogue at the same moment are taken in turn."""

import pytest
from django.db import connection

from dygn.services.actions import fetch_source as fetching
from dygn.services.actions.adopt_entry import adopt_entry
from dygn.services.actions.comment_entry import write_comment
from dygn.services.actions.keep_source import add_source, remove_source
from dygn.services.actions.offer_service import offer_service
from dygn.services.models import (
    CatalogueComment,
    CatalogueEntry,
    CatalogueSource,
    CatalogueUse,
    CatalogueVersion,
    Service,
    Version,
)
from dygn.services.tasks import fetch_catalogue
from dygn.services.tests.factories import NOON, a_service
from dygn.services.tests.test_acceptance_at_once import at_once
from dygn.services.tests.test_catalogue import WHY, an_offer
from dygn.services.tests.test_other_catalogues import ADDRESS, Elsewhere, a_source
from tests.cast import a_municipality, an_administrator, an_author, scope


@pytest.fixture
def entry(committed):
    a_municipality()
    return an_offer(of=a_municipality("Sundby"))


def test_it_is_adopted_once(entry):
    author = an_author()
    at_once(*[lambda: adopt_entry(entry.pk, actor=author, now=NOON)] * 3)
    with scope():
        assert Service.objects.count() == Version.objects.count() == CatalogueUse.objects.count() == 1


def test_what_somebody_says_stands_there_once(entry):
    author = an_author()
    with scope():
        adopt_entry(entry.pk, actor=author, now=NOON)
    at_once(*[lambda: write_comment(entry.pk, rating=4, text="Good", actor=author, now=NOON)] * 3)
    with scope():
        assert CatalogueComment.objects.count() == 1


def test_it_is_offered_once(entry):
    service, author = a_service(), an_author()
    at_once(*[lambda: offer_service(service.pk, WHY, actor=author, now=NOON)] * 3)
    with scope():
        assert CatalogueEntry.objects.count() == CatalogueVersion.objects.count() == 1


def test_an_address_is_added_once(entry):
    boss = an_administrator()
    at_once(*[lambda: add_source("https://lund.example/c.json", name="Lund", actor=boss, now=NOON)] * 3)
    with scope():
        assert CatalogueSource.objects.count() == 1


def test_another_catalogue_is_fetched_in_no_transaction(committed, monkeypatch):
    elsewhere, depths = Elsewhere().offers_package(), []

    def watched(*arguments, **limits):
        depths.append(connection.in_atomic_block)
        return elsewhere(*arguments, **limits)

    monkeypatch.setattr(fetching, "call", watched)
    with scope() as ekeby:
        source = a_source()
    fetch_catalogue.run(municipality_id=ekeby.pk, source_id=source.pk)
    assert depths == [False, False]
    with scope():
        assert CatalogueEntry.objects.get().newest_number == 1


def test_a_catalogue_that_is_removed_while_it_is_fetched_leaves_nothing_behind(committed, monkeypatch):
    elsewhere = Elsewhere().offers_package()

    def removing(method, url, **limits):
        if url != ADDRESS:
            remove_source(source.pk, actor=an_administrator())
        return elsewhere(method, url, **limits)

    monkeypatch.setattr(fetching, "call", removing)
    with scope() as ekeby:
        source = a_source()
    fetch_catalogue.run(municipality_id=ekeby.pk, source_id=source.pk)
    with scope():
        assert not CatalogueSource.objects.exists() and not CatalogueEntry.objects.exists()
