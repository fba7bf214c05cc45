from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.identity.actions.confirm_contact_code import confirm_contact_code
from dygn.identity.actions.send_contact_code import send_contact_code
from dygn.identity.adapters.fake import FakeContactCodes
from dygn.identity.models import ContactCode, Person
from tests.cast import a_browser, a_municipality, a_person, a_resident, an_officer, scope

pytestmark = pytest.mark.django_db
PAGES = ("/my/details/", "/my/details/email/", "/my/details/phone/")


@pytest.fixture(autouse=True)
def codes(settings):
    settings.DEFAULT_ADAPTERS = {**settings.DEFAULT_ADAPTERS, "contact_codes": "fake"}
    FakeContactCodes.sent.clear()
    return FakeContactCodes.sent


def mine():
    with scope():
        return Person.objects.get()


def choices(channel="letter", language="sv"):
    return {"channel": channel, "language": language}


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_show(page):
    browser = a_browser(a_resident(a_person(number="198410092384", street="Storgatan 1", town="Ekeby")))
    answer = browser.get(page)
    assert answer.status_code == 200
    assert "2384" not in answer.content.decode()


@pytest.mark.parametrize("page", [*PAGES, "/my/details/email/code/"])
def test_nobody_is_sent_to_log_in_and_staff_find_nothing(page):
    assert a_browser().get(page).headers["Location"].startswith("/login/?next=")
    assert a_browser(an_officer()).get(page).status_code == 404
    a_municipality("Lund")
    neighbour = a_browser(a_resident())
    moved = neighbour.get(page, headers={"host": "lund.localhost"})
    assert moved.status_code == 302  # nobody there


@pytest.mark.parametrize("page", [*PAGES, "/my/details/email/code/"])
def test_other_methods_are_not_known(page):
    assert a_browser(a_resident()).delete(page).status_code == 405


def test_removing_is_posted():
    assert a_browser(a_resident()).get("/my/details/email/remove/").status_code == 405
    assert a_browser(a_resident()).get("/my/details/fax/").status_code == 404


def test_channel_and_language_are_chosen():
    browser = a_browser(a_resident(a_person(email_verified_at=timezone.now(), email="a@example.com")))
    assert browser.post("/my/details/", choices("email", "nb")).status_code == 302
    assert (mine().channel, mine().language) == ("email", "nb")
    with scope():
        assert AuditEntry.objects.filter(action="details.changed").count() == 1


@pytest.mark.parametrize(
    "chosen",
    [choices("sms"), choices("email"), choices("fax"), choices(language="xx"), {}, choices("digital_post")],
)
def test_a_choice_that_cannot_be_is_explained(chosen):
    answer = a_browser(a_resident()).post("/my/details/", chosen)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert mine().language == ""


def test_the_channel_that_can_be_used_is_the_one_that_is_ticked():
    page = a_browser(a_resident(a_person(channel="email"))).get("/my/details/").content.decode()
    ticked = [part for part in page.split("<input") if "checked" in part.split(">")[0] and "channel" in part]
    assert len(ticked) == 1
    assert 'value="letter"' in ticked[0]


def test_an_e_mail_address_is_confirmed_by_its_code(codes):
    browser = a_browser(a_resident())
    assert browser.post("/my/details/email/", {"contact": "Alva@example.com"}).status_code == 302
    assert mine().email == ""
    [(kind, contact, code)] = codes
    assert (kind, contact) == ("email", "Alva@example.com")
    assert "Alva@example.com" in browser.get("/my/details/email/code/").content.decode()
    assert browser.post("/my/details/email/code/", {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert mine().email == "Alva@example.com"
    assert mine().email_verified_at
    assert browser.get("/my/details/email/code/").status_code == 302  # used


def test_a_phone_is_confirmed_by_its_code(codes):
    browser = a_browser(a_resident())
    browser.post("/my/details/phone/", {"contact": "070-174 06 10"})
    [(kind, contact, code)] = codes
    assert (kind, contact) == ("phone", "+46701740610")
    assert "Check the number" in browser.get("/en/my/details/phone/code/").text
    browser.post("/my/details/phone/code/", {"code": code})
    assert mine().phone == "+46701740610"
    assert "+46 70 174 06 10" in browser.get("/my/details/").content.decode()


@pytest.mark.parametrize(
    ("page", "contact"),
    [
        ("email", "alva"),
        ("email", ""),
        ("email", "a" * 300 + "@example.com"),
        ("phone", "12"),
        ("phone", "ring mig"),
    ],
)
def test_what_is_no_address_is_explained(page, contact, codes):
    answer = a_browser(a_resident()).post(f"/my/details/{page}/", {"contact": contact})
    assert answer.status_code == 422
    assert not codes


def test_a_wrong_code_is_counted_and_the_sixth_opens_nothing(codes):
    browser = a_browser(a_resident())
    browser.post("/my/details/email/", {"contact": "alva@example.com"})
    code = codes[0][2]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for left in (4, 3, 2, 1, 0):
        assert browser.post("/my/details/email/code/", {"code": wrong}).status_code == 422
        with scope():
            assert ContactCode.objects.get().attempts_left == left
    assert browser.post("/my/details/email/code/", {"code": code}).status_code == 422
    assert mine().email == ""


def test_a_code_lives_a_quarter_of_an_hour(codes):
    resident = a_resident()
    now = timezone.now()
    with scope():
        send_contact_code("email", "a@example.com", actor=resident, language="sv", now=now)
        with pytest.raises(Refusal) as refused:
            confirm_contact_code(
                "email", codes[0][2], actor=resident, now=now + timedelta(minutes=15, seconds=1)
            )
    assert refused.value.code == "code_expired"


def test_a_new_code_takes_the_place_of_the_old(codes):
    browser = a_browser(a_resident())
    for contact in ("a@example.com", "b@example.com"):
        browser.post("/my/details/email/", {"contact": contact})
    if codes[0][2] != codes[1][2]:
        assert browser.post("/my/details/email/code/", {"code": codes[0][2]}).status_code == 422
    assert browser.post("/my/details/email/code/", {"code": codes[1][2]}).status_code == 302
    assert mine().email == "b@example.com"


def test_another_person_s_code_opens_nothing(codes):
    with scope():
        now = timezone.now()
        send_contact_code("email", "a@example.com", actor=a_resident(), language="sv", now=now)
        with pytest.raises(Refusal):
            confirm_contact_code("email", codes[0][2], actor=a_resident(), now=now)
        with pytest.raises(NotForYou):
            confirm_contact_code("email", codes[0][2], actor=an_officer(), now=now)


def test_the_code_is_not_kept_in_words(codes):
    with scope():
        send_contact_code("email", "a@example.com", actor=a_resident(), language="sv", now=timezone.now())
        kept = ContactCode.objects.extra(select={"raw": "contact"}).values("raw", "code_hash").get()
    assert codes[0][2] not in str(kept)
    assert "example" not in str(kept)


def test_more_than_five_codes_an_hour_are_refused(codes):
    browser = a_browser(a_resident())
    for _ in range(5):
        assert browser.post("/my/details/email/", {"contact": "a@example.com"}).status_code == 302
    assert browser.post("/my/details/email/", {"contact": "a@example.com"}).status_code == 422
    assert len(codes) == 5


def test_a_contact_is_removed_and_the_channel_with_it():
    now = timezone.now()
    browser = a_browser(a_resident(a_person(email="a@example.com", email_verified_at=now, channel="email")))
    assert browser.post("/my/details/email/remove/").status_code == 302
    assert (mine().email, mine().channel) == ("", "letter")


def test_a_protected_person_is_told_that_no_address_is_kept():
    person = a_person(protected_identity=True)
    page = a_browser(a_resident(person)).get("/my/details/").content.decode()
    assert "protected" in page or "skyddad" in page


def test_script_in_a_name_is_shown_as_words():
    page = a_browser(a_resident(a_person("<script>x</script> Ek"))).get("/my/details/").content.decode()
    assert "<script>x" not in page


def test_the_page_asks_few_questions(django_assert_max_num_queries):
    browser = a_browser(a_resident())
    browser.get("/my/details/")
    with django_assert_max_num_queries(8):
        browser.get("/my/details/")
