"""The files of a package, from a folder or a zip, with everything hostile refused."""

import io
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_noop as _

from dygn.base.saying import says
from dygn.services.rules.package.faults import refused

SERVICE = "service.yaml"
SIGNATURE = "signature.json"
MOST_FILES = 200
LARGEST_FILE = 1_000_000
LARGEST_PACKAGE = 5_000_000
_KNOWN = re.compile(
    r"service\.yaml|signature\.json|process\.bpmn|README\.md|LICENSE|decisions/[\w-]{1,80}\.dmn"
    r"|letters/[a-z-]{1,80}\.[a-z]{2}\.md|scenarios/[\w-]{1,80}\.yaml"
)
# What no text has, and what a database does not take: a NUL, a bell, a backspace.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_A_DAY = (1980, 1, 1, 0, 0, 0)  # files carry no time: the signature says when
# Each way of packing has its own way of being broken; a zip may hold any of them.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, RuntimeError, NotImplementedError, OSError,
)  # fmt: skip
_LEFT_ASIDE = frozenset({".DS_Store", "Thumbs.db", ".gitignore"})


@dataclass(frozen=True)
class PackageFiles:
    """The texts of a package by name, such as ``letters/receipt.sv.md``; its signature is no part of it."""

    texts: Mapping[str, str]
    signature: str = ""

    @property
    def service(self) -> str:
        return self.texts[SERVICE]

    def under(self, folder: str) -> dict[str, str]:
        """The files of a folder, by their name within it."""
        return {
            name.removeprefix(f"{folder}/"): text
            for name, text in sorted(self.texts.items())
            if name.startswith(f"{folder}/")
        }


def open_package(source: Path | bytes) -> PackageFiles:
    """Read a folder, a zip file or the bytes of one; raise PackageRefused when it is not fit."""
    if isinstance(source, bytes):
        return package_of(_from_zip(source))
    if source.is_dir():
        return package_of(_from_folder(source))
    if not source.is_file():
        raise refused(source.name, says(_("There is no such file or folder.")))
    if source.stat().st_size > LARGEST_PACKAGE:
        raise refused(
            source.name, says(_("A package is at most %(most)s MB."), most=LARGEST_PACKAGE // 1_000_000)
        )
    return package_of(_from_zip(source.read_bytes()))


def package_of(contents: Mapping[str, bytes]) -> PackageFiles:
    """Give the package of these files; raise PackageRefused when they are not those of one."""
    if SERVICE not in contents:
        raise refused(
            SERVICE, says(_("The package has no service.yaml. It must lie at the top of the folder."))
        )
    for name, content in contents.items():
        if not _KNOWN.fullmatch(name):
            raise refused(name, says(_("A package has no such file. Remove it, or correct its name.")))
        if len(content) > LARGEST_FILE:
            raise refused(name, says(_("A file is at most %(most)s MB."), most=LARGEST_FILE // 1_000_000))
    texts = {name: _text(name, content) for name, content in sorted(contents.items())}
    signature = texts.pop(SIGNATURE, "")
    return PackageFiles(texts, signature)


def _text(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refused(
            name, says(_("The file is not UTF-8. Save it as UTF-8.")), line=line, column=1
        ) from error
    if control := UNPRINTABLE.search(text):
        line = text[: control.start()].count("\n") + 1
        raise refused(
            name, says(_("A character stands here that is no text. Remove it.")), line=line, column=1
        )
    return text


def _from_folder(folder: Path) -> dict[str, bytes]:
    if folder.is_symlink():
        raise refused(folder.name, says(_("A package is no link.")))
    contents: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise refused(
                name,
                says(_("A link or a special file has no place in a package. Put the file itself there.")),
            )
        if path.is_dir() or path.name in _LEFT_ASIDE:
            continue
        total += path.stat().st_size
        _bounded(name, len(contents), total)
        contents[name] = path.read_bytes()
    return contents


def _from_zip(archive: bytes) -> dict[str, bytes]:
    if len(archive) > LARGEST_PACKAGE:
        raise refused(
            "package", says(_("A package is at most %(most)s MB."), most=LARGEST_PACKAGE // 1_000_000)
        )
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _without_top(_members(opened))
    except _UNREADABLE as error:
        raise refused("package", says(_("This is no zip file that can be read."))) from error


def _members(opened: zipfile.ZipFile) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    total = 0
    for member in opened.infolist():
        name = member.filename
        if not name:
            raise refused("package", says(_("A file in the package has no name. Pack the folder again.")))
        if member.is_dir() or PurePosixPath(name).name in _LEFT_ASIDE:
            continue
        _safe_name(name)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise refused(name, says(_("A link has no place in a package. Put the file itself there.")))
        if name in contents:
            raise refused(name, says(_("The file is in the package twice.")))
        total += member.file_size
        _bounded(name, len(contents), total)
        with opened.open(member) as content:
            contents[name] = content.read(LARGEST_FILE + 1)
    return contents


def _without_top(contents: dict[str, bytes]) -> dict[str, bytes]:
    """A zip of a folder has all its files under one; take it away."""
    tops = {name.partition("/")[0] for name in contents}
    if SERVICE in contents or len(tops) != 1 or any("/" not in name for name in contents):
        return contents
    return {name.partition("/")[2]: content for name, content in contents.items()}


def _safe_name(name: str) -> None:
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or ":" in name
        or "\x00" in name
        or len(name) > 200
    ):
        raise refused(ascii(name)[:200], says(_("The name leads out of the package.")))


def pack(files: PackageFiles) -> bytes:
    """Give a package as a ZIP; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted({**files.texts, SIGNATURE: files.signature}.items()):
            if text or name != SIGNATURE:
                member = zipfile.ZipInfo(name, _A_DAY)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                archive.writestr(member, text)
    return out.getvalue()


def _bounded(name: str, count: int, total: int) -> None:
    if count >= MOST_FILES:
        raise refused(name, says(_("A package has at most %(most)s files."), most=MOST_FILES))
    if total > LARGEST_PACKAGE:
        raise refused(name, says(_("A package is at most %(most)s MB."), most=LARGEST_PACKAGE // 1_000_000))
