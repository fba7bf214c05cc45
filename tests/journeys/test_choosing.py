"""A service owner chooses files, sources and answers, and types no technical name."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from dygn.municipalities.models import Connection
from dygn.portal.actions.prepare_editors import collection_of
from dygn.services.tests.factories import a_service
from tests.cast import a_browser, a_municipality, an_author, scope
from tests.journeys.browsing import axe, enter, follow, picture

EDIT = "/en/staff/admin/services/small-service/edit/"


@pytest.fixture
def author():
    a_service()
    author = an_author(name="Olle Owner")
    browser = a_browser(author)
    browser.post(EDIT, {"begin": "1"})
    for number, (question, kind) in enumerate(
        [("photo", "download"), ("dog_name", "tree"), ("name", "lookup")], 1
    ):
        browser.post(f"{EDIT}questions/{question}/", {"seen": number, "become": "1", "into": kind, "uses": "go"})
    with scope():
        sources = {"vehicles": {"ABC 123": {"make": "Volvo", "weight": 1650}}}
        Connection.objects.create(
            port="look_up",
            adapter="fake",
            settings={
                "sources": sources,
                "lists": {"dogs": [["Large", "Boxer"], ["Small", "Pug"], ["Small", "Corgi"]]},
            },
        )
        paper = get_document_model()(
            title="Rules for dogs",
            file=ContentFile(b"%PDF-1.7", name="r.pdf"),
            collection=collection_of(a_municipality()),
        )
        paper.save()
    return author


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_a_source_and_a_list_are_chosen(visit, author, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), author, f"{EDIT}questions/photo/")
    page.get_by_label("The file in English").select_option(label="Rules for dogs")
    if scripts:
        axe(page)
        picture(page, "choose-document")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert page.get_by_label("The file in English").locator("option:checked").inner_text() == "Rules for dogs"

    page.goto(f"{EDIT}questions/name/")
    page.locator("#id_source").select_option("vehicles")
    page.get_by_label("Something to look up").fill("ABC 123")
    follow(page.get_by_role("button", name="Ask the source"))
    page.get_by_label("Make: Volvo").check()
    if scripts:
        axe(page)
        picture(page, "choose-source")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert page.get_by_label("An example, for previews").count() == 1

    page.goto(f"{EDIT}questions/dog_name/list/")
    page.get_by_role("textbox", name="The list").fill("Large\n\tBoxer\nSmall\n\tPug")
    follow(page.get_by_role("button", name="Show what changes"))
    assert "4 new answers" in page.locator("main").inner_text()
    if scripts:
        axe(page)
        picture(page, "choose-list")
    follow(page.get_by_role("button", name="Save the answers"))
    assert "The answers are as in the list." in page.locator("body").inner_text()

    page.goto(f"{EDIT}questions/dog_name/list/")
    page.get_by_label("Or a source that has the list").select_option("dogs")
    follow(page.get_by_role("button", name="Fetch the list from the source"))
    assert "Small › Corgi" in page.locator("main").inner_text()
    follow(page.get_by_role("button", name="Save the answers"))
    page.goto(f"{EDIT}questions/dog_name/list/")
    follow(page.get_by_role("button", name="Fetch again"))
    assert "No answer comes or goes" in page.locator("main").inner_text()
    if scripts:
        axe(page)
        picture(page, "choose-fetched")

    page.goto("/en/staff/admin/shared-questions/")
    if scripts:
        axe(page)
        picture(page, "choose-ready")
    follow(page.get_by_role("button", name="Use “Bank details”"))
    assert "Bank details" in page.get_by_role("heading", level=1).inner_text()
