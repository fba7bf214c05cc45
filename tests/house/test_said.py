"""What is found wrong is said in the reader's language: no sentence of it is written past the catalogues."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext_noop, override

import dygn
from dygn.base import catalogues
from dygn.base.saying import Named, Said, as_kept, from_kept, joined, says
from dygn.services.rules.package.schema import _SHAPES, published_schema

SOURCE = Path(dygn.__file__).parent
FILES = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
# Where a fault takes its sentence: the place of it among what is given.
TELLING = {
    "Fault": 1,
    "fault": 1,
    "refused": 1,
    "ExpressionError": 0,
    "NoValue": 0,
    "PackageFault": 4,
    "Remark": 2,
}
A_WORD = re.compile(r"[^\W\d_]{2,}")


def calls(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "id", getattr(node.func, "attr", ""))


def is_plain_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


MARKS = re.compile(r"gettext_noop as _|from dygn\.base\.saying import [^\n]*\b_\b")


def has_words(text):
    return bool(A_WORD.search(re.sub(r"%\(\w+\)[sd]", "", text)))


def test_no_fault_is_told_by_a_plain_text():
    found = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in FILES
        for call, name in calls(path)
        if (at := TELLING.get(name)) is not None and len(call.args) > at and is_plain_text(call.args[at])
    ]
    assert found == []


def test_every_sentence_that_is_said_is_marked_for_the_catalogues():
    bare = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in FILES
        for call, name in calls(path)
        if name == "says" and is_plain_text(call.args[0]) and has_words(ast.unparse(call.args[0]))
    ]
    assert bare == []


def test_a_file_that_says_something_marks_its_words_and_translates_nothing_where_it_is_made():
    """The name _ is gettext_noop there, or that of base/saying, which marks as well and asks for no settings: a sentence that was translated at once would be another's language later."""
    wrong = []
    for path in FILES:
        given = [name for call, name in calls(path) if name == "says"]
        if (
            given
            and not MARKS.search(path.read_text())
            and re.search(r"\bsays\(_\(", path.read_text())
        ):
            wrong.append(path.name)
    assert wrong == []


@pytest.mark.parametrize("name", ["service", "scenario"])
def test_every_pattern_of_the_published_schema_is_told_in_words(name):
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(published_schema(name))))
    assert {json.loads(each) for each in patterns} - {"string"} <= _SHAPES.keys()


def test_what_is_said_of_the_schema_s_patterns_is_among_the_texts_to_translate():
    assert set(_SHAPES.values()) <= {message.id for message in catalogues.gathered()}


def test_a_sentence_that_was_kept_is_read_in_the_language_of_whoever_reads():
    name = Named({"sv": "Hur långt?", "da": "Hvor langt?"})
    kept = json.loads(
        json.dumps(as_kept(says(gettext_noop("Letter: %(name)s"), name=[name, says(gettext_noop("Yes"))])))
    )
    said = from_kept(kept)
    for language, words in (("sv", "Brev: Hur långt?, Ja"), ("da", "Brev: Hvor langt?, Ja")):
        with override(language):
            assert str(said) == words


def test_what_was_kept_as_a_plain_text_is_read_as_it_is():
    assert from_kept(["The fee is 3; expected was 1."]) == ["The fee is 3; expected was 1."]


def test_a_name_or_a_fact_with_a_percent_sign_is_filled_in_as_it_is():
    said = joined(["100 %(x)s", Named({"en": "50 % off"})], " → ")
    assert str(said) == "100 %(x)s → 50 % off"
    assert str(Said("100 % of it")) == "100 % of it"
