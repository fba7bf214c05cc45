"""A municipality that begins is offered shared questions that most services ask."""

import pytest

from dygn.operations.tests.test_editor_views import words_of
from dygn.services.models import SharedGroup
from dygn.services.ready_made_groups import ready_made_groups
from dygn.services.rules.editing.group_form import faults_of_group, group_form
from tests.cast import a_browser, a_municipality, a_resident, an_author, an_officer, scope

GROUPS = "/en/staff/admin/shared-questions/"


@pytest.mark.parametrize("languages", [["sv", "en"], ["da", "en"], ["nb", "nn", "en"]])
def test_they_are_whole_in_the_languages_of_each_country(languages):
    found = ready_made_groups(languages)
    assert [each.key for each in found] == ["contact-details", "bank-details"]
    for each in found:
        assert not faults_of_group(group_form(each.key, each.names, languages, each.questions))


@pytest.mark.django_db
def test_a_press_makes_them_the_municipalitys_own_ready_for_services_and_once():
    browser = a_browser(an_author())
    page = words_of(browser.get(GROUPS))
    assert "Ready to use" in page and "Contact details" in page and "Bank details" in page
    made = browser.post(GROUPS, {"ready": "contact-details"})
    assert made.status_code == 302 and "contact-details" in made.url
    with scope():
        group = SharedGroup.objects.get()
        assert group.version == 1 and group.key == "contact-details"
    assert "Use “Contact details”" not in words_of(browser.get(GROUPS))
    browser.post(GROUPS, {"ready": "contact-details"})
    assert browser.post(GROUPS, {"ready": "nothing"}).status_code == 302
    with scope():
        assert SharedGroup.objects.count() == 1
    with scope(a_municipality("Lund")):
        assert not SharedGroup.objects.exists()


@pytest.mark.django_db
def test_nobody_but_an_author_takes_them():
    for stranger in (a_browser(), a_browser(a_resident()), a_browser(an_officer())):
        assert stranger.post(GROUPS, {"ready": "contact-details"}).status_code in (302, 403, 404)
    with scope():
        assert not SharedGroup.objects.exists()
