import pytest

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
