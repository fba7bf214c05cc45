"""What the ready-made e-services are filed under stands in the public lists of task numbers and words."""

import csv
import re
from xml.etree import ElementTree

import pytest

from dygn.services.rules.package.compiling import compile_definition, load_definition
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import PACKAGES
from tests.material import material

NAMES = sorted(path.name for path in PACKAGES.iterdir() if path.is_dir())
# The state registers food businesses in Denmark, so that no municipal task has a number for it.
WITHOUT_KLE = {"food-business"}
# The list names what residents look for, not what staff order.
WITHOUT_LOS = {"it-equipment"}


def classification_of(name):
    return load_definition(compile_definition(open_package(PACKAGES / name))).classification


@pytest.fixture(scope="module")
def kle_numbers():
    with material("service-catalogue/dk-kle-os2mo/kle.csv").open(encoding="utf-8") as lines:
        return {row["emnenr"] for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def los_words():
    tree = ElementTree.parse(material("service-catalogue/no-los/source.xml"))
    return {f"https://psi.norge.no/los/{path}" for each in tree.iter() if (path := each.get("path"))}


@pytest.mark.parametrize("name", NAMES)
def test_each_package_has_a_task_number_and_facet_of_the_danish_list(name, kle_numbers):
    said = classification_of(name).kle
    if name in WITHOUT_KLE:
        assert not said
        return
    task, facet = re.fullmatch(r"(\d\d\.\d\d\.\d\d)([A-ZÅ]\d\d)?", said).groups()
    assert task in kle_numbers
    assert facet is None or facet in kle_numbers


@pytest.mark.parametrize("name", NAMES)
def test_each_package_for_norway_has_a_word_of_its_list(name, los_words):
    definition = load_definition(compile_definition(open_package(PACKAGES / name)))
    words = definition.classification.los
    assert set(words) <= los_words
    assert words or "nb" not in definition.title or name in WITHOUT_LOS
