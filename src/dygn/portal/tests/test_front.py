"""The front page and the pages that editors write."""

import pytest

from dygn.portal.tests.factories import a_site, visit

pytestmark = pytest.mark.django_db


def test_the_front_page_asks_what_one_needs_help_with(client):
    a_site()
    page = visit(client, "/")
    assert "What do you need help with?" in page
