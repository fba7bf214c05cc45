"""The ready-made e-services that no other journey opens are filled in and sent, by phone and without scripts."""

import re
from dataclasses import replace

import pytest
from django.conf import settings

from dygn.cases.models import Case
from dygn.services.queries import definition_of
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, a_person, a_resident, scope
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow, press
from tests.journeys.filling import fill_in_all, walk_to_check


@pytest.fixture
def opened(visit, committed, monkeypatch, tmp_path):
    """Give a function that opens a package's first page as a resident: the page, and the form."""
    monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
    ekeby = a_municipality("Ekeby", language="en")

    def opened(name, **how):
        service = a_service(PACKAGES / name, of=ekeby)
        with scope(ekeby):
            form = definition_of(service.published_version_id).form
        page = visit("ekeby", "/nothing/", **how)
        person = a_person("Alva Ek", number="19900102-2384", email="alva@example.org")
        return enter(page, a_resident(person), f"/do/{service.slugs['en']}/"), form

    return opened


def looked_at(page, number):
    axe(page)
    assert_fits(page)


def unseen(page, number):
    """Without scripts axe, itself a script, cannot look."""
    assert_fits(page)


def send(page):
    follow(page.get_by_role("button", name=re.compile("^Send")))
    with scope(a_municipality("Ekeby")):
        case = Case.objects.get()
    assert appears(page.get_by_text(case.reference).first)
    return case


@pytest.mark.parametrize(("scripts", "look"), [(True, looked_at), (False, unseen)])
def test_after_school_care_is_applied_for_two_children(opened, photo, scripts, look):
    page, form = opened("after-school-care", scripts=scripts, width=360)

    def add_a_child(page, number):
        look(page, number)
        if not page.url.endswith("/children/"):
            return
        press(page, "Add another")
        names = page.get_by_label("The child's name")
        assert names.count() == 2 and names.first.input_value() == "x"
        look(page, number)
        press(page, "Remove Child 2")
        assert page.get_by_label("The child's name").count() == 1
        press(page, "Add another")
        page.get_by_label("The child's name").nth(1).fill("Bo")
        fill_in_all(page, second_row(form), photo)

    walk_to_check(page, form, photo, look=add_a_child)
    look(page, 0)
    assert appears(page.get_by_text("Bo", exact=True))
    assert len(send(page).answers["children"]) == 2


def second_row(form):
    """The questions of a group's second row, under the names that they have there."""
    group = form.by_id["children"]
    return [replace(each, id=f"{group.id}-1-{each.id}") for each in group.questions]


@pytest.mark.parametrize(("scripts", "look"), [(True, looked_at), (False, unseen)])
def test_a_general_enquiry_is_sent(opened, photo, scripts, look):
    page, form = opened("general-enquiry", scripts=scripts, width=360)
    walk_to_check(page, form, photo, look=look)
    look(page, 0)
    send(page)


def test_a_parking_permit_is_applied_for_without_scripts(opened, photo):
    page, form = opened("parking-permit", scripts=False)
    walk_to_check(page, form, photo, look=unseen)
    send(page)
