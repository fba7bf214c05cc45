"""Photos without what they give away: place, time, camera, thumbnail and whatever hides behind the end.

JPEG and PNG are taken apart and put together again without loss; WebP and HEIC are drawn anew
(HEIC as JPEG, which every officer can open). How a photo is to be turned is kept.
"""

import struct
import warnings
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal

MOST_PIXELS = 60_000_000
_ORIENTATION = 0x0112
_PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"pHYs",
    b"sBIT",
    b"IDAT",
    b"IEND",
}


def clean_picture(kind: str, content: BinaryIO) -> tuple[str, bytes]:
    """Give the kind and the content of the picture without its metadata; refuse what is no picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _cleaned(kind, content)


def _cleaned(kind: str, content: BinaryIO) -> tuple[str, bytes]:
    picture = _opened(kind, content)
    content.seek(0)
    try:
        if kind == "jpeg":
            return kind, _bare_jpeg(content.read(), picture.getexif().get(_ORIENTATION, 1))
        if kind == "png":
            return kind, _bare_png(content.read())
        if kind == "tiff":
            return kind, content.read()
        return _drawn_anew(kind, picture)
    except (OSError, ValueError, IndexError, SyntaxError, struct.error) as error:
        raise _no_picture() from error


def _opened(kind: str, content: BinaryIO):  # type: ignore[no-untyped-def]
    from PIL import Image, UnidentifiedImageError

    if kind == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    content.seek(0)
    formats = {"jpeg": ["JPEG"], "heic": ["HEIF"]}.get(kind, [kind.upper()])
    try:
        picture = Image.open(content, formats=formats)
        width, height = picture.size
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        Image.DecompressionBombError,
    ) as error:
        raise _no_picture() from error
    if width * height > MOST_PIXELS:
        raise Refusal(
            "picture_too_many_pixels", _("The picture has too many pixels. Make it smaller and add it again.")
        )
    return picture


def _no_picture() -> Refusal:
    return Refusal(
        "file_damaged", _("We cannot read the picture. Save it again, as JPG or PNG, and add the new file.")
    )


def _drawn_anew(kind: str, picture) -> tuple[str, bytes]:  # type: ignore[no-untyped-def]
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(picture)
    out = BytesIO()
    if kind == "heic":
        turned.convert("RGB").save(out, "JPEG", quality=88)
        return "jpeg", out.getvalue()
    turned.save(out, "WEBP", quality=88)
    return kind, out.getvalue()


def _bare_png(data: bytes) -> bytes:
    out = bytearray(data[:8])
    at = 8
    while True:
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data):
            raise ValueError("a chunk is cut off")
        if name in _PNG_KEPT:
            out += data[at:end]
        if name == b"IEND":
            return bytes(out)
        at = end


def _bare_jpeg(data: bytes, orientation: int) -> bytes:
    """Keep the segments that make the picture; drop the tellers of tales and all after its end."""
    out = bytearray(b"\xff\xd8")
    if orientation in range(2, 9):
        out += _orientation_segment(orientation)
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise ValueError("a segment does not begin where it should")
        marker = data[at + 1]
        if marker == 0xD9:
            return bytes(out + b"\xff\xd9")
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data):
            raise ValueError("a segment is cut off")
        if _is_kept(marker, data[at + 4 : at + 16]):
            out += data[at:end]
        at = end
        if marker == 0xDA:
            at = _end_of_scan(data, end)
            out += data[end:at]


def _is_kept(marker: int, beginning: bytes) -> bool:
    """Application segments go, but for JFIF, the colour profile and Adobe's colour transform."""
    if marker == 0xE0:
        return beginning.startswith(b"JFIF")
    if marker == 0xE2:
        return beginning.startswith(b"ICC_PROFILE")
    return marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("the picture is cut off")
        following = data[at + 1]
        if following == 0x00 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at


def _orientation_segment(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    body = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + struct.pack(">H", 1) + entry + b"\x00\x00\x00\x00"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
