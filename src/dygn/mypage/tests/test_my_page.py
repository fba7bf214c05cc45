"""My page: first what is expected of me, then what is going on, then everything else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.write_message import write_message
from dygn.cases.tests.factories import a_case
from dygn.services.models.draft import new_draft
from dygn.services.queries import forget_catalogues
from dygn.services.tests.factories import a_service
from tests.cast import a_browser, a_municipality, a_person, a_resident, an_officer, scope

pytestmark = pytest.mark.django_db
PAGES = ["/en/my/", "/en/my/cases/", "/en/my/messages/", "/en/my/drafts/"]


@pytest.fixture(autouse=True)
def _in_ekeby(db):
    forget_catalogues()
    with scope():
        yield


def see(path, person, *, status=200):
    response = a_browser(a_resident(person)).get(path)
    assert response.status_code == status, response
    return response.content.decode()


def a_draft(person):
    service = a_service()
    with scope():
        draft = new_draft(
            service_id=service.pk,
            version_id=service.published_version_id,
            person_id=person.pk,
            language="sv",
        )
        draft.save()
    return draft


def ask_for_more(case, question="Kan du skicka intyget?"):
    with scope():
        day = timezone.localdate() + timedelta(days=14)
        officer = an_officer()
        return request_more(case.pk, [question], answer_by=day, actor=officer, now=timezone.now())


def test_what_is_expected_of_me_comes_first_with_its_day():
    alva = a_person()
    case = a_case(person=alva)
    ask_for_more(case)
    page = see("/en/my/", alva)
    asked, going_on = page.index("Kan du skicka intyget?"), page.index("What is going on")
    assert asked < going_on
    assert "working days" in page[asked:going_on] and f"/en/my/cases/{case.reference}/" in page


def test_what_is_going_on_says_how_it_stands():
    alva = a_person()
    case = a_case(person=alva)
    page = see("/en/my/", alva)
    assert case.reference in page and "You will hear from us by" in page


def test_a_new_message_is_told_but_not_shown():
    alva = a_person()
    case = a_case(person=alva)
    with scope():
        write_message(case.pk, "Din hemlighet", actor=an_officer(), now=timezone.now())
    for path in ("/en/my/", "/en/my/messages/"):
        page = see(path, alva)
        assert "We wrote about" in page and "New" in page and "Din hemlighet" not in page


def test_what_is_begun_can_be_gone_on_with_and_deleted():
    alva = a_person()
    draft = a_draft(alva)
    for path in ("/en/my/", "/en/my/drafts/"):
        page = see(path, alva)
        assert f"go-on/{draft.pk}/" in page and f"delete/?draft={draft.pk}" in page


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_page_says_what_will_be_there(path):
    page = see(path, a_person())
    assert ("ds-button" in page and 'href="/en/services/"' in page) or 'href="/en/my/cases/"' in page


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_what_is_another_person_s(path):
    alva, stranger = a_person(), a_person("Bo Berg")
    case, draft = a_case(person=alva), a_draft(alva)
    page = see(path, stranger)
    assert case.reference not in page and str(draft.pk) not in page


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_logged_in_is_sent_to_log_in_and_back(path):
    response = a_browser().get(path)
    assert response.status_code == 302
    assert "/login/" in response["Location"] and "next=" in response["Location"]


@pytest.mark.parametrize("path", PAGES)
def test_staff_have_no_page_of_their_own_here(path):
    assert a_browser(an_officer()).get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_the_neighbour_s_log_in_does_not_open_it(path):
    browser = a_browser(a_resident(of=a_municipality("Lund")))
    assert browser.get(path, headers={"host": "ekeby.localhost"}).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_it_is_only_read(path):
    assert a_browser(a_resident(a_person())).post(path).status_code == 405


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "999999999999", "%00", ""])
def test_a_page_that_is_no_page_is_no_error(page):
    assert a_browser(a_resident(a_person())).get(f"/my/cases/?page={page}").status_code == 200


def test_it_is_never_kept_by_anybody():
    response = a_browser(a_resident(a_person())).get("/my/")
    assert "no-store" in response.headers["Cache-Control"]


def test_many_cases_cost_no_more_questions_than_one(django_assert_max_num_queries):
    alva = a_person()
    for _ in range(6):
        a_case(person=alva)
    browser = a_browser(a_resident(alva))
    with django_assert_max_num_queries(16):
        assert browser.get("/my/").status_code == 200
