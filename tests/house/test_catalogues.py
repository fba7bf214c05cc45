"""The interface is complete in Swedish, Danish, Bokmål and Nynorsk; English stands in the code."""

import pytest

from dygn.base import catalogues


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
