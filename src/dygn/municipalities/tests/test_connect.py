import pytest

from dygn.base.adapters import UnknownAdapter, adapter_class
from dygn.municipalities.actions.connect import connect
from dygn.municipalities.models import Connection
from tests.cast import scope


class Pigeon:
    def __init__(self, **settings):
        self.settings = settings


@pytest.fixture
def _pigeons(settings):
    adapter_class.cache_clear()
    path = f"{__name__}.Pigeon"
    settings.ADAPTERS = {"carrier": {"pigeon": path, "white-pigeon": path}}
    settings.DEFAULT_ADAPTERS = {"carrier": "pigeon"}
    settings.ADAPTER_SETTINGS = {"carrier": {"name": "Standard"}}
    yield
    adapter_class.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("_pigeons")
def test_the_municipality_s_own_connection_decides(monkeypatch):
    monkeypatch.setenv("PIGEON_WORD", "coo")
    with scope():
        Connection.objects.create(
            port="carrier", adapter="white-pigeon", settings={"word": "env:PIGEON_WORD"}
        )
        assert connect("carrier").settings == {"word": "coo"}


@pytest.mark.django_db
@pytest.mark.usefixtures("_pigeons")
def test_without_one_the_installation_s_default_stands_in():
    with scope():
        assert connect("carrier").settings == {"name": "Standard"}


@pytest.mark.usefixtures("_pigeons")
def test_an_adapter_that_is_not_installed_is_named():
    with pytest.raises(UnknownAdapter, match="raven"):
        adapter_class("carrier", "raven")
