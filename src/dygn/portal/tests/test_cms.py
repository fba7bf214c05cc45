"""Wagtail's editor: only for editors, and each sees only their own municipality."""

import json

import pytest
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Revision

from dygn.identity.models import StaffMember
from dygn.portal.models import ContentPage, OperatingMessage, QuestionAnswer
from dygn.portal.tests.factories import a_site, see
from tests.cast import a_browser, a_colleague, a_municipality, a_resident, a_staff_member, an_officer, scope

pytestmark = pytest.mark.django_db
LUND = "{language: sv, title: Lund, pages: [{slug: hemligt, title: Hemligt i Lund, lead: x}]}"


def an_editor(*, of=None):
    return a_colleague(a_staff_member("editor", of=of))


@pytest.fixture(scope="module")
def two_towns(laid_once):
    """Ekeby's site and Lund's, for all these tests."""
    with laid_once():
        a_site()
        a_site(of=a_municipality("Lund"), text=LUND)


@pytest.fixture()
def neighbour(two_towns, db):
    """Lund's page, which no editor of Ekeby may meet."""
    with scope(a_municipality("Lund")):
        return ContentPage.objects.get(slug="hemligt")


@pytest.fixture()
def editor(neighbour):
    return a_browser(an_editor())


def own_page():
    with scope():
        return ContentPage.objects.get(slug="om-oss")


def test_an_editor_sees_their_own_tree(editor):
    home = own_page().get_parent()
    page = editor.get(f"/cms/pages/{home.pk}/")
    assert page.status_code == 200 and "Om oss" in page.content.decode()


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/"])
def test_whoever_is_not_logged_in_is_sent_to_the_staff_log_in(path):
    response = a_browser(of=a_municipality()).get(path)
    assert response.status_code == 302 and response["Location"].startswith("/staff/login/")


def test_there_is_no_other_log_in():
    response = a_browser(of=a_municipality()).get("/cms/login/")
    assert response.status_code == 302 and response["Location"].startswith("/staff/login/")


@pytest.mark.parametrize("somebody", [a_resident, an_officer])
def test_those_who_are_no_editors_find_nothing(somebody):
    assert a_browser(somebody()).get("/cms/").status_code == 404


def test_an_editor_edits_and_publishes(editor):
    page = own_page()
    response = editor.post(
        f"/cms/pages/{page.pk}/edit/",
        {
            "title": "Om Ekeby", "slug": "om-oss", "lead": "Nytt.", "action-publish": "1", "seo_title": "",
            "search_description": "", "services": [], "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
            "body": json.dumps({"blocks": [], "entityMap": {}}),
        },
    )  # fmt: skip
    assert response.status_code == 302, response.content.decode()[:2000]
    assert "Om Ekeby" in see("/om-oss/")


@pytest.mark.parametrize(
    "path",
    [
        "/cms/pages/{page}/edit/", "/cms/pages/{parent}/", "/cms/pages/{page}/history/",
        "/cms/pages/{page}/delete/", "/cms/pages/{page}/unpublish/", "/cms/pages/{page}/copy/",
        "/cms/pages/{page}/move/", "/cms/pages/{page}/usage/", "/cms/pages/{page}/view_draft/",
        "/cms/pages/{page}/privacy/", "/cms/pages/{page}/revisions/{revision}/view/",
        "/cms/pages/add/portal/contentpage/{parent}/", "/cms/choose-page/{parent}/",
        "/cms/pages/{own}/move/{parent}/confirm/", "/cms/pages/workflow/status/{page}/",
        "/cms/pages/{page}/edit/preview/",
    ],
)  # fmt: skip
def test_the_neighbour_s_page_is_not_found(editor, neighbour, path):
    with scope(a_municipality("Lund")):
        revision = neighbour.save_revision()
    address = path.format(
        page=neighbour.pk, parent=neighbour.get_parent().pk, revision=revision.pk, own=own_page().pk
    )
    assert editor.get(address).status_code in (403, 404), address


@pytest.mark.parametrize(
    "path",
    [
        "/cms/", "/cms/pages/", "/cms/choose-page/", "/cms/choose-page/search/?q=hemligt",
        "/cms/pages/search/?q=hemligt", "/cms/pages/search/results/?q=hemligt",
        "/cms/reports/site-history/", "/cms/reports/aging-pages/", "/cms/reports/locked/",
        "/cms/reports/workflow/", "/cms/reports/page-types-usage/", "/cms/reports/workflow_tasks/",
        "/cms/images/", "/cms/images/chooser/", "/cms/documents/", "/cms/documents/chooser/",
        "/cms/collections/", "/cms/users/", "/cms/groups/", "/cms/sites/", "/cms/workflows/list/",
        "/cms/api/main/pages/?search=hemligt", "/cms/api/main/pages/?child_of=1&for_explorer=1",
        "/cms/tag-autocomplete/?term=h", "/cms/snippets/",
        "/cms/snippets/portal/operatingmessage/", "/cms/snippets/portal/questionanswer/",
        "/cms/choose-page/?page_type=portal.homepage",
    ],
)  # fmt: skip
def test_no_list_names_the_neighbour_s(editor, neighbour, path):
    with scope(a_municipality("Lund")):
        OperatingMessage.objects.create(language="sv", title="Hemligt i Lund")
        QuestionAnswer.objects.create(language="sv", question="Hemligt i Lund?", answer="x")
        staff = StaffMember.objects.create(name="Hemlig Lundbo", email="hemlig@lund.example")
    page = editor.get(path, headers={"accept": "application/json, text/html"})
    assert page.status_code in (200, 302, 403, 404), path
    text = page.content.decode()
    assert "Hemligt" not in text and staff.name not in text and ">Lund<" not in text


def test_the_neighbour_s_pictures_are_not_chosen(editor, neighbour):
    from wagtail.images import get_image_model

    picture = get_image_model()(title="Lunds bild", file=get_test_image_file(), width=10, height=10)
    picture.collection = Collection.objects.get(name="lund")
    picture.save()
    for path in ("/cms/images/", "/cms/images/chooser/", "/cms/images/chooser/?q=Lunds"):
        assert "Lunds bild" not in editor.get(path).content.decode()
    assert editor.get(f"/cms/images/{picture.pk}/").status_code in (302, 403, 404)
    assert editor.get(f"/cms/images/chooser/{picture.pk}/").status_code in (302, 403, 404)


def test_a_document_is_given_at_its_own_municipality_only(editor):
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    paper = get_document_model()(title="Taxa", file=ContentFile(b"%PDF-1.7", name="taxa.pdf"))
    paper.collection = Collection.objects.get(name="ekeby")
    paper.save()
    assert a_browser().get(paper.url).status_code == 200
    assert a_browser(of=a_municipality("Lund")).get(paper.url).status_code == 404


def test_a_picture_on_a_page_is_given_and_its_original_is_not(neighbour):
    from wagtail.images import get_image_model

    picture = get_image_model()(title="Torget", file=get_test_image_file(), width=640, height=480)
    picture.collection = Collection.objects.get(name="ekeby")
    picture.save()
    drawn = picture.get_rendition("width-100").url
    assert a_browser().get(drawn).status_code == 200
    assert a_browser().get(picture.file.url).status_code == 404
    assert a_browser().get("/media/images/../../secret").status_code in (400, 404)


def test_the_neighbour_s_snippets_are_not_found(editor):
    with scope(a_municipality("Lund")):
        message = OperatingMessage.objects.create(language="sv", title="Hemligt")
    assert editor.get(f"/cms/snippets/portal/operatingmessage/edit/{message.pk}/").status_code == 404


def test_an_editor_writes_an_operating_message(editor):
    response = editor.post(
        "/cms/snippets/portal/operatingmessage/add/",
        {"language": "sv", "title": "Strömavbrott", "text": "", "weight": "danger",
         "starts_at": "2026-01-01 10:00", "ends_at": ""},
    )  # fmt: skip
    assert response.status_code == 302, response.content.decode()[:2000]
    assert "Strömavbrott" in see("/")


def test_a_page_is_seen_before_it_is_published(editor):
    page = own_page()
    with scope():
        page.title = "Om oss, utkast"
        page.save_revision()
    draft = editor.get(f"/cms/pages/{page.pk}/view_draft/")
    assert draft.status_code == 200 and "utkast" in draft.content.decode()
    assert "utkast" not in see("/om-oss/")


def test_bulk_acts_do_not_reach_the_neighbour(editor, neighbour):
    for act in ("unpublish", "delete", "move", "publish"):
        address = f"/cms/bulk/wagtailcore/page/{act}/?next=/cms/&id={own_page().pk}&id={neighbour.pk}"
        assert editor.get(address).status_code == 404
        assert editor.post(address, {"include_descendants": "on"}).status_code == 404
    for everything in ("id=all", f"id=all&childOf={neighbour.get_parent().pk}", "id=x"):
        assert editor.get(f"/cms/bulk/wagtailcore/page/delete/?next=/cms/&{everything}").status_code == 404
    assert Page.objects.get(pk=neighbour.pk).live


def test_nothing_of_the_whole_installation_is_counted(editor):
    counts = editor.get("/cms/").content.decode().partition('w-summary__list">')[2].partition("</ul>")[0]
    assert not counts.strip()


def test_an_editor_no_longer_is_shut_out():
    a_site()
    member = a_staff_member("editor")
    browser = a_browser(a_colleague(member))
    assert browser.get("/cms/").status_code == 200
    with scope():
        member.roles.all().delete()
    assert browser.get("/cms/").status_code == 404
    assert Revision.objects.count() == 0
