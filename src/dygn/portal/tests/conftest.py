import pytest


@pytest.fixture(autouse=True)
def _nothing_kept():
    from dygn.portal.page_cache import forget_pages
    from dygn.portal.queries.services import forget_counts
    from dygn.services.queries import forget_catalogues

    forget_pages()
    forget_counts()
    forget_catalogues()
