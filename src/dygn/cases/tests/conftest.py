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


# Transactions begin and end without being counted. Hosts and the catalogue are kept in memory for a
# second: whether they are asked for again depends on how quick the machine is, not on the page.
_NOT_COUNTED = ("SAVEPOINT", "RELEASE", 'SELECT "municipalities_site"', 'SELECT "services_service"')


@contextmanager
def at_most(statements):
    """Hold what happens to a number of statements."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(_NOT_COUNTED)]
    assert len(asked) <= statements, "\n".join(sql[:160] for sql in asked)
