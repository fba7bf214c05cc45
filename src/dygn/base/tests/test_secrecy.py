import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.secrecy import CannotOpen, lookup_key, seal, unseal


@given(st.text())
def test_what_is_sealed_opens_to_the_same(text):
    assert unseal(seal(text)) == text


def test_the_same_text_gives_a_new_seal_each_time():
    assert seal("19900101-0017") != seal("19900101-0017")


def test_a_seal_of_another_key_does_not_open():
    with pytest.raises(CannotOpen):
        unseal(Fernet(Fernet.generate_key()).encrypt(b"x").decode())


def test_an_old_key_still_opens_after_a_new_one_seals(settings):
    token = seal("kept")
    settings.DYGN_SEAL_KEYS = [Fernet.generate_key().decode(), *settings.DYGN_SEAL_KEYS]
    assert unseal(token) == "kept"


def test_a_lookup_key_is_other_for_each_purpose():
    assert lookup_key("1", purpose="a") != lookup_key("1", purpose="b")
    assert lookup_key("1", purpose="a") == lookup_key("1", purpose="a")
