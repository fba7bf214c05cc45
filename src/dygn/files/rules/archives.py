"""Looking into zip files without being drowned by them: entries, sizes and ratios are bounded."""

import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal

MOST_ENTRIES = 3_000
MOST_UNPACKED_BYTES = 200_000_000
HIGHEST_RATIO = 120
SMALL_ENOUGH_BYTES = 5_000_000
_CHUNK = 256 * 1024

_INSIDE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_ODF_TYPES = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
_PACKED = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".jar")
_RUNNING = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr", ".msi", ".lnk", ".hta")


def check_archive(content: BinaryIO) -> None:
    """Refuse a zip file that is a bomb, is locked, holds programs, or holds another archive."""
    with _opened(content) as archive:
        entries = _bounded_entries(archive)
        for entry in entries:
            name = entry.filename.lower()
            if name.endswith(_PACKED):
                raise Refusal(
                    "archive_in_archive",
                    _("The archive holds another archive. Unpack it and add its files."),
                )
            if name.endswith(_RUNNING):
                raise Refusal(
                    "archive_with_program", _("The archive holds a program. We do not take in programs.")
                )
        _unpack_counting(archive, entries)


def check_office_file(kind: str, content: BinaryIO) -> None:
    """Refuse an office document that is a bomb, is another kind than it says, or carries macros."""
    with _opened(content) as archive:
        entries = _bounded_entries(archive)
        names = [entry.filename for entry in entries]
        if not _is_of_kind(kind, archive, names):
            raise Refusal(
                "file_content", _("The document is not what its name says. Save it again from its program.")
            )
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refusal(
                "file_macros", _("The document holds macros. Save it without macros and add it again.")
            )
        _unpack_counting(archive, entries)


def _opened(content: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(content)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _damaged() from error


def _damaged() -> Refusal:
    return Refusal("file_damaged", _("The file is damaged or cut off. Save it again and add the new file."))


def _bomb() -> Refusal:
    return Refusal(
        "archive_too_much",
        _("The file unpacks to far more than we can take in. Divide it, or save it as PDF."),
    )


def _bounded_entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _bomb()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refusal(
            "file_locked", _("The file is locked with a password. Save it without one and add it again.")
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED_BYTES:
        raise _bomb()
    if unpacked > SMALL_ENOUGH_BYTES and unpacked > HIGHEST_RATIO * max(packed, 1):
        raise _bomb()
    _refuse_overlaps(entries)
    return entries


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Entries that share the same bytes multiply a small file into a huge one."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise _bomb()
        end = entry.header_offset + entry.compress_size


def _is_of_kind(kind: str, archive: zipfile.ZipFile, names: list[str]) -> bool:
    if kind in _INSIDE:
        return "[Content_Types].xml" in names and any(name.startswith(_INSIDE[kind]) for name in names)
    if "mimetype" not in names:
        return False
    with archive.open("mimetype") as entry:
        said = entry.read(200).decode("ascii", "replace").strip()
    return said == f"application/vnd.oasis.opendocument.{_ODF_TYPES[kind]}"


def _unpack_counting(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack into nothing, chunk by chunk, so that a header that lies about sizes is found out."""
    left = MOST_UNPACKED_BYTES
    try:
        for entry in entries:
            with archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise _bomb()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise _damaged() from error
