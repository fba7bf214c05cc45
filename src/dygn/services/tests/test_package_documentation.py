"""Every key that a package may have is explained to those who write one."""

import json
import re
from pathlib import Path

import pytest

from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.problems import CODES
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.letters import FACTS, LETTERS
from dygn.services.rules.package.schema import SCHEMAS

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "building" / "write-a-package.md"
pytestmark = pytest.mark.skipif(not GUIDE.exists(), reason="the documentation is not here")


def keys_of(schema):
    for part in (schema, *schema["$defs"].values()):
        yield from part.get("properties", {})
        for each in part.get("properties", {}).values():
            yield from each.get("properties", {})
            yield from each.get("items", {}).get("properties", {})


def test_every_key_kind_and_letter_is_in_the_guide():
    schema = json.loads((SCHEMAS / "service.schema.json").read_text())
    guide = GUIDE.read_text()
    words = {*keys_of(schema), *KINDS, *LETTERS, *FACTS, *CODES}
    assert sorted(word for word in words if not re.search(rf"\b{re.escape(word)}\b", guide)) == []


def test_the_schema_knows_the_same_kinds_as_the_engine():
    schema = json.loads((SCHEMAS / "service.schema.json").read_text())
    assert set(schema["$defs"]["question"]["properties"]["kind"]["enum"]) == set(KINDS)


def test_the_example_in_the_guide_is_a_right_package():
    service, scenario = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(), flags=re.DOTALL)
    letters = {f"letters/receipt.{language}.md": "# Thanks" for language in ("sv", "en")}
    compile_package(PackageFiles({"service.yaml": service, "scenarios/a.yaml": scenario, **letters}))
