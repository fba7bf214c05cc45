import html
import io
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.operations.tasks import address_of_entry
from dygn.post.models import OutboxRow
from dygn.services.actions.remind_of_reviews import remind_of_reviews
from dygn.services.models import InventoryEntry
from dygn.services.tests.factories import a_service
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
LIST = "/en/staff/admin/inventory/"
WRITTEN = {
    "name": "Skolskjuts",
    "self_service": "paper",
    "duty": "by_law",
    "law": "Skollagen 10 kap. 32 §",
    "law_url": "https://lagen.nu/2010:800",
    "review_every_months": "12",
    "klassa": "3.1",
}


@pytest.fixture
def browser():
    return a_browser(an_author())


def words_of(response):
    return html.unescape(response.content.decode())


def an_entry(name="Skolskjuts", *, of=None, **fields):
    with scope(of):
        return InventoryEntry.objects.create(name=name, added_on=date(2026, 1, 1), **fields)


def page_of(entry):
    return f"{LIST}{entry.pk}/"


def a_sheet(text):
    return SimpleUploadedFile("sheet.csv", text.encode())


def test_an_installed_service_and_one_added_by_hand_stand_in_the_list(browser):
    service = a_service()
    assert browser.post(LIST + "new/", WRITTEN).status_code == 302
    page = words_of(browser.get(LIST))
    assert service.titles["en"] in page and "Skolskjuts" in page and "Skollagen 10 kap. 32 §" in page
    assert "2 services" in page


def test_the_list_is_filtered_sorted_and_counted(browser):
    an_entry("Bygglov", self_service="paper", duty="by_law", klassa="3.1.2")
    an_entry("Avfall", self_service="automatic", review_due_on=date(2026, 2, 1))
    page = words_of(browser.get(LIST))
    assert "<strong>1</strong><span>without KLASSA</span>" in page
    assert page.index(">Avfall<") < page.index(">Bygglov<")
    page = words_of(browser.get(LIST, {"sort": "-name"}))
    assert page.index(">Avfall<") > page.index(">Bygglov<") and 'aria-sort="descending"' in page
    for query, shown in (
        ({"state": "paper"}, "Bygglov"),
        ({"mark": "lacking"}, "Bygglov"),
        ({"mark": "overdue"}, "Avfall"),
        ({"q": "avf"}, "Avfall"),
        ({"mark": "unclassified"}, "Avfall"),
    ):
        page = words_of(browser.get(LIST, query))
        assert f">{shown}<" in page and "1 service<" in page, query


@pytest.mark.parametrize(
    "query",
    [
        "sort=x",
        "page=0",
        "page=99999999999999999999",
        "unit=x",
        "mark=x",
        "state=x",
        "q=%00",
        "unit=" + "9" * 40,
    ],
)
def test_what_cannot_be_read_in_the_address_is_left_out(browser, query):
    an_entry()
    assert "Skolskjuts" in words_of(browser.get(f"{LIST}?{query}"))


def test_a_long_inventory_is_turned_page_by_page_and_keeps_its_filter(browser):
    for number in range(51):
        an_entry(f"Tjänst {number:03}", self_service="paper")
    page = words_of(browser.get(LIST, {"state": "paper"}))
    assert "Page 1 of 2" in page and "state=paper&page=2" in page and "Tjänst 050" not in page
    page = words_of(browser.get(LIST, {"state": "paper", "page": "2"}))
    assert "Tjänst 050" in page and "Page 2 of 2" in page


def test_the_page_asks_no_more_when_the_inventory_is_long(browser, django_assert_max_num_queries):
    for number in range(60):
        an_entry(f"Tjänst {number}", unit=a_unit(), person=None)
    browser.get(LIST)
    with django_assert_max_num_queries(14):
        browser.get(LIST)


def test_an_entry_is_changed_and_a_wrong_address_is_told_at_its_field(browser):
    entry, unit = an_entry(), a_unit()
    owner = a_staff_member("officer", name="Olle Ek")
    sent = {**WRITTEN, "unit": str(unit.pk), "person": str(owner.pk)}
    assert browser.post(page_of(entry), sent).status_code == 302
    with scope():
        entry.refresh_from_db()
    assert (entry.unit_id, entry.person_id, entry.law) == (unit.pk, owner.pk, WRITTEN["law"])
    refused = browser.post(page_of(entry), {**sent, "law_url": "javascript:alert(1)"})
    assert refused.status_code == 422 and 'id="id_law_url-error"' in words_of(refused)
    assert browser.post(page_of(entry), {**sent, "review_every_months": "500"}).status_code == 422
    assert browser.post(page_of(entry), {**sent, "name": ""}).status_code == 422


def test_reviewed_today_is_noted_with_who_and_when_next(browser):
    entry = an_entry(review_due_on=date(2026, 2, 1))
    assert "It is time to review this" in words_of(browser.get(page_of(entry)))
    assert browser.post(page_of(entry), {**WRITTEN, "reviewed": "1"}).status_code == 302
    page = words_of(browser.get(page_of(entry)))
    assert "Saved, and noted as reviewed today." in page and "It is time to review this" not in page
    with scope():
        entry.refresh_from_db()
        assert entry.reviewed_by is not None and entry.reviewed_on > date(2026, 1, 1)
    assert entry.law == WRITTEN["law"]


def test_what_is_wrong_is_not_noted_as_reviewed(browser):
    entry = an_entry()
    assert browser.post(page_of(entry), {**WRITTEN, "name": "", "reviewed": "1"}).status_code == 422
    with scope():
        entry.refresh_from_db()
    assert entry.reviewed_on is None


def test_the_page_of_an_e_service_leads_to_it_and_to_its_form_on_paper(browser):
    service = a_service()
    with scope():
        entry = InventoryEntry.objects.get(service=service)
    page = words_of(browser.get(page_of(entry)))
    assert f"/do/{service.slug}/paper.pdf" in page and f"/staff/admin/services/{service.key}/" in page
    assert 'name="name"' not in page and 'name="remove"' not in page
    browser.post(page_of(entry), {"remove": "1"})
    assert browser.post(page_of(entry), {**WRITTEN, "self_service": "automatic"}).status_code == 302
    with scope():
        entry.refresh_from_db()
    assert (entry.name, entry.self_service) == (service.titles["sv"], "automatic")


def test_a_service_that_is_no_longer_offered_is_taken_off(browser):
    entry = an_entry()
    assert browser.post(page_of(entry), {"remove": "1"})["Location"].endswith("/inventory/")
    assert browser.get(page_of(entry)).status_code == 404


def test_a_sheet_is_tried_taken_in_and_refused_with_its_lines(browser):
    address, text = LIST + "import/", "name;duty\nSkolskjuts;ja\nBygglov;nej\n"
    tried = browser.post(address, {"sheet": a_sheet(text), "is_trial": "on"})
    assert "2 services are new." in words_of(tried) and "Nothing is saved." in words_of(tried)
    with scope():
        assert not InventoryEntry.objects.exists()
    assert "2 services are new." in words_of(browser.post(address, {"sheet": a_sheet(text)}))
    refused = browser.post(address, {"sheet": a_sheet(text + "Avfall;kanske\n")})
    assert refused.status_code == 422 and "Line 4:" in words_of(refused)
    assert browser.post(address, {"sheet": a_sheet("x" * 2_000_001)}).status_code == 422
    assert browser.post(address, {}).status_code == 422


def test_the_inventory_is_exported_as_it_is_filtered_and_the_export_is_logged(browser):
    an_entry("=Farlig", self_service="paper")
    an_entry("Annat")
    answer = browser.get(LIST + "export.csv", {"state": "paper"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Name of the service;") and "'=Farlig" in text and "Annat" not in text
    assert "no-store" in answer["Cache-Control"] and "attachment" in answer["Content-Disposition"]
    answer = browser.get(LIST + "export.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][0] == "Name of the service" and {rows[1][0], rows[2][0]} == {"'=Farlig", "Annat"}
    assert browser.get(LIST + "export.pdf").status_code == 404
    with scope():
        assert AuditEntry.objects.filter(action="inventory.exported").count() == 2


def test_the_reminder_leads_the_owner_to_a_page_that_opens():
    member = a_staff_member("officer")
    entry = an_entry(person=member, review_due_on=date(2026, 2, 1))
    with scope():
        remind_of_reviews(address_of=address_of_entry, now=timezone.now())
        row = OutboxRow.objects.get(subject=entry.subject)
    path = row.known_facts["url"]
    owner = a_browser(a_colleague(member))
    page = words_of(owner.get(path, follow=True))
    assert "Skolskjuts" in page and 'name="person"' not in page and "/staff/admin/services/" not in page
    assert owner.post(f"/en{path}", {**WRITTEN, "reviewed": "1"}).status_code == 302


def test_owners_see_theirs_and_nothing_of_others():
    member = a_staff_member("officer")
    mine, other = an_entry(person=member), an_entry("Annans")
    owner = a_browser(a_colleague(member))
    assert "Annans" not in words_of(owner.get(LIST))
    assert owner.get(page_of(mine)).status_code == 200
    assert owner.get(page_of(other)).status_code == 404
    assert owner.post(page_of(other), {"reviewed": "1"}).status_code == 404
    assert owner.get(LIST + "new/").status_code == owner.get(LIST + "import/").status_code == 404
    assert owner.post(page_of(mine), {"remove": "1"}).status_code == 404
    assert b"Annans" not in b"".join(owner.get(LIST + "export.csv").streaming_content)


def test_administrators_may_and_others_find_nothing():
    entry = an_entry()
    addresses = (LIST, page_of(entry), LIST + "new/", LIST + "import/", LIST + "export.csv")
    neighbour = an_administrator(of=a_municipality("Nordø", country="dk", language="da"))
    for address in addresses:
        assert a_browser(an_administrator()).get(address).status_code == 200
        assert a_browser().get(address).status_code == 302
        for stranger in (an_officer(), a_resident()):
            assert a_browser(stranger).get(address).status_code == 404, address
    assert a_browser(neighbour).get(page_of(entry)).status_code == 404
    assert "Skolskjuts" not in words_of(a_browser(neighbour).get(LIST))


def test_pages_are_neither_put_nor_deleted(browser):
    entry = an_entry()
    assert browser.delete(page_of(entry)).status_code == browser.put(LIST).status_code == 405
    assert browser.post(LIST).status_code == browser.post(LIST + "export.csv").status_code == 405


def test_each_country_is_asked_for_its_own_taxonomy(browser):
    assert 'name="klassa"' in words_of(browser.get(LIST + "new/"))
    dane = a_browser(an_author(of=a_municipality("Nordø", country="dk", language="da")))
    page = words_of(dane.get("/en/staff/admin/inventory/new/"))
    assert 'name="kle"' in page and 'name="klassa"' not in page


def test_a_save_on_top_of_a_newer_one_is_refused_with_the_difference_and_a_second_press_keeps_it(browser):
    entry = an_entry()
    seen = re.search(r'name="seen" value="(\w+)"', browser.get(page_of(entry)).content.decode())[1]
    mine = {**WRITTEN, "seen": seen, "note": "Mine"}
    assert browser.post(page_of(entry), {**WRITTEN, "seen": seen, "note": "Theirs"}).status_code == 302
    refused = browser.post(page_of(entry), mine)
    words = words_of(refused)
    assert refused.status_code == 422 and "Changed by somebody else meanwhile" in words
    assert "Theirs" in words and words.count("Mine") >= 2
    with scope():
        assert InventoryEntry.objects.get(pk=entry.pk).note == "Theirs"
    newer = re.search(r'name="seen" value="(\w+)"', refused.content.decode())[1]
    assert browser.post(page_of(entry), {**mine, "seen": newer}).status_code == 302
    assert browser.post(page_of(entry), {**mine, "seen": seen}).status_code == 302  # pressed twice: the same
    with scope():
        assert InventoryEntry.objects.get(pk=entry.pk).note == "Mine"
