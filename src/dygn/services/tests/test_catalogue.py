"""Municipalities offer services to one another: offered, found, tried, adopted, renewed, spoken of, given up."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from dygn import services
from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.post.models import OutboxRow
from dygn.services.actions.adopt_entry import adopt_entry, take_in_offered
from dygn.services.actions.adopt_upgrade import adopt_upgrade
from dygn.services.actions.change_state import change_state
from dygn.services.actions.comment_entry import delete_comment, fold_comment, unfold_comment, write_comment
from dygn.services.actions.edit_package import make_version
from dygn.services.actions.install_package import install_package
from dygn.services.actions.offer_service import OfferFacts, deprecate_offer, offer_service, withdraw_offer
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.tell_catalogue_news import tell_catalogue_news
from dygn.services.actions.try_entry import try_entry
from dygn.services.catalogue_queries import (
    AskedCatalogue,
    catalogue_page,
    changes_offered,
    comments_on,
    entry_numbered,
    entry_of,
    facets,
    newer_offered,
    open_version,
    services_with_news,
    use_of,
    version_offered,
    versions_offered,
    who_uses,
)
from dygn.services.models import (
    CatalogueComment,
    CatalogueEntry,
    CatalogueFold,
    CatalogueUse,
    CatalogueVersion,
    InventoryEntry,
    Service,
    Version,
)
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.rules.package.merging import ITS_OWN
from dygn.services.sharing_queries import waiting_version
from dygn.services.tests.factories import LETTERS, NOON, a_package, a_service
from dygn.services.tests.test_upgrades import NEWER
from tests.cast import a_municipality, a_staff_member, a_unit, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
SCHEMA = Path(services.__file__).parent / "schema"
# What a package may hold, beside what is a municipality's own (``ITS_OWN``), and goes with an offer.
TRAVELS = set(
    "format languages title summary description for_whom have_ready minutes log_in audience signing fee steps next_text"
    " send_label retention classification channels personal_data rules topics words related pages process".split()
)
WHY = OfferFacts(why="Short and clear", contact="The street unit", tags=("dogs",))


def a_second_version(of=None, text=NEWER):
    """A newer version of Ekeby's small service, published."""
    municipality = of or a_municipality()
    with scope(municipality):
        actor = Actor.system(municipality.pk)
        version = install_package(a_package(text), actor=actor, now=NOON)
        publish_version(version.pk, actor=actor, now=NOON)
    return version


def an_offer(*, of=None, facts=WHY, **changes):
    """A service that a municipality offers, Ekeby unless said otherwise."""
    municipality = of or a_municipality()
    service = a_service(of=municipality, **changes)
    with scope(municipality):
        return offer_service(service.pk, facts, actor=an_author(of=municipality), now=NOON)


def adopted(entry, by):
    with scope(by):
        return adopt_entry(entry.pk, actor=an_author(of=by), now=NOON)


@pytest.fixture
def neighbour():
    return a_municipality("Sundby", country="dk", language="da")


def seen_from(municipality, **asked):
    with scope(municipality):
        return catalogue_page(AskedCatalogue(**asked), an_author(of=municipality))


def test_a_published_version_is_offered_and_the_neighbour_finds_it(neighbour):
    entry = an_offer()
    found = seen_from(neighbour)
    assert [each.pk for each in found.entries] == [entry.pk]
    assert (found.entries[0].offered_by, found.entries[0].titles["en"]) == ("Ekeby", "Small service")
    assert found.entries[0].tags == ["dogs"] and found.entries[0].newest_number == 1
    with scope():
        assert AuditEntry.objects.filter(action="catalogue.offered").exists()


def test_what_is_offered_stays_as_it_was_whatever_becomes_of_the_service(neighbour):
    entry = an_offer()
    a_second_version()
    with scope(neighbour):
        offered = CatalogueVersion.everywhere.get(entry=entry)
        assert "What is the dog called?" in open_package(bytes(offered.package)).service


def test_a_version_that_nobody_has_published_is_not_offered():
    municipality = a_municipality()
    with scope(municipality):
        actor = Actor.system(municipality.pk)
        version = install_package(a_package(), actor=actor, now=NOON)
        with pytest.raises(Refusal) as refusal:
            offer_service(version.service_id, WHY, actor=actor, now=NOON)
    assert refusal.value.code == "not_published"


@pytest.mark.parametrize("what", ["Olle Ohlsson", "staff", "010-123 45 67", "INFO@ekeby.example"])
def test_names_and_numbers_of_a_municipality_stay_at_home(what):
    municipality = a_municipality()
    member = a_staff_member("officer", of=municipality, name="Olle Ohlsson")
    text = a_package().service.replace(
        "en: Try it.", f'en: "Ask {member.email if what == "staff" else what}."'
    )
    service = a_service(PackageFiles({"service.yaml": text, **LETTERS}), of=municipality)
    with scope(municipality), pytest.raises(Refusal) as refusal:
        offer_service(service.pk, WHY, actor=an_author(of=municipality), now=NOON)
    assert refusal.value.code == "belongings" and "service.yaml" in str(refusal.value.message)
    with scope(municipality):
        assert not CatalogueEntry.everywhere.exists() and not CatalogueVersion.everywhere.exists()


def test_settings_units_owners_and_people_never_travel(neighbour):
    """Everything that the neighbour's database role can read of an offer is looked through."""
    municipality = a_municipality()
    unit = a_unit("secret-unit", of=municipality, sv="Hemliga enheten", en="The secret unit")
    member = a_staff_member("service_owner", of=municipality, name="Siv Hemligsson", unit=unit)
    service = a_service(of=municipality, owner="secret-unit", slug="{sv: hemlig-adress, en: secret-address}")
    with scope(municipality):
        Service.objects.update(settings={"receivers": ["hemlig@ekeby.example"], "connection": "secret-port"})
        service.refresh_from_db()
        entry = offer_service(service.pk, WHY, actor=an_author(of=municipality), now=NOON)
    with scope(neighbour):
        found = CatalogueEntry.everywhere.values().get()
        offered = CatalogueVersion.everywhere.get(entry=entry)
        told = json.dumps(found, default=str) + json.dumps(open_package(bytes(offered.package)).texts)
    for secret in ("secret-unit", "hemlig", "secret-address", "secret-port", member.name, member.email):
        assert secret.casefold() not in told.casefold(), secret
    version = adopted(entry, neighbour)
    with scope(neighbour):
        assert version.service.owner_unit is None and version.service.settings == {}


def test_of_each_part_of_a_package_it_is_decided_whether_it_travels():
    """A new part of the format stands here when it is known to hold nothing of a municipality's surroundings."""
    schema = json.loads((SCHEMA / "service.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) - set(ITS_OWN) == TRAVELS


def test_only_the_municipality_that_offers_writes_its_rows_whatever_the_code_forgets(neighbour):
    entry = an_offer()
    adopted(entry, neighbour)
    with scope(neighbour):
        comment = write_comment(entry.pk, rating=4, text="Good", actor=an_author(of=neighbour), now=NOON)
        assert CatalogueEntry.everywhere.filter(pk=entry.pk).update(why="Ours") == 0
        assert CatalogueVersion.everywhere.filter(entry=entry).delete()[0] == 0
        for forged in (
            CatalogueEntry(
                municipality_id=entry.municipality_id,
                key="forged",
                newest_number=1,
                offered_at=NOON,
                changed_at=NOON,
            ),
            CatalogueVersion(
                municipality_id=entry.municipality_id, entry=entry, number=9, package=b"", offered_at=NOON
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                forged.save(force_insert=True)
    with scope():
        assert CatalogueComment.everywhere.filter(pk=comment.pk).update(text="Splendid") == 0
        assert CatalogueComment.everywhere.filter(pk=comment.pk).delete()[0] == 0
        assert CatalogueUse.everywhere.update(is_running=True) == 0


def test_a_catalogue_of_another_installation_is_seen_by_whoever_added_it_alone(neighbour):
    from dygn.services.models import CatalogueSource

    with scope():
        source = CatalogueSource.made(name="Far away", address="https://far.example/c.json", added_at=NOON)
        source.save()
        far = CatalogueEntry.made(
            source=source, key="far", titles={"en": "Far"}, newest_number=1, offered_at=NOON, changed_at=NOON
        )
        far.save()
        CatalogueVersion.made(entry=far, number=1, content_hash="0", package=b"x", offered_at=NOON).save()
        CatalogueComment.made(entry=far, author="a", name="A", rating=4, text="x", written_at=NOON).save()
        service = a_service()
        CatalogueUse.made(entry=far, service=service, content_hash="0", adopted_at=NOON).save()
        models = (CatalogueEntry, CatalogueVersion, CatalogueComment, CatalogueUse)
        assert [model.everywhere.count() for model in models] == [1, 1, 1, 1]
    for nobody_there in (scope(neighbour), in_municipality(None)):
        with nobody_there:
            assert [model.everywhere.count() for model in models] == [0, 0, 0, 0]
            assert CatalogueSource._base_manager.count() == 0


def test_the_database_knows_which_tables_all_read():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, p.polcmd FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE p.polname = 'read_by_all_municipalities'"
        )
        policies = dict(cursor.fetchall())
    models = (CatalogueEntry, CatalogueVersion, CatalogueUse, CatalogueComment, CatalogueFold)
    assert set(policies) == {model._meta.db_table for model in models}
    assert {each if isinstance(each, str) else each.decode() for each in policies.values()} == {"r"}


def test_it_is_adopted_as_a_service_of_ones_own_and_counted(neighbour):
    entry = an_offer()
    version = adopted(entry, neighbour)
    with scope(neighbour):
        assert version.service.key == "small-service" and version.origin.source == "catalogue"
        assert version.service.state == "draft"
        found = entry_numbered(entry.pk, an_author(of=neighbour))
        assert (found.adopted, found.running) == (1, 0)
        publish_version(version.pk, actor=Actor.system(neighbour.pk), now=NOON)
        assert entry_numbered(entry.pk, an_author(of=neighbour)).running == 1
        change_state(version.service_id, "withdrawn", actor=Actor.system(neighbour.pk))
        assert entry_numbered(entry.pk, an_author(of=neighbour)).running == 0
    with scope():
        assert [use.municipality.name for use in who_uses(entry)] == ["Sundby"]


def test_a_double_click_adopts_once(neighbour):
    entry = an_offer()
    assert adopted(entry, neighbour) == adopted(entry, neighbour)
    with scope(neighbour):
        assert CatalogueUse.objects.count() == Version.objects.count() == 1


def test_one_does_not_adopt_what_one_offers_nor_what_is_withdrawn(neighbour):
    entry = an_offer()
    with pytest.raises(Refusal) as refusal:
        adopted(entry, a_municipality())
    assert refusal.value.code == "own_offer"
    with scope():
        withdraw_offer(entry.pk, actor=an_author(), now=NOON)
    with pytest.raises(CatalogueEntry.DoesNotExist):
        adopted(entry, neighbour)
    assert seen_from(neighbour).count == 0


def test_where_there_is_such_a_service_already_the_offer_waits_beside_it(neighbour):
    a_service(of=neighbour)
    a_service()
    a_second_version()
    with scope():
        service = Service.objects.get()
        entry = offer_service(service.pk, WHY, actor=an_author(), now=NOON)
    version = adopted(entry, neighbour)
    with scope(neighbour):
        service = Service.objects.get()
        assert waiting_version(service) == version
        assert service.published_version.number == 1


def test_a_newer_version_offered_waits_for_those_who_use_it_and_their_owner_is_told_once(neighbour):
    entry = an_offer()
    version = adopted(entry, neighbour)
    owner = a_staff_member("service_owner", of=neighbour, name="Bente Berg")
    with scope(neighbour):
        InventoryEntry.objects.filter(service=version.service).update(person=owner)
        assert services_with_news() == [] and newer_offered(use_of(version.service)) is None
        assert tell_catalogue_news(address_of=lambda use: "/x/", now=NOON) == 0
    a_second_version()
    with scope():
        offer_service(Service.objects.get().pk, WHY, actor=an_author(), now=NOON)
    with scope(neighbour):
        assert services_with_news() == [version.service]
        assert newer_offered(use_of(version.service)).number == 2
        assert tell_catalogue_news(address_of=lambda use: "/x/", now=NOON) == 1
        assert tell_catalogue_news(address_of=lambda use: "/x/", now=NOON) == 0
        assert OutboxRow.objects.filter(template="catalogue_newer").count() == 1
        assert entry_numbered(entry.pk, an_author(of=neighbour)).newest_number == 2
        against, changes = changes_offered(entry, 2, "en")
        assert against == 1 and any("dog" in change.after for change in changes)


def test_what_is_brought_in_leaves_settings_unit_and_address_as_they_were(neighbour):
    entry = an_offer()
    version = adopted(entry, neighbour)
    unit = a_unit("beaches", of=neighbour)
    with scope(neighbour):
        Service.objects.update(settings={"log_in": "ours"}, owner_unit=unit, slug="vores-adresse")
    a_second_version()
    with scope():
        offer_service(Service.objects.get().pk, WHY, actor=an_author(), now=NOON)
    with scope(neighbour):
        author = an_author(of=neighbour)
        newer = take_in_offered(newer_offered(use_of(version.service)), waits=True, actor=author, now=NOON)
        adopt_upgrade(newer.pk, chosen=frozenset(), seen=0, actor=author, now=NOON, language="en")
        make_version(version.service_id, seen=2, actor=author, now=NOON)
        service = Service.objects.get()
        assert (service.settings, service.owner_unit, service.slug) == (
            {"log_in": "ours"},
            unit,
            "vores-adresse",
        )


def test_advice_against_it_reaches_those_who_use_it_with_what_to_use_instead(neighbour):
    better = an_offer(of=a_municipality("Lund"), key="better-service")
    entry = an_offer()
    version = adopted(entry, neighbour)
    owner = a_staff_member("service_owner", of=neighbour)
    with scope():
        with pytest.raises(Refusal):
            deprecate_offer(entry.pk, note=" ", actor=an_author(), now=NOON)
        deprecate_offer(entry.pk, note="Too long.", instead_id=better.pk, actor=an_author(), now=NOON)
    with scope(neighbour):
        InventoryEntry.objects.filter(service=version.service).update(person=owner)
        use = use_of(version.service)
        assert use.entry.is_deprecated and use.entry.instead == better
        assert tell_catalogue_news(address_of=lambda use: "/x/", now=NOON) == 1
        assert OutboxRow.objects.filter(template="catalogue_deprecated").count() == 1
    with scope():
        assert offer_service(Service.objects.get().pk, WHY, actor=an_author(), now=NOON).state == "offered"


def test_those_who_use_it_say_how_it_works_and_change_or_delete_what_they_said(neighbour):
    entry = an_offer()
    author = an_author(of=neighbour, name="Bente Berg")
    with scope(neighbour):
        with pytest.raises(Refusal) as refusal:
            write_comment(entry.pk, rating=5, text="Fine", actor=author, now=NOON)
        assert refusal.value.code == "not_used"
    adopted(entry, neighbour)
    with scope(neighbour):
        write_comment(entry.pk, rating=2, text="Hm", actor=author, now=NOON)
        comment = write_comment(entry.pk, rating=4, text="Godt nok", name="Vej", actor=author, now=NOON)
        assert CatalogueComment.everywhere.count() == 1 and comment.changed_at == NOON
    with scope():
        found = entry_numbered(entry.pk, an_author())
        assert (found.rating, found.ratings) == (4.0, 1)
        assert [(each.name, each.municipality.name) for each in comments_on(entry)] == [("Vej", "Sundby")]
        with pytest.raises(NotForYou):
            delete_comment(comment.pk, actor=an_author())
    with scope(neighbour):
        with pytest.raises(NotForYou):
            delete_comment(comment.pk, actor=an_author(of=neighbour))
        delete_comment(comment.pk, actor=author)
        assert comments_on(entry) == []


def test_whoever_offers_it_folds_a_comment_with_the_reason_in_sight_and_the_rating_still_counts(neighbour):
    entry = an_offer()
    adopted(entry, neighbour)
    author = an_author(of=neighbour)
    with scope(neighbour):
        comment = write_comment(entry.pk, rating=1, text="Ask Kurt", actor=author, now=NOON)
        with pytest.raises(CatalogueEntry.DoesNotExist):
            fold_comment(comment.pk, reason="No", actor=author, now=NOON)
    with scope():
        with pytest.raises(Refusal):
            fold_comment(comment.pk, reason="", actor=an_author(), now=NOON)
        fold_comment(comment.pk, reason="It names a person.", actor=an_author(), now=NOON)
    with scope(neighbour):
        assert comments_on(entry)[0].fold.reason == "It names a person."
        assert entry_numbered(entry.pk, author).rating == 1.0
        unfold_comment(comment.pk, actor=author)
        assert CatalogueFold.everywhere.count() == 1
    with scope():
        unfold_comment(comment.pk, actor=an_author())
        assert CatalogueFold.everywhere.count() == 0
    with scope():
        fold_comment(comment.pk, reason="Again.", actor=an_author(), now=NOON)
    with scope(neighbour):
        delete_comment(comment.pk, actor=author)
        assert comments_on(entry) == []


def test_it_is_tried_without_being_installed(neighbour):
    entry = an_offer()
    with scope(neighbour):
        author = an_author(of=neighbour, name="Bente Berg")
        link = try_entry(entry.pk, actor=author, now=NOON)
        assert try_entry(entry.pk, actor=author, now=NOON) == link
        assert not Service.objects.exists() and not Version.objects.exists()
        from dygn.services.preview_queries import tried_at

        assert tried_at(link).definition.key == "small-service"


def test_the_catalogue_is_searched_and_filtered(neighbour):
    an_offer()
    other = an_offer(of=neighbour, key="parking", topics="[streets]", languages="[sv, en]")
    for asked, found in (
        ({"text": "PARKING"}, 1),
        ({"text": "small ekeby"}, 1),
        ({"text": "nothing such"}, 0),
        ({"topic": "streets"}, 1),
        ({"language": "sv"}, 2),
        ({"language": "nb"}, 0),
        ({"country": "dk"}, 1),
        ({"by": "ekeby"}, 1),
        ({"state": "deprecated"}, 0),
        ({"mark": "ours"}, 1),
        ({"mark": "used"}, 0),
    ):
        assert seen_from(neighbour, **asked).count == found, asked
    with scope(neighbour):
        there_is = facets(an_author(of=neighbour))
        assert there_is.topics == ["streets"] and there_is.countries == ["dk", "se"]
    for sort in ("newest", "used", "liked", "name"):
        assert seen_from(neighbour, sort=sort).count == 2
    assert other.pk in [each.pk for each in seen_from(neighbour).entries]


def test_whoever_publishes_nothing_neither_looks_nor_writes(neighbour):
    entry = an_offer()
    officer = an_officer(of=neighbour)
    with scope(neighbour):
        for act in (
            lambda: catalogue_page(AskedCatalogue(), officer),
            lambda: adopt_entry(entry.pk, actor=officer, now=NOON),
            lambda: try_entry(entry.pk, actor=officer, now=NOON),
            lambda: write_comment(entry.pk, rating=1, text="x", actor=officer, now=NOON),
        ):
            with pytest.raises(NotForYou):
                act()
    with scope(neighbour), pytest.raises(CatalogueEntry.DoesNotExist):
        withdraw_offer(entry.pk, actor=an_author(of=neighbour), now=NOON)


def test_a_long_catalogue_costs_no_more_questions(neighbour, django_assert_num_queries):
    for number in range(6):
        an_offer(key=f"service-{number}")
    author = an_author(of=neighbour)
    with scope(neighbour), django_assert_num_queries(3):
        catalogue_page(AskedCatalogue(), author)
        facets(author)


def test_a_newer_version_that_was_taken_back_does_not_come_back_with_an_older_one(neighbour):
    entry = an_offer()
    a_second_version()
    author = an_author()
    later = NOON + timedelta(days=1)
    with scope():
        service = Service.objects.get(key="small-service")
        offer_service(service.pk, WHY, actor=author, now=NOON)
        offer_service(service.pk, WHY, number=1, actor=author, now=NOON)
        assert entry_of(service).newest_number == 2
        withdraw_offer(entry.pk, actor=author, now=NOON)
        entry = offer_service(service.pk, WHY, number=1, actor=author, now=later)
        assert (entry.newest_number, entry.state) == (1, "offered")
    with scope(neighbour):
        assert [each.number for each in versions_offered(entry)] == [1]
        assert version_offered(entry, 2) is None
        assert open_version("ekeby", "small-service", 2) is None and open_version("ekeby", "small-service", 1)
    assert adopted(entry, neighbour).content_hash == entry.newest_hash
    with scope():
        entry = offer_service(service.pk, WHY, number=2, actor=author, now=later)
        assert [each.number for each in versions_offered(entry)] == [2, 1]
