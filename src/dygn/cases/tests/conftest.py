from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dygn.services.queries import forget_catalogues
from tests.cast import a_municipality, scope


@pytest.fixture(autouse=True)
def _no_catalogue():
    forget_catalogues()


@pytest.fixture
def ekeby(db):
    """Work in Ekeby through the test."""
    with scope(a_municipality()) as municipality:
        yield municipality


@contextmanager
def at_most(statements):
    """Hold what happens to a number of statements; beginning and ending transactions is not counted."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= statements, "\n".join(sql[:160] for sql in asked)
