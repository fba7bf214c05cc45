import pytest

from dygn.base.errors import Refusal
from dygn.municipalities.actions.add_municipality import NewMunicipality, add_municipality
from dygn.municipalities.queries import hosts_of, site_of_host

pytestmark = pytest.mark.django_db

EKEBY = NewMunicipality(
    slug="ekeby", name="Ekeby", country="se", hosts=("Ekeby.Example:8000", "www.ekeby.example")
)


def test_a_new_municipality_is_found_by_its_hosts():
    municipality = add_municipality(EKEBY)
    assert hosts_of(municipality) == ["ekeby.example", "www.ekeby.example"]
    assert site_of_host("ekeby.example").municipality == municipality


def test_it_speaks_its_countrys_languages_unless_others_are_named():
    nordo = add_municipality(
        NewMunicipality(slug="nordo", name="Nordø", country="dk", hosts=("nordo.example",))
    )
    assert (nordo.default_language, nordo.time_zone) == ("da", "Europe/Copenhagen")


@pytest.mark.parametrize(
    ("slug", "host", "code"),
    [("ekeby", "other.example", "slug_taken"), ("other", "EKEBY.example", "host_taken")],
)
def test_a_name_or_a_host_is_given_once(slug, host, code):
    add_municipality(EKEBY)
    with pytest.raises(Refusal) as refused:
        add_municipality(NewMunicipality(slug=slug, name="Other", country="se", hosts=(host,)))
    assert refused.value.code == code
