import pytest

from dygn.portal.tests.factories import a_site


@pytest.fixture(autouse=True)
def _nothing_kept():
    from dygn.portal.page_cache import forget_pages
    from dygn.portal.queries.services import forget_counts
    from dygn.services.queries import forget_catalogues

    forget_pages()
    forget_counts()
    forget_catalogues()


@pytest.fixture(scope="module")
def site_of_ekeby(laid_once):
    """Ekeby's site, built once for a module's tests."""
    with laid_once():
        a_site()
