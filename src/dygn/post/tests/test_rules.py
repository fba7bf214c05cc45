import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.post.rules.backoff import MOST_ATTEMPTS, wait_after
from dygn.post.rules.channels import Recipient, Way, way_to
from dygn.post.rules.phones import international
from dygn.post.rules.texts import PARTS, Texts, built_in_in_all_languages, built_in_templates, places_in


@pytest.mark.parametrize(
    ("choice", "email", "phone", "way"),
    [
        ("email", "a@b.se", "070", Way.EMAIL),
        ("sms", "a@b.se", "070", Way.SMS),
        ("sms", "a@b.se", "", Way.EMAIL),
        ("email", "", "070", Way.SMS),
        ("letter", "a@b.se", "070", Way.LETTER),
        ("digital_post", "a@b.se", "", Way.EMAIL),
        ("email", "", "", Way.LETTER),
    ],
)
def test_people_are_reached_as_they_chose_or_as_we_can(choice, email, phone, way):
    assert way_to(Recipient(key="person:1", email=email, phone=phone, choice=choice)) is way


@pytest.mark.parametrize(
    ("written", "country", "wanted"),
    [
        ("070-123 45 67", "se", "+46701234567"),
        ("+46 (0)70 123 45 67", "se", "+46701234567"),
        ("20 30 40 50", "dk", "+4520304050"),
        ("0047 912 34 567", "no", "+4791234567"),
        ("hello", "se", ""),
        ("", "dk", ""),
    ],
)
def test_phone_numbers_are_written_as_carriers_want_them(written, country, wanted):
    assert international(written, country) == wanted


@given(st.text(max_size=60), st.sampled_from(["se", "dk", "no"]))
def test_any_text_is_a_phone_number_or_none(text, country):
    number = international(text, country)
    assert number == "" or (number[0] == "+" and number[1:].isdecimal() and len(number) <= 16)


def test_waits_grow_and_end():
    waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert waits == sorted(waits) and wait_after(MOST_ATTEMPTS) is None


@pytest.mark.parametrize("template", sorted(built_in_templates()))
def test_every_message_speaks_four_languages_with_the_same_facts(template):
    texts = built_in_in_all_languages(template)
    assert {"sv", "da", "nb", "en"} <= set(texts)
    for part in PARTS:
        assert len({frozenset(places_in(each[part])) for each in texts.values()}) == 1, part
        assert len({bool(each[part]) for each in texts.values()}) == 1, part


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=20)))
def test_filling_in_never_fails_and_never_fills_twice(text, facts):
    Texts(text, text, text).filled_in(facts)
    assert Texts("{a}", "", "").filled_in({"a": "{b}", "b": "x"}).subject == "{b}"
