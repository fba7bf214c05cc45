"""In CI nothing is skipped for want of a browser, Node, a database, or the material where there is any."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from tests.journeys.browsing import AXE, CHROMIUM
from tests.material import ASKED, BESIDE, MATERIAL

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.environ.get("CI") != "true", reason="only CI must have everything")


def test_there_is_a_browser():
    assert CHROMIUM.exists(), f"install Chromium: {CHROMIUM} is missing"


def test_there_is_a_node_with_the_packages_of_the_tests():
    from frontend.build import node

    answer = subprocess.run([*node(), "--version"], capture_output=True, text=True, check=False)
    assert answer.stdout.startswith("v"), answer.stderr
    assert AXE.exists() and (ROOT / "frontend/node_modules/oidc-provider").exists()


@pytest.mark.django_db
def test_there_is_a_database_asked_as_the_web_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('server_version_num')::int / 10000")
        role, major = cursor.fetchone()
    assert role == "dygn_web" and major >= 15


def test_the_programs_that_build_are_there():
    assert shutil.which("make")


@pytest.mark.skipif("DYGN_MATERIAL" not in os.environ and not BESIDE.exists(), reason="no outside material")
@pytest.mark.parametrize("path", ASKED)
def test_there_is_all_of_the_material_where_there_is_any(path):
    assert (MATERIAL / path).exists(), f"{MATERIAL} lacks {path}: the tests of it would be skipped"
