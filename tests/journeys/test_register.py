"""A registrar enters what came in, with and without scripts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dygn.cases.actions.attach_document import attach_document
from dygn.cases.actions.register_case import register_case
from dygn.cases.tests.factories import a_case
from tests.cast import a_colleague, a_municipality, a_person, a_staff_member, a_unit, scope
from tests.journeys.browsing import appears, assert_fits, axe, enter, picture, press


@pytest.fixture
def registrar(committed):
    with scope(a_municipality(language="en")):
        return a_colleague(a_staff_member("registrar", unit=a_unit(), name="Rut Registrar"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_registrar_enters_what_came_in_and_keeps_what_was_typed_when_it_names_somebody(
    registrar, visit, scripts
):
    with scope(a_municipality()):
        case = a_case(person=a_person("Alva Ek"))
        register_case(case.pk, actor=registrar, now=timezone.now())
        plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.4\n%%EOF\n")
        attach_document(case.pk, plan, title="Plan", actor=registrar, now=timezone.now())
    page = enter(visit("ekeby", scripts=scripts), registrar, f"/staff/cases/{case.reference}/?do=enter")
    form = page.locator("#act-enter")
    form.get_by_label("Direction").select_option(label="Internal")
    form.get_by_label("What it is").fill("Talk with Alva")
    form.get_by_label("From or to").fill("The county")
    form.get_by_label("Plan").check()
    press(page, "Enter it")
    assert appears(form.get_by_text("The title names a person", exact=False).first)
    assert form.get_by_label("What it is").input_value() == "Talk with Alva"
    form.get_by_label("What it is").fill("Statement on the plan")
    press(page, "Enter it")
    assert appears(page.locator("#entries").locator("..").get_by_text("2. Statement on the plan"))
    if scripts:
        axe(page)
        picture(page, "register-entries")
        page.goto(f"/staff/cases/{case.reference}/?do=enter")
        axe(page)
        picture(page, "register-enter")
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page)
