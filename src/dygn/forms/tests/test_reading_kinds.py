"""What is there to read or to take home: safe addresses, nothing asked, nothing sent."""

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from dygn.forms.rendering.fields import view_page
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.kinds.download import is_document_address
from dygn.forms.rules.proof import faults_in
from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question

RULES = a_question("download", "rules", document={"en": "https://www.example.org/rules.pdf?a=1&b=2"})
PAPER = a_question("download", "paper", hint={"en": "PDF, two pages"})
NOTICE = a_question("personal_data_notice", "notice")


def drawn(*questions, **around):
    filling = a_filling(a_page(*questions))
    return render_to_string("forms/page.html", {"page": view_page(filling, filling.form.pages[0]), **around})


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://example.org/rules.pdf", True),
        ("https://www.ekeby.example/a/b.pdf?x=1#page=2", True),
        ("/documents/12/rules.pdf", True),
        ("http://example.org/rules.pdf", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org/rules.pdf", False),
        ("https://user:word@example.org/", False),
        ("https://example.org:8443/", False),
        ("https://localhost/x", False),
        ("https://127.0.0.1/x", False),
        ("https://[::1]/x", False),
        ("https://example.org@evil.example/", False),
        ("https://ex ample.org/", False),
        ("https://example.org/\n", False),
        ("https://exämple.org/", False),
        ("https:\\\\example.org", False),
        ("/documents/12/../../logout", False),
        ("/documents/12/..", False),
        ("/logout/", False),
        ("", False),
        ("https://example.org/" + "a" * 500, False),
        ("https://[", False),
    ],
)
def test_only_safe_addresses_lead_to_a_document(address, is_safe):
    assert is_document_address(address) == is_safe
    question = a_question("download", document={"en": address} if address else {"en": " "})
    assert bool(faults_in(a_form(a_page(question)), ["en"])) != is_safe


@given(st.text(max_size=60) | st.text("htps:/.@?#[]\\ \t0a", max_size=40).map("https://".__add__))
def test_whatever_stands_as_an_address_is_refused_or_harmless(address):
    if is_document_address(address):
        assert address.startswith(("https://", "/documents/")) and "@" not in address.split("/")[2]
        assert address.isprintable() and " " not in address


def test_a_link_says_whose_the_document_is_and_escapes_its_address():
    page = drawn(RULES)
    assert 'href="https://www.example.org/rules.pdf?a=1&amp;b=2"' in page and ">example.org</span>" in page
    assert "noopener noreferrer" in page


def test_without_a_document_it_is_the_form_on_paper_or_words_where_there_is_none():
    assert 'href="/do/x/paper.pdf"' in drawn(PAPER, paper_url="/do/x/paper.pdf")
    assert "href" not in drawn(PAPER) and "when the service is published" in drawn(PAPER)
    assert (
        drawn(PAPER, paper_url="/do/y/paper.pdf").count("/do/y/") == 1
    )  # what was drawn for another is not kept


def test_nothing_of_it_is_asked_sent_or_missing():
    filling = a_filling(a_page(RULES, NOTICE, a_question(required=False)))
    assert filling.values() == {"q": None} and filling.first_unfinished_page() is None
    assert view_page(filling, filling.form.pages[0]).fields[0].is_optional is False


def test_the_notice_has_words_of_the_service_and_of_the_municipality():
    said = a_question("personal_data_notice", "notice", text={"en": "We keep **little**."})
    page = drawn(said, frame={"name": "Ekeby", "root": "/en/"})
    assert (
        "<strong>little</strong>" in page and "Ekeby is responsible" in page and "/en/personal-data/" in page
    )
    assert 'aria-labelledby="notice-title"' in page


def test_a_notice_with_a_text_of_its_own_and_a_document_elsewhere_are_faults():
    own = a_question("personal_data_notice", text={"en": "x"})
    elsewhere = a_question("text", document={"en": "https://example.org/a"})
    assert "Remove this" in faults_in(a_form(a_page(own)), ["en"])[0].message
    assert "Only a download" in faults_in(a_form(a_page(elsewhere)), ["en"])[0].message
    form = a_form(a_page(RULES, PAPER, NOTICE))
    assert faults_in(form, ["en"]) == [] and form_from_data(form_to_data(form)) == form
