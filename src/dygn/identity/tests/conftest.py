import pytest

from dygn.identity.adapters.openid_provider import forget_providers


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget_providers()
