import io

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dygn.base.errors import Refusal
from dygn.files.rules import pictures
from dygn.files.rules.pictures import clean_picture
from dygn.files.tests.factories import a_photo, a_photo_with_a_place


def test_a_photo_forgets_where_it_was_taken_and_keeps_which_way_is_up():
    before = a_photo_with_a_place()
    kind, after = clean_picture("jpeg", io.BytesIO(before))
    exif = Image.open(io.BytesIO(after)).getexif()
    assert kind == "jpeg" and b"Karin" in before and b"Karin" not in after
    assert exif.get_ifd(0x8825) == {} and exif[0x0112] == 6


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"icc_profile": b"x" * 200}, {"quality": 95}])
def test_a_photo_loses_nothing_of_the_picture(options):
    before = a_photo(size=(300, 200), **options)
    _, after = clean_picture("jpeg", io.BytesIO(before))
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(before)).tobytes()


def test_what_hides_behind_the_end_of_a_picture_is_gone():
    for kind, content in (("jpeg", a_photo()), ("png", a_photo("PNG"))):
        _, after = clean_picture(kind, io.BytesIO(content + b"<script>hidden</script>"))
        assert b"hidden" not in after and Image.open(io.BytesIO(after)).load()


def test_a_png_loses_its_texts():
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "Karin")
    _, after = clean_picture("png", io.BytesIO(a_photo("PNG", pnginfo=told)))
    assert b"Karin" not in after


def test_a_heic_photo_becomes_a_jpeg():
    pillow_heif.register_heif_opener()
    kind, after = clean_picture("heic", io.BytesIO(a_photo("HEIF")))
    assert kind == "jpeg" and Image.open(io.BytesIO(after)).format == "JPEG"


def test_a_webp_picture_is_drawn_anew():
    kind, after = clean_picture("webp", io.BytesIO(a_photo("WEBP")))
    assert kind == "webp" and Image.open(io.BytesIO(after)).size == (40, 30)


def test_too_many_pixels_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(Refusal) as caught:
        clean_picture("png", io.BytesIO(a_photo("PNG")))
    assert caught.value.code == "picture_too_many_pixels"


@given(st.binary(max_size=400), st.sampled_from(["jpeg", "png", "webp", "tiff"]))
def test_any_bytes_are_a_picture_or_refused(content, kind):
    with pytest.raises(Refusal):
        clean_picture(kind, io.BytesIO(content))


@given(st.data())
def test_a_damaged_picture_is_refused_or_bare(data):
    content = bytearray(a_photo())
    for _ in range(4):
        content[data.draw(st.integers(3, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        clean_picture("jpeg", io.BytesIO(bytes(content)))
    except Refusal as refusal:
        assert refusal.message
