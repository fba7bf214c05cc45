"""Children and companies from the registers: who is offered, how often is asked, and what is kept."""

import pytest

from dygn.identity.actor import Actor
from dygn.identity.adapters.fake import FakeCompanyRegister, FakePopulationRegister
from dygn.municipalities.models import Connection
from dygn.services.actions.make_paper_form import _Paper
from dygn.services.models import Draft
from dygn.services.queries import begin_filling, look_at_first_page
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, Visitor, a_service
from dygn.services.tests.walking import walk
from tests.cast import a_browser, a_person, a_resident, log_in, scope

NUMBER = "19900102-2384"
PICK = """\
format: 1
key: pick
languages: [sv, en]
title: {sv: Byt fritids, en: Change}
slug: {sv: byt, en: change}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: first
    title: {sv: Först, en: First}
    questions:
      - {id: why, kind: text, label: {sv: Varför, en: Why}}
  - id: who
    title: {sv: Vem, en: Who}
    questions:
      - {id: kid, kind: child, label: {sv: Vilket barn?, en: Which child?}}
      - {id: firm, kind: company, label: {sv: Vilket företag?, en: Which company?}, required: false}
"""
CHILDREN = {
    "199001022384": [
        {"number": "201903042388", "given_name": "Bo", "family_name": "Ek", "is_in_custody": True},
        {"number": "201601312380", "given_name": "Eva", "family_name": "Ek", "is_in_custody": False},
        {
            "number": "201501022386",
            "given_name": "Hemlig",
            "is_in_custody": True,
            "protected_identity": True,
        },
    ]
}
COMPANIES = {
    "199001022384": [
        {"number": "2120001355", "name": "Eks bageri", "signs_alone": True},
        {"number": "2120000142", "name": "Stora bolaget", "signs_alone": False},
    ]
}
pytestmark = pytest.mark.django_db


@pytest.fixture()
def asked(monkeypatch):
    """Every time that a register is asked."""
    found = []
    for register, name in ((FakePopulationRegister, "children_of"), (FakeCompanyRegister, "companies_of")):
        ask = getattr(register, name)
        monkeypatch.setattr(
            register, name, lambda self, number, ask=ask, name=name: found.append(name) or ask(self, number)
        )
    return found


@pytest.fixture()
def visitor(taken, asked):
    return a_visitor()


def a_visitor(*, person=True, text=PICK, **settings):
    a_service(PackageFiles({"service.yaml": text, **LETTERS}))
    with scope():
        Connection.objects.create(
            port="population_register", adapter="fake", settings={"children": CHILDREN, **settings}
        )
        Connection.objects.create(
            port="company_register", adapter="fake", settings={"companies": COMPANIES, **settings}
        )
    browser = a_browser()
    if person:
        log_in(browser, a_resident(a_person("Alva Ek", number=NUMBER)))
    return Visitor(browser, slug="byt")


def test_only_children_in_custody_and_companies_one_signs_for_alone_are_offered(visitor):
    visitor.fill_in("first", why="x")
    page = visitor.see("who/").content.decode()
    assert "Bo Ek" in page and "20190304-••••" in page and "Eks bageri" in page
    assert "Eva Ek" not in page and "Hemlig" not in page and "Stora bolaget" not in page


def test_each_register_is_asked_once_per_filling_and_never_per_page(visitor, asked, taken):
    visitor.see("first/")
    assert asked == []
    visitor.fill_in("first", why="x")
    for _ in range(3):
        visitor.see("who/")
        visitor.fill_in("who", kid="", firm="")
    visitor.fill_in("who", kid="0", firm="0")
    visitor.see("check/")
    visitor.send()
    assert sorted(asked) == ["children_of", "companies_of"]
    with scope():
        assert set(taken[0].answers["kid"]) == {"sealed"}
    assert taken[0].answers["firm"] == {
        "name": "Eks bageri",
        "number": "2120001355",
        "from_register": True,
        "born_on": "",
    }


def test_what_the_register_said_of_a_child_lies_sealed_in_the_draft(visitor):
    visitor.fill_in("first", why="x")
    with scope():
        assert set(Draft.objects.get().answers["kid"]) == {"sealed"}


def test_a_child_of_somebody_else_is_not_let_in_by_the_back_door(visitor, taken):
    visitor.fill_in("first", why="x")
    forged = visitor.fill_in("who", kid="1", kid__name="Eva Ek", kid__number="20160131-2380")
    assert forged.status_code == 200 and "error-summary" in forged.content.decode()
    assert visitor.see("check/").status_code == 303 and not taken


def test_a_register_out_of_order_leaves_it_to_be_written_and_says_that_nobody_vouches(taken, asked):
    visitor = a_visitor(is_down=True)
    visitor.fill_in("first", why="x")
    assert 'name="kid-number"' in visitor.see("who/").content.decode()
    visitor.fill_in("who", kid__name="Bo Ek", kid__number="20190304-2388")
    check = visitor.see("check/").content.decode()
    assert "Bo Ek" in check and "registret" not in check.split("<main")[1].split("</main")[0]


def test_nobody_who_is_not_logged_in_is_asked_about(taken, asked):
    visitor = a_visitor(person=False)
    visitor.fill_in("first", why="x")
    assert 'name="kid-name"' in visitor.see("who/").content.decode() and asked == []


def test_a_first_page_that_chooses_is_offered_to_before_anything_is_kept(taken, asked):
    first = PICK.replace(
        "  - id: first\n    title: {sv: Först, en: First}\n    questions:\n      - {id: why, kind: text, label: {sv: Varför, en: Why}}\n",
        "",
    )
    visitor = a_visitor(text=first)
    assert "Bo Ek" in visitor.see("who/").content.decode()
    answer = visitor.fill_in("who", kid="0")
    assert answer["Location"].endswith("/check/")


def test_a_service_that_chooses_nothing_costs_no_question_more(taken, asked):
    service = a_service()
    person = a_person("Alva Ek", number=NUMBER)
    with scope():
        assert begin_filling(service.published_version_id, a_resident(person)).raw == {}
        assert (
            look_at_first_page(service.published_version_id, Actor.nobody(service.municipality_id)).raw == {}
        )
    assert asked == []


def test_one_gets_to_the_end_without_any_register(taken):
    a_service(PackageFiles({"service.yaml": PICK, **LETTERS}))
    form = definition_from_data(compile_definition(PackageFiles({"service.yaml": PICK, **LETTERS}))).form
    assert walk(Visitor(a_browser(), slug="byt"), form) == ["first", "who"]


def test_on_paper_one_is_told_what_to_write():
    form = definition_from_data(compile_definition(PackageFiles({"service.yaml": PICK, **LETTERS}))).form
    kid, firm = _Paper(form, "en").page(form.pages[1])["questions"]
    assert kid["hint"] == "Write the child's name and personal number." and kid["rows"] == 2
    assert firm["hint"] == "Write the company's name and organisation number."
