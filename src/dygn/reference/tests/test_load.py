import json
from pathlib import Path

import pytest

from dygn.base.errors import Refusal
from dygn.reference.actions.load_addresses import load_addresses
from dygn.reference.actions.load_topics import load_kle, load_los
from dygn.reference.models import Address, Topic
from tests.material import material

pytestmark = pytest.mark.django_db

HEAD = "country,key,street,number,postcode,place,municipality_code\n"


def a_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_all_the_real_danish_addresses_come_in_and_twice_changes_nothing():
    path = material("addresses/dk-dawa-testdata/dar10/Adresse.ndjson")
    assert load_addresses(path).added == 2902
    assert Address.objects.filter(is_in_use=True).count() == 2801
    again = load_addresses(path)
    assert (again.read, again.unchanged) == (2902, 2902)


def test_all_kle_numbers_come_in_and_twice_changes_nothing():
    path = material("service-catalogue/dk-kle-os2mo/kle.csv")
    assert load_kle(path).added == 2933
    assert load_kle(path).unchanged == 2933
    topic = Topic.objects.get(taxonomy="kle", key="00.01.10")
    assert (topic.parent_key, topic.titles["da"]) == ("00.01", "Opgaver der dækker flere hovedgrupper")


def test_all_los_topics_come_in_with_their_languages():
    path = material("service-catalogue/no-los/source.xml")
    assert load_los(path).added == 526
    assert load_los(path).unchanged == 526
    assert Topic.objects.get(taxonomy="los", key="hendelse/alvorlig-sykt-barn").titles == {
        "nb": "Å ha et alvorlig sykt barn",
        "nn": "Å ha et alvorleg sjukt barn",
    }


def test_a_changed_address_is_mended_and_a_missing_one_stays(tmp_path):
    first = a_file(
        tmp_path, "a.csv", HEAD + "se,1,Storgatan,1,12345,Ekeby,9901\nse,2,Storgatan,2,12345,Ekeby,9901\n"
    )
    second = a_file(tmp_path, "b.csv", HEAD + "se,2,Stora gatan,2,12345,Ekeby,9901\n")
    load_addresses(first)
    intake = load_addresses(second)
    assert (intake.added, intake.changed) == (0, 1)
    assert set(Address.objects.values_list("text", flat=True)) == {
        "Storgatan 1, 12345 Ekeby",
        "Stora gatan 2, 12345 Ekeby",
    }


def test_a_kle_number_that_is_gone_is_no_longer_in_use(tmp_path):
    load_kle(a_file(tmp_path, "a.csv", "emnenr,titel\n00,00 - Styrelse\n01,01 - Gammelt\n"))
    intake = load_kle(a_file(tmp_path, "b.csv", "emnenr,titel\n00,00 - Kommunens styrelse\n"))
    assert (intake.changed, intake.withdrawn) == (1, 1)
    assert not Topic.objects.get(key="01").is_in_use


def test_a_key_that_stands_twice_is_taken_in_once(tmp_path):
    row = "se,1,Storgatan,1,12345,Ekeby,9901\n"
    intake = load_addresses(a_file(tmp_path, "a.csv", HEAD + row + row))
    assert (intake.read, intake.added, Address.objects.count()) == (2, 1, 1)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "country,key\nse,1\n", "lacks the columns"),
        ("a.csv", HEAD + "se,1,Storgatan\n", "line 2"),
        ("a.ndjson", json.dumps({"rowkey": 1}) + "\n", "line 1"),
        ("a.ndjson", "\n{\n", "line 2"),
        ("a.xlsx", "", "ndjson or .csv"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_its_line(tmp_path, name, text, message):
    with pytest.raises(Refusal, match=message):
        load_addresses(a_file(tmp_path, name, text))
    assert not Address.objects.exists()
