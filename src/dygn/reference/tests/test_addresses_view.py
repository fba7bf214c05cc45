import pytest

from dygn.reference.models import Address
from tests.cast import a_municipality

pytestmark = pytest.mark.django_db
PATH = "/reference/addresses/"


def an_address() -> Address:
    return Address.objects.create(
        country="se",
        key="1",
        text="Björkgatan 1, 123 45 Ekeby",
        street="Björkgatan",
        number="1",
        postcode="123 45",
        place="Ekeby",
    )


def ask(client, *, host="ekeby.localhost", **question):
    a_municipality()
    accept = question.pop("accept", "text/html")
    return client.get(PATH, question, HTTP_HOST=host, HTTP_ACCEPT=accept)


def test_a_page_gets_options_to_choose_from(client):
    an_address()
    answer = ask(client, q="björk")
    assert '<option value="Björkgatan 1, 123 45 Ekeby" data-street="Björkgatan 1"' in answer.content.decode()
    assert 'data-postcode="123 45" data-city="Ekeby"></option>' in answer.content.decode()


def test_floor_and_door_stay_with_the_street():
    address = Address(
        text="Algade 1, 2. tv, 4000 Roskilde", street="Algade", number="1", postcode="4000", place="Roskilde"
    )
    assert address.street_line == "Algade 1, 2. tv"


def test_a_program_gets_the_parts(client):
    an_address()
    answer = ask(client, q="björk", accept="application/json")
    assert answer.json()["addresses"][0]["postcode"] == "123 45"


def test_a_danish_municipality_is_not_shown_swedish_addresses(client):
    an_address()
    a_municipality("Nordø", country="dk", language="da")
    assert ask(client, q="björk", host="nordo.localhost", accept="application/json").json()["addresses"] == []


def test_outside_any_municipality_there_is_nothing(client):
    assert ask(client, q="björk", host="localhost").status_code == 404


def test_nothing_can_be_sent_to_it(client):
    a_municipality()
    assert client.post(PATH, HTTP_HOST="ekeby.localhost").status_code == 405


@pytest.mark.parametrize("text", ["x" * 201, "a\x00b"])
def test_a_text_that_is_no_address_gets_a_clear_answer(client, text):
    answer = ask(client, q=text)
    assert answer.status_code == 400
    assert answer.json()["message"]
