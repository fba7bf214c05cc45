"""Machines watch the floors: imports, relations between models, and the order inside each domain."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/dygn"
# From the ground: each kind of file may use those before it and never those after.
ORDER = [
    ("events", "rules"),
    ("models",),
    ("access",),
    ("queries", "ports"),
    ("adapters", "actions"),
    ("tasks", "forms"),
    ("views",),
    ("urls",),
]


def floors():
    """The floors as written in pyproject.toml, highest first."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return [
        {name.strip(" ()").removeprefix("dygn.") for name in layer.split("|")} for layer in contract["layers"]
    ]


def height(domain):
    layers = floors()
    return next((len(layers) - index for index, layer in enumerate(layers) if domain in layer), None)


def test_imports_point_down():
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_room_stands_on_a_floor():
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert {room for room in rooms if height(room) is None} == set()


def test_no_relation_between_models_points_upwards():
    wrong = []
    for model in apps.get_models():
        mine = model.__module__.split(".")
        if mine[0] != "dygn":
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            related = field.related_model
            if related is None or field.auto_created or not _is_declared_here(field, model):
                continue
            theirs = related.__module__.split(".")
            if theirs[0] == "dygn" and theirs[1] != mine[1]:
                if height(theirs[1]) >= height(mine[1]):
                    wrong.append(f"{model.__name__}.{field.name} points up to {related.__name__}")
                if not field.remote_field.hidden:
                    wrong.append(f'{model.__name__}.{field.name} needs related_name="+"')
    assert wrong == []


def _is_declared_here(field, model):
    """A field that an outside abstract class brings along is not ours to name."""
    bases = [
        base
        for base in model.__mro__[1:]
        if not base.__module__.startswith("dygn.") and hasattr(base, "_meta")
    ]
    return all(field.name not in {known.name for known in base._meta.get_fields()} for base in bases)


def test_no_view_names_the_managers():
    views = list(SOURCE.glob("*/views/**/*.py"))
    assert views
    assert [str(path.relative_to(ROOT)) for path in views if ".objects" in path.read_text()] == []


@pytest.mark.parametrize("domain", sorted(path.parent.name for path in SOURCE.glob("*/apps.py")))
def test_the_order_inside_a_domain_holds(domain):
    wrong = []
    for path in (SOURCE / domain).rglob("*.py"):
        inside = path.relative_to(SOURCE / domain).with_suffix("").parts
        rank = _rank(inside[0])
        if rank is None or "tests" in inside or "migrations" in inside:
            continue
        for imported in _imports(path):
            parts = imported.split(".")
            other = _rank(parts[2]) if parts[:2] == ["dygn", domain] and len(parts) > 2 else None
            if other is not None and other > rank:
                wrong.append(f"{path.relative_to(ROOT)} imports {imported}")
    assert wrong == []


def _rank(kind):
    return next((index for index, kinds in enumerate(ORDER) if kind in kinds), None)


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_rooms_have_their_own_names():
    forbidden = {"utils", "common", "helpers", "core", "misc"}
    names = {path.stem for path in SOURCE.rglob("*.py")} | {
        path.name for path in SOURCE.rglob("*") if path.is_dir()
    }
    assert names & forbidden == set()


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
