"""The interface is complete in Swedish, Danish, Bokmål and Nynorsk; English stands in the code."""

import ast
from pathlib import Path

import pytest

import dygn
from dygn.base import catalogues

SOURCE = Path(dygn.__file__).parent


@pytest.fixture(scope="module")
def texts():
    return catalogues.gathered()


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_every_text_is_in_the_catalogue(language, texts):
    known = {(message.id, message.context) for message in catalogues.read(language)}
    new = [message.id for message in texts if message.id and (message.id, message.context) not in known]
    assert not new, f"run 'make messages' and translate: {new[:10]}"


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_every_text_is_translated_with_its_placeholders(language):
    lacking = [message.id for message in catalogues.missing(catalogues.read(language))]
    assert not lacking, f"{len(lacking)} texts lack {language}: {lacking[:10]}"


def test_a_translation_with_another_placeholder_counts_as_missing():
    catalogue = catalogues._empty("sv")
    catalogue.add("Wait %(minutes)s minutes", "Vänta %(minuter)s minuter")
    assert len(catalogues.missing(catalogue)) == 1


def test_the_texts_of_templates_and_code_are_both_found(texts):
    ids = {message.id for message in texts}
    assert "Skip to the content" in ids  # a template
    assert "Open now, until %(time)s" in ids  # code


def words_within_words(path):
    """Give the lines where a text is translated within an f-string: Python 3.11's gathering does not see it."""
    for joined in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)):
        for node in ast.walk(joined):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext", "ngettext"):
                yield f"{path.name}:{node.lineno}"


def test_no_text_is_translated_within_an_f_string():
    sources = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    assert [line for path in sources for line in words_within_words(path)] == []
