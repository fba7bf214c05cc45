"""What a file really is: read from its content and compared with what its name says."""

from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.files.rules.archives import check_archive, check_office_file
from dygn.files.rules.kinds import KIND_BY_EXTENSION, Accept, Kind
from dygn.files.rules.names import extension_of

_HEAD = 4096
_FOOT = 4096
_ZIP_FAMILY = {"docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"}
_MARKS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "tiff": (b"II*\x00", b"MM\x00*"),
}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def recognise(name: str, content: BinaryIO, accept: Accept) -> Kind:
    """Give the kind of a file whose name and content agree; refuse any other, saying why."""
    kind = KIND_BY_EXTENSION.get(extension_of(name))
    if kind is None or kind.family not in accept.families:
        raise Refusal("file_kind", _kind_message(accept))
    head, foot = _ends(content)
    if not _agrees(kind, head):
        raise Refusal("file_content", _content_message(name))
    if kind.key in _ZIP_FAMILY:
        _check_zip(kind, content)
    else:
        _refuse_a_second_nature(kind, name, content, foot)
    content.seek(0)
    return kind


def _kind_message(accept: Accept) -> str:
    return str(_("We cannot take a file of that kind here. Choose one of these: %(kinds)s.")) % {
        "kinds": accept.words
    }


def _content_message(name: str) -> str:
    message = _(
        "The file “%(name)s” is not what its name says. Open it, save it again as the kind you want, "
        "and add the new file."
    )
    return str(message) % {"name": name}


def _ends(content: BinaryIO) -> tuple[bytes, bytes]:
    content.seek(0)
    head = content.read(_HEAD)
    size = content.seek(0, 2)
    content.seek(max(0, size - _FOOT))
    return head, content.read(_FOOT)


def _agrees(kind: Kind, head: bytes) -> bool:
    if kind.key in _MARKS:
        return head.startswith(_MARKS[kind.key])
    if kind.key == "webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    if kind.key == "heic":
        return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS
    if kind.key in _ZIP_FAMILY:
        return head.startswith(b"PK\x03\x04")
    return _is_plain_text(head)


def _is_plain_text(head: bytes) -> bool:
    """Text has no known signature of anything else, and no control signs but those of lines."""
    import puremagic

    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        known = puremagic.magic_string(head[:512])
    except (puremagic.PureError, ValueError):
        known = []
    if any(match.byte_match for match in known):
        return False  # newer versions guess at text too, without any signature
    beginning = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if beginning.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"#!")):
        return False
    return not any(sign < 9 or (13 < sign < 32 and sign != 27) for sign in head)


def _check_zip(kind: Kind, content: BinaryIO) -> None:
    content.seek(0)
    if kind.key == "zip":
        check_archive(content)
    else:
        check_office_file(kind.key, content)


def _refuse_a_second_nature(kind: Kind, name: str, content: BinaryIO, foot: bytes) -> None:
    """A file that is two things at once (a picture with an archive behind it) is refused."""
    import zipfile

    content.seek(0)
    whole_end = BytesIO(foot)
    if b"PK\x05\x06" in foot and (zipfile.is_zipfile(whole_end) or zipfile.is_zipfile(content)):
        raise Refusal("file_two_kinds", _content_message(name))
    if kind.key == "pdf" and b"%%EOF" not in foot:
        raise Refusal(
            "file_damaged",
            str(_("The file “%(name)s” is damaged or cut off. Save it again and add the new file."))
            % {"name": name},
        )
