"""Every setting, port, adapter, domain and command is documented."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from dygn.config.cli import dygn

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/dygn"
SETTINGS_PAGE = (ROOT / "docs/running/settings.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (ROOT / "docs/running/command-line.md").read_text(encoding="utf-8")


def named_in_code():
    """Every DYGN_ word of the code and of the settings in force, prefixes of several settings aside."""
    words = {name for name in dir(settings) if name.startswith("DYGN_")}
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.relative_to(SOURCE).parts:
            words |= set(re.findall(r"DYGN_[A-Z0-9_]*[A-Z0-9]\b(?!_)", path.read_text(encoding="utf-8")))
            words |= set(made_from_prefix(path))
    return sorted(words)


def made_from_prefix(path):
    for prefix, rest in re.findall(r'prefixed\(\s*"(DYGN_\w+_)",([^)]*)\)', path.read_text(encoding="utf-8")):
        yield from (f"{prefix}{name.upper()}" for name in re.findall(r'"(\w+)"', rest))


def commands(group=dygn, path=("dygn",)):
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield (*path, name)
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("name", named_in_code())
def test_every_setting_is_documented(name):
    assert f"`{name}`" in SETTINGS_PAGE, f"describe {name} in docs/running/settings.md"


@pytest.mark.parametrize("port", sorted(settings.ADAPTERS))
def test_every_port_is_documented_with_its_adapters(port):
    row = next((line for line in SETTINGS_PAGE.splitlines() if line.startswith(f"| `{port}`")), "")
    lacking = [name for name in settings.ADAPTERS[port] if f"`{name}`" not in row]
    assert row and not lacking, f"describe the port {port} ({lacking}) in docs/running/settings.md"


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_is_documented(words):
    assert f"`{' '.join(words)}" in COMMANDS_PAGE, f"describe {' '.join(words)} in docs/running/command-line.md"


@pytest.mark.parametrize("room", sorted(path.parent.name for path in SOURCE.glob("*/apps.py")))
def test_every_domain_has_its_page(room):
    assert (ROOT / f"docs/building/domains/{room}.md").exists(), f"describe {room} in docs/building/domains/"


@pytest.mark.parametrize("room", sorted(path.parent.name for path in SOURCE.glob("*/apps.py")))
def test_every_domain_stands_on_its_floor_in_words_too(room):
    floors = (ROOT / "docs/building/index.md").read_text(encoding="utf-8").split("```")[1]
    assert f"| `{room}` |" in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), f"name {room} there"
    assert room in floors.split(), f"put {room} on its floor in docs/building/index.md"
    assert f"domains/{room}.md" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_nothing_is_documented_that_is_not_there():
    known = {*named_in_code(), "DYGN_MATERIAL", "DYGN_TEST_DATABASE", "DYGN_BENCH_DATA"}
    assert set(re.findall(r"`(DYGN_[A-Z0-9_]*[A-Z0-9])`", SETTINGS_PAGE)) <= known
