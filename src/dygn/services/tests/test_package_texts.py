"""The texts of our own packages are plain: LIX at most 40, measured by an independent library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import textstat

import dygn
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.yaml_reading import read_yaml

PACKAGES = sorted(path for path in (Path(dygn.__file__).parent / "packages").iterdir() if path.is_dir())
HARDEST = 40
FEWEST_WORDS = 25  # below this the index says nothing


def texts_in(data, languages) -> Iterator[dict[str, str]]:
    if (
        isinstance(data, dict)
        and set(data) == set(languages)
        and all(isinstance(each, str) for each in data.values())
    ):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from texts_in(each, languages)


def languages_of(folder):
    return read_yaml("service.yaml", open_package(folder).service).data["languages"]


def sentences(text: str) -> str:
    """A heading and an item of a list are sentences too."""
    lines = [line.strip(" -*#") for line in text.splitlines()]
    return " ".join(line if line[-1] in ".?!:" else f"{line}." for line in lines if line)


@pytest.mark.parametrize(
    ("folder", "language"),
    [
        pytest.param(folder, code, id=f"{folder.name}-{code}")
        for folder in PACKAGES
        for code in languages_of(folder)
    ],
)
def test_what_a_person_reads_is_plain(folder, language):
    files = open_package(folder)
    data = read_yaml("service.yaml", files.service).data
    texts = [each[language] for each in texts_in(data, data["languages"])]
    letters = [text for name, text in files.under("letters").items() if name.endswith(f".{language}.md")]
    assert texts and letters
    assert textstat.lix(sentences(" \n".join(texts))) <= HARDEST
    for text in [*texts, *letters]:
        if len(text.split()) >= FEWEST_WORDS:
            assert textstat.lix(sentences(text)) <= HARDEST, text
