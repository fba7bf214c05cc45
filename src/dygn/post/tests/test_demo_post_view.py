import shutil

import pytest

from dygn.post.actions.notify import notify
from dygn.post.actions.send_waiting import send_waiting
from dygn.post.adapters.fake import sent_folder
from dygn.post.rules.channels import Recipient
from tests.cast import a_browser, a_municipality, scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told():
    with scope():
        shutil.rmtree(sent_folder(), ignore_errors=True)
        for number, to in enumerate(
            [Recipient.by_email("karin@example.se"), Recipient.by_phone("0701234567")]
        ):
            notify(to, "something_waits", {"url": "/my/"}, subject="case:1", key=str(number))
        send_waiting()


def test_the_demo_shows_what_it_has_not_sent():
    page = a_browser().get("/demo/post/").content.decode()
    assert "karin@example.se" in page and "+46701234567" in page and "/my/" in page


def test_production_has_no_such_page(settings):
    settings.DYGN_ENVIRONMENT = "production"
    assert a_browser().get("/demo/post/").status_code == 404


def test_the_neighbour_does_not_see_it():
    with scope(a_municipality("Nordø", country="dk", language="da")) as nordo:
        shutil.rmtree(sent_folder(), ignore_errors=True)
    assert "karin@example.se" not in a_browser(of=nordo).get("/demo/post/").content.decode()


def test_the_page_is_only_read():
    assert a_browser().post("/demo/post/").status_code == 405
