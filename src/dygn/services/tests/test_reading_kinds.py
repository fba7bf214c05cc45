"""The notice on personal data and files to download within a service."""

import pytest

from dygn.services.actions.make_paper_form import _Paper, make_paper_form
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition, faults_of
from dygn.services.rules.package.difference import changes_between
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, SMALL, Visitor, a_service
from dygn.services.tests.walking import walk
from tests.cast import a_browser, a_municipality

READING = SMALL.replace("pages:\n", """\
personal_data: {sv: Vi sparar ditt namn., en: We keep your name.}
retention: {months: 24, reason: {sv: Så säger planen., en: The plan says so.}}
pages:
  - id: read
    title: {sv: Läs, en: Read}
    questions:
      - {id: notice, kind: personal_data_notice}
      - {id: rules, kind: download, label: {sv: Reglerna, en: The rules}, document: {sv: "https://example.org/sv.pdf", en: "https://example.org/en.pdf"}}
      - {id: paper, kind: download, label: {sv: Blanketten på papper, en: The form on paper}}
""")  # fmt: skip
FILES = PackageFiles({"service.yaml": READING, **LETTERS})


@pytest.fixture()
def visitor(taken):
    a_service(FILES)
    return Visitor(a_browser())


@pytest.mark.django_db
def test_the_page_shows_what_the_service_says_and_the_form_on_paper_is_there(visitor):
    page = visitor.see("read/").content.decode()
    assert "Vi sparar ditt namn." in page and "2 år" in page and "Så säger planen." in page
    assert 'href="https://example.org/sv.pdf"' in page
    assert 'href="/do/liten-tjanst/paper.pdf"' in page
    assert visitor.see("paper.pdf")["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_one_reads_and_goes_on_and_nothing_of_it_is_sent(visitor, taken):
    form = definition_from_data(compile_definition(FILES)).form
    assert walk(visitor, form)[0] == "read"
    visitor.send()
    assert not {"notice", "rules", "paper"} & taken[0].answers.keys()


def test_the_notice_follows_the_service_and_is_written_once():
    compiled = compile_definition(FILES)
    assert "text" not in compiled["pages"][0]["questions"][0]
    notice = definition_from_data(compiled).form.by_id["notice"]
    assert notice.text["en"].startswith("We keep your name.\n\nWhat you send is kept for 2 years")


def test_a_notice_that_has_nothing_to_say_is_a_fault_with_its_line():
    text = READING.replace("personal_data: {sv: Vi sparar ditt namn., en: We keep your name.}\n", "")
    (fault,) = faults_of(PackageFiles({"service.yaml": text, **LETTERS}))
    assert fault.place == "pages[0].questions[0]" and "personal_data" in fault.message


def test_an_unsafe_document_is_refused_with_its_line():
    text = READING.replace("https://example.org/en.pdf", "http://example.org/en.pdf")
    (fault,) = faults_of(PackageFiles({"service.yaml": text, **LETTERS}))
    assert fault.place.endswith("document.en") and fault.line


@pytest.mark.django_db
def test_on_paper_the_notice_is_read_and_the_paper_does_not_lead_to_itself():
    definition = definition_from_data(compile_definition(FILES))
    drawn = _Paper(definition.form, "sv").page(definition.form.pages[0])["questions"]
    assert "Vi sparar ditt namn." in drawn[0]["text"] and drawn[0]["rows"] == 0
    assert drawn[1]["text"] == "Reglerna: https://example.org/sv.pdf" and len(drawn) == 2
    assert make_paper_form(definition, a_municipality(), "sv").startswith(b"%PDF")


def test_a_document_that_has_moved_is_told():
    after = PackageFiles({"service.yaml": READING.replace("/sv.pdf", "/new.pdf"), **LETTERS})
    changes = changes_between(compile_definition(FILES), compile_definition(after), "sv")
    assert [(each.what, each.after) for each in changes] == [
        ("Where the file lies", "https://example.org/new.pdf")
    ]
