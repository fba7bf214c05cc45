import pytest

from dygn.base.rate_limits import shared_counts
from dygn.identity.adapters.openid_provider import forget_providers


@pytest.fixture(autouse=True)
def _nothing_counted_and_nothing_kept():
    shared_counts().forget()
    forget_providers()
