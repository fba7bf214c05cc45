"""How many conditions of real services are shown as an expression, because no sentence says them."""

import pytest

from dygn.services.rules.conditions_in_words import NEVER
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.editing.subjects import known_at
from dygn.services.rules.package.compiling import compile_definition, load_definition
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import PACKAGES
from dygn.services.tests.imported_forms import (
    HELSINKI,
    NAV,
    VIVA,
    helsinki_zip,
    imported,
    needs_helsinki,
    needs_nav,
    needs_viva,
    package_of,
)


def conditions_of(files):
    """Every condition with the questions that it may ask about."""
    form = load_definition(compile_definition(files)).form
    for page in form.pages:
        if page.shown_if:
            yield page.shown_if, form.by_id
    for question in form.every_question():
        for rule in ("shown_if", "required", "must_hold", "warn_if"):
            if isinstance(source := getattr(question, rule), str) and not question.other_of:
                yield source, known_at(form, question)


def beyond_sentences(files):
    return [
        source
        for source, known in conditions_of(files)
        if source != NEVER and sentences_in(source, known) is None
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in PACKAGES.iterdir() if path.is_dir()))
def test_every_condition_of_a_ready_made_service_is_told_in_sentences(name):
    assert beyond_sentences(open_package(PACKAGES / name)) == []


@needs_helsinki
def test_the_forms_of_helsinki_need_one_expression_on_what_is_no_answer_there():
    found = [
        each for form in HELSINKI for each in beyond_sentences(package_of(imported(helsinki_zip(form), "webform")))
    ]
    assert found == ["applicant_type != 'private_person'"]


@needs_nav
def test_the_forms_of_nav_need_no_expression():
    found = [each for form in NAV for each in beyond_sentences(package_of(imported(form.read_bytes(), "formio")))]
    assert found == []


@needs_viva
def test_the_form_of_helsingborg_needs_no_expression():
    assert beyond_sentences(package_of(imported(VIVA.read_bytes(), "viva"))) == []
