"""The interface's sentences are plain: LIX (Björnsson 1968) at most 40, where 40 is a newspaper."""

import re

import pytest

from dygn.base import catalogues

MOST = 40
LONG_WORD = 6  # letters; longer ones count


def lix(text):
    """Words a sentence, plus the share of long words in per cent."""
    words = re.findall(r"\w+", text)
    sentences = max(1, len(re.findall(r"[.!?:]+", text)))
    return len(words) / sentences + 100 * sum(len(word) > LONG_WORD for word in words) / max(1, len(words))


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_the_interface_speaks_plainly(language):
    forms = [form for message in catalogues.read(language) if message.id for form in catalogues._forms(message.string)]
    sentences = [form for form in forms if form.rstrip().endswith((".", "?", "!"))]
    assert len(sentences) > 300
    assert lix(" ".join(sentences)) <= MOST


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_no_longer_text_is_heavy(language):
    """A short line with one long compound word says little; a text of thirty words or more must be plain."""
    heavy = {
        form: round(lix(form))
        for message in catalogues.read(language)
        if message.id
        for form in catalogues._forms(message.string)
        if len(form.split()) >= 30 and lix(form) > MOST
    }
    assert not heavy
