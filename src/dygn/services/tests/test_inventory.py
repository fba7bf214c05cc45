import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.base.spreadsheets import csv_lines
from dygn.identity.models import StaffMember
from dygn.post.models import OutboxRow
from dygn.services.actions.change_state import change_state
from dygn.services.actions.export_inventory import cells_of, export_inventory
from dygn.services.actions.import_inventory import import_inventory
from dygn.services.actions.remind_of_reviews import remind_of_reviews
from dygn.services.actions.remove_entry import remove_entry
from dygn.services.actions.review_entry import review_entry
from dygn.services.actions.save_entry import EntryFacts, add_entry, change_entry
from dygn.services.inventory_queries import AskedInventory, inventory_figures, inventory_page
from dygn.services.inventory_words import column_names, columns_by_heading
from dygn.services.models import InventoryEntry, Service
from dygn.services.rules.inventory_sheet import day_in, sheet_rows, sheet_text
from dygn.services.rules.review_dates import months_after
from dygn.services.tests.factories import a_service
from tests.cast import a_colleague, a_municipality, a_staff_member, a_unit, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 14, 9, tzinfo=UTC)
TODAY = date(2027, 3, 14)


@pytest.fixture
def keeper():
    return an_author()


def an_entry(name="Skolskjuts", *, of=None, **facts):
    with scope(of):
        return add_entry(EntryFacts(name, **facts), actor=an_author(of=of), now=NOW)


def in_inventory():
    return InventoryEntry.objects.select_related("service").order_by("pk")


def remind(now=NOW):
    return remind_of_reviews(address_of=lambda entry: f"/staff/admin/inventory/{entry.pk}/", now=now)


def test_an_installed_service_stands_in_the_inventory_by_itself():
    service = a_service()
    with scope():
        entry = in_inventory().get(service=service)
    assert entry.self_service == "e_form" and entry.title == service.title
    assert entry.unit_id == service.owner_unit_id and entry.review_due_on is not None


def test_the_entry_follows_its_service_and_keeps_what_was_said_of_it(keeper):
    service = a_service()
    with scope():
        entry = in_inventory().get(service=service)
        change_entry(entry.pk, EntryFacts(self_service="automatic", duty="by_law"), actor=keeper)
        unit = a_unit("parks")
        service.owner_unit, service.titles = unit, {"sv": "Nytt namn"}
        service.save()
        entry.refresh_from_db()
    assert (entry.name, entry.unit_id, entry.self_service) == ("Nytt namn", unit.pk, "automatic")


def test_a_service_that_is_paused_is_listed_once(keeper):
    service = a_service()
    with scope():
        change_state(service.pk, "paused", actor=keeper)
        assert in_inventory().filter(service=service).count() == 1


def test_what_a_published_version_says_classifies_the_entry_until_somebody_does():
    with scope():
        service = a_service()
        entry = in_inventory().get(service=service)
        InventoryEntry.objects.filter(pk=entry.pk).update(kle="01.02.03")
        service.save()
        entry.refresh_from_db()
    assert entry.kle == "01.02.03"


def test_a_service_without_e_service_is_added_by_hand_and_noted(keeper):
    unit, owner = a_unit(), a_staff_member("officer")
    facts = EntryFacts(
        " Skolskjuts ",
        self_service="paper",
        duty="by_law",
        law="Skollagen 10 kap. 32 §",
        law_url="https://lagen.nu/2010:800",
        unit_id=unit.pk,
        person_id=owner.pk,
        kle="17.20.08",
    )
    with scope():
        entry = add_entry(facts, actor=keeper, now=NOW)
        assert AuditEntry.objects.filter(action="inventory.added", subject=entry.subject).exists()
    assert entry.name == "Skolskjuts" and entry.review_due_on == date(2028, 3, 14)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"law_url": "javascript:alert(1)"}, "law_url"),
        ({"law_url": "https://x y"}, "law_url"),
        ({"law_url": "https://[x"}, "law_url"),
        ({"review_every_months": 0}, "review_every_months"),
        ({"review_every_months": 121}, "review_every_months"),
        ({"unit_id": 0}, "unit"),
        ({"person_id": 0}, "person"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(keeper, facts, field):
    with scope(), pytest.raises(Refusal) as refused:
        add_entry(EntryFacts(**{"name": "Skolskjuts", **facts}), actor=keeper, now=NOW)
    assert refused.value.field == field


def test_a_unit_and_an_owner_next_door_are_refused(keeper):
    lund = a_municipality("Lund")
    unit, owner = a_unit(of=lund), a_staff_member("officer", of=lund)
    for facts in ({"unit_id": unit.pk}, {"person_id": owner.pk}):
        with scope(), pytest.raises(Refusal):
            add_entry(EntryFacts("Skolskjuts", **facts), actor=keeper, now=NOW)


def test_officers_and_neighbours_keep_no_inventory():
    entry = an_entry()
    officer = an_officer()
    with scope():
        with pytest.raises(NotForYou):
            add_entry(EntryFacts("X"), actor=officer, now=NOW)
        with pytest.raises(NotForYou):
            import_inventory(b"name\nX", actor=officer, now=NOW)
        with pytest.raises(InventoryEntry.DoesNotExist):
            review_entry(entry.pk, actor=officer, now=NOW)
    lund = a_municipality("Lund")
    with scope(lund), pytest.raises(InventoryEntry.DoesNotExist):
        change_entry(entry.pk, EntryFacts("X"), actor=an_author(of=lund))


def test_the_owner_reviews_and_changes_their_own_and_hands_it_over_to_nobody():
    member = a_staff_member("officer")
    entry, owner = an_entry(person_id=member.pk), a_colleague(member)
    other = an_entry("Annat")
    with scope():
        change_entry(entry.pk, EntryFacts("Skolskjuts", law="Skollagen", person_id=member.pk), actor=owner)
        reviewed = review_entry(entry.pk, actor=owner, now=NOW)
        with pytest.raises(Refusal):
            change_entry(entry.pk, EntryFacts("Skolskjuts"), actor=owner)
        with pytest.raises(InventoryEntry.DoesNotExist):
            review_entry(other.pk, actor=owner, now=NOW)
        page = inventory_page(AskedInventory(), actor=owner, today=TODAY)
    assert (reviewed.reviewed_on, reviewed.reviewed_by_id) == (TODAY, member.pk)
    assert [each.pk for each in page.entries] == [entry.pk]


def test_an_entry_is_removed_and_that_of_an_e_service_is_not(keeper):
    entry, service = an_entry(), a_service()
    with scope():
        remove_entry(entry.pk, actor=keeper)
        with pytest.raises(Refusal):
            remove_entry(in_inventory().get(service=service).pk, actor=keeper)
        assert not in_inventory().filter(pk=entry.pk).exists()


def test_the_owner_is_reminded_once_for_each_due_day():
    member = a_staff_member("officer")
    entry = an_entry(person_id=member.pk, review_every_months=6)
    later = datetime(2027, 9, 14, 5, 20, tzinfo=UTC)
    with scope():
        assert remind(NOW) == 0
        assert remind(later) == 1 and remind(later) == 0
        row = OutboxRow.objects.get(subject=entry.subject)
        review_entry(entry.pk, actor=a_colleague(member), now=later)
        assert remind(later) == 0
        assert remind(datetime(2028, 3, 14, 6, tzinfo=UTC)) == 1
    assert row.address == member.email and "Skolskjuts" in row.facts
    assert f"/staff/admin/inventory/{entry.pk}/" in row.facts


def test_nobody_is_reminded_who_no_longer_works_here_or_of_what_needs_no_review():
    member = a_staff_member("officer")
    an_entry(person_id=member.pk, review_every_months=1)
    an_entry("Utan översyn", person_id=a_staff_member("officer").pk, review_every_months=None)
    an_entry("Utan ansvarig", review_every_months=1)
    with scope():
        StaffMember.objects.filter(pk=member.pk).update(is_active=False)
        assert remind(datetime(2030, 1, 1, tzinfo=UTC)) == 0


def test_the_figures_count_the_whole_and_the_page_what_is_filtered(keeper):
    an_entry("A", self_service="paper", duty="by_law")
    an_entry("B", self_service="information", person_id=a_staff_member("officer").pk)
    an_entry("C", self_service="automatic", duty="by_law", review_every_months=1)
    with scope():
        figures = inventory_figures(keeper, date(2027, 5, 1))
        assert (figures.total, figures.paper, figures.automatic) == (3, 1, 1)
        assert (figures.lacking, figures.overdue, figures.nobody) == (1, 1, 2)

        def names(**asked):
            page = inventory_page(AskedInventory(**asked), actor=keeper, today=date(2027, 5, 1))
            return "".join(each.name for each in page.entries)

        assert names() == "ABC" and names(sort="-name") == "CBA" and names(sort="nonsense") == "ABC"
        assert names(mark="lacking") == "A" and names(mark="overdue") == "C" and names(mark="nobody") == "AC"
        assert names(self_service="paper") == "A" and names(duty="by_law", sort="-self_service") == "AC"
        assert names(text="b") == "B" and names(mark="mine") == ""
        assert names(page=99) == "ABC"


def test_nobody_answers_for_what_somebody_did_who_no_longer_works_here(keeper):
    member = a_staff_member("officer")
    an_entry(person_id=member.pk)
    with scope():
        assert inventory_figures(keeper, TODAY).nobody == 0
        StaffMember.objects.filter(pk=member.pk).update(is_active=False)
        assert inventory_figures(keeper, TODAY).nobody == 1
        assert inventory_page(AskedInventory(mark="nobody"), actor=keeper, today=TODAY).count == 1


def test_a_page_asks_as_much_of_the_database_however_long_the_inventory_is(keeper, django_assert_num_queries):
    with scope():
        for size in (1, 150):
            InventoryEntry.objects.bulk_create(
                InventoryEntry.made(name=f"Tjänst {number}", added_on=TODAY) for number in range(size)
            )
            with django_assert_num_queries(2):
                page = inventory_page(AskedInventory(page=2), actor=keeper, today=TODAY)
    assert (page.count, page.page, page.pages, len(page.entries)) == (151, 2, 4, 50)


SHEET = """name;self_service;duty;law;unit;Their e-mail;Last reviewed;KLE
Skolskjuts;Information only;yes;Skollagen 10 kap. 32 §;street;{email};1.3.2027;17.20.08
Bygglov;E-form;no;;Gatukontoret;;2026-12-24;
"""


def take_in(text, keeper, **how):
    content = text if isinstance(text, bytes) else text.encode()
    return import_inventory(content, actor=keeper, now=NOW, **how)


def test_a_sheet_is_taken_in_and_the_same_again_changes_nothing(keeper):
    a_unit()
    member = a_staff_member("officer")
    sheet = SHEET.format(email=member.email.upper())
    with scope():
        assert take_in(sheet, keeper, is_trial=True).added == 2
        assert not in_inventory().exists()
        first = take_in(sheet, keeper)
        assert (first.added, first.changed, first.alike, first.faults) == (2, 0, 0, [])
        again = take_in(sheet, keeper)
        assert (again.added, again.changed, again.alike) == (0, 0, 2)
        entry = in_inventory().get(name="Skolskjuts")
        assert (entry.duty, entry.person_id, entry.kle) == ("by_law", member.pk, "17.20.08")
        assert (entry.reviewed_on, entry.review_due_on) == (date(2027, 3, 1), date(2028, 3, 1))
        changed = take_in(sheet.replace("E-form", "Automatic"), keeper)
        assert (changed.changed, changed.alike) == (1, 1)
        assert in_inventory().get(name="Bygglov").self_service == "automatic"


def test_a_long_sheet_asks_little_of_the_database(keeper, django_assert_max_num_queries):
    lines = [f"Tjänst {number};paper" for number in range(900)]
    with scope():
        for state in ("paper", "automatic"):
            sheet = "\n".join(["name;self_service", *lines]).replace("paper", state)
            with django_assert_max_num_queries(16):
                take_in(sheet, keeper)
        assert in_inventory().filter(self_service="automatic").count() == 900
        assert in_inventory().count() == 900


def test_a_column_that_a_sheet_lacks_stays_as_it_is(keeper):
    entry = an_entry(law="Skollagen", duty="by_law")
    with scope():
        take_in("name,note\nSkolskjuts,Gäller även fritids\n", keeper)
        entry.refresh_from_db()
    assert (entry.law, entry.duty, entry.note) == ("Skollagen", "by_law", "Gäller även fritids")


def test_what_is_exported_can_be_imported_again(keeper):
    service = a_service()
    an_entry("=Farlig", self_service="paper", unit_id=a_unit().pk, law="Skollagen")
    with scope():
        out = export_inventory(AskedInventory(), actor=keeper, kind="csv", language="sv", today=TODAY)
        rows = list(out.lines())
        assert any(row[0] == "'=Farlig" for row in rows)
        back = take_in("".join(csv_lines(rows)), keeper)
        assert (back.faults, back.added, back.changed, back.alike) == ([], 0, 0, 2)
        assert in_inventory().filter(service=service).count() == 1


@pytest.mark.parametrize(
    ("sheet", "line"),
    [
        ("name;unit\nA;nowhere", 2),
        ("name;owner_email\nA;stranger@example.org", 2),
        ("name;self_service\nA;\nB;sometimes", 3),
        ("name;reviewed_on\nA;31.2.2027", 2),
        ("name;reviewed_on\nA;2027-03-15", 2),
        ("name;review_every_months\nA;ofta", 2),
        ("name;review_every_months\nA;999999999999", 2),
        ("name;law_url\nA;javascript:alert(1)", 2),
        ("name\nA\na", 3),
        ("e_service\nnothing-of-the-kind", 2),
        ("name;note\n;Utan namn", 2),
        ("nonsense\nA", 1),
        ("", 1),
        (b"\xff\xfe\x00", 1),
        ("name\n" + "x\n" * 5_001, 0),
        (b"name\n" + b"x" * 2_000_001, 0),
        ('name\n"' + "x" * 200_000, 0),
    ],
)
def test_a_sheet_with_a_fault_is_refused_whole_with_the_line(keeper, sheet, line):
    with scope():
        intake = take_in(sheet, keeper)
        assert not in_inventory().exists()
    assert intake.faults[0].line == line


def test_a_sheet_in_the_letters_of_an_older_program_is_read():
    assert sheet_text("Tjänst;Översedd".encode("cp1252")) == "Tjänst;Översedd"


def test_headings_are_known_in_every_language(keeper):
    with scope():
        assert take_in("e_service;name\n;Skolskjuts", keeper).added == 1
    assert list(column_names()) == list(cells_of(InventoryEntry(name="x")))
    assert len(set(columns_by_heading().values())) == len(column_names())


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content):
    try:
        list(sheet_rows(sheet_text(content), {"name": "name"}))
    except Exception as error:
        assert type(error).__name__ == "Error" and type(error).__module__ == "_csv"


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_a_day(text):
    assert day_in(text) is None or isinstance(day_in(text), date)


@given(st.dates(), st.integers(0, 120))
def test_months_later_is_never_earlier(day, months):
    assert months_after(day, months) >= day


def test_the_last_day_of_a_month_stays_the_last_where_the_next_is_shorter():
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_after(date(2027, 12, 31), 12) == date(2028, 12, 31)


def test_services_installed_before_there_was_an_inventory_are_listed_by_the_migration():
    import importlib

    from django.apps import apps

    service = a_service()
    with scope():
        InventoryEntry.objects.all().delete()
        migration = importlib.import_module("dygn.services.migrations.0006_services_in_inventory")
        migration.list_services(apps, None)
        migration.list_services(apps, None)
        assert in_inventory().get().service_id == service.pk
        assert Service.objects.count() == 1


def test_no_sheet_however_mangled_breaks_the_import(keeper):
    chance = random.Random(7)
    a_unit()
    whole = SHEET.format(email="").encode() * 3
    for _number in range(150):
        sheet = bytearray(whole)
        for _change in range(chance.randint(1, 12)):
            place = chance.randrange(len(sheet))
            sheet[place : place + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
        with scope():
            intake = take_in(bytes(sheet), keeper, is_trial=chance.random() < 0.5)
            assert intake.faults or intake.added + intake.changed + intake.alike >= 1


def test_what_lacks_the_number_of_the_country_is_counted_and_found(keeper):
    an_entry("A", klassa="3.1.2")
    an_entry("B", kle="17.20.08")
    an_entry("C", los="https://psi.norge.no/los/tema/bygg")
    with scope():

        def lacking(taxonomy):
            asked = AskedInventory(mark="unclassified", taxonomy=taxonomy)
            names = "".join(each.name for each in inventory_page(asked, actor=keeper, today=TODAY).entries)
            assert inventory_figures(keeper, TODAY, taxonomy).unclassified == len(names)
            return names

        assert (lacking("klassa"), lacking("kle"), lacking("los")) == ("BC", "AC", "AB")


def test_a_number_that_is_written_into_a_service_later_comes_to_its_entry_too():
    service = a_service(classification='{kle: "17.20.08"}')
    newer = a_service(classification='{kle: "17.20.08", klassa: "3.7.2"}')
    assert newer.pk == service.pk
    with scope():
        entry = in_inventory().get(service=newer)
        assert (entry.kle, entry.klassa) == ("17.20.08", "3.7.2")
