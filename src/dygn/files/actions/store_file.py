import hashlib
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.tenancy import required_municipality_id
from dygn.files.models import StoredFile
from dygn.files.models.stored_file import path_of
from dygn.files.queries import files_of
from dygn.files.rules.kinds import KIND_BY_KEY, MEGABYTE, Accept, Kind
from dygn.files.rules.names import clean_name, extension_of, with_extension
from dygn.files.rules.pictures import clean_picture
from dygn.files.rules.sniffing import recognise
from dygn.files.storage import file_storage
from dygn.identity.actor import Actor
from dygn.municipalities.actions.connect import connect

_CHUNK = 256 * 1024


@dataclass
class Checked:
    """A file that has passed the rules: what it is called, what it is, and its bytes."""

    name: str
    kind: Kind
    content: BinaryIO


def store_file(
    upload: UploadedFile, *, subject: str, actor: Actor, accept: Accept | None = None, place: str = ""
) -> StoredFile:
    """Take in a file about ``subject`` and give its row; raise Refusal with a message to show.

    ``place`` tells files of one subject apart (a question's id). The content is written before the
    row; if the row never comes, the nightly sweep removes the content.
    """
    accept = accept or Accept()
    _refuse_one_too_many(subject, place, accept)
    checked = _checked(upload, accept)
    state = _scanned_state(checked)
    return _keep(checked, state, subject=subject, place=place, actor=actor)


def checked_now(upload: UploadedFile, accept: Accept) -> Checked:
    """Look a file through that others keep; raise Refusal also when it cannot be scanned just now."""
    checked = _checked(upload, accept)
    if _scanned_state(checked) == StoredFile.State.WAITING:
        words = _("The file cannot be scanned for viruses just now. Try again in a while.")
        raise Refusal("file_not_scanned", words)
    return checked


def store_own_file(
    content: bytes, *, name: str, kind: str, subject: str, actor: Actor, place: str = ""
) -> StoredFile:
    """Keep a file that Dygn itself has made, such as a decision as PDF. It needs no scanning."""
    checked = Checked(clean_name(name), KIND_BY_KEY[kind], BytesIO(content))
    return _keep(checked, StoredFile.State.CLEAN, subject=subject, place=place, actor=actor)


def _refuse_one_too_many(subject: str, place: str, accept: Accept) -> None:
    if files_of(subject, place).count() >= accept.at_most:
        raise Refusal(
            "too_many_files",
            str(_("You have added as many files as fit here (%(number)d). Remove one to add another."))
            % {"number": accept.at_most},
        )


def _checked(upload: UploadedFile, accept: Accept) -> Checked:
    if not upload.size:
        raise Refusal("file_empty", _("The file is empty. Choose another one."))
    if upload.size > accept.largest_bytes:
        raise Refusal(
            "file_too_large",
            str(_("The file is too large. It may be at most %(size)d MB."))
            % {"size": accept.largest_bytes // MEGABYTE},
        )
    name = clean_name(upload.name or "")
    content = cast(BinaryIO, upload.file)
    kind = recognise(name, content, accept)
    if kind.family != "image":
        return Checked(name, kind, content)
    key, data = clean_picture(kind.key, content)
    kind = KIND_BY_KEY[key]
    if extension_of(name) not in kind.extensions:
        name = with_extension(name, kind.extensions[0])
    return Checked(name, kind, BytesIO(data))


def _scanned_state(checked: Checked) -> str:
    """Scan now, so that the person hears of a virus at once; later when the scanner is out of order."""
    try:
        result = connect("virus_scanner").scan(checked.content)
    except OutsideFailure:
        return StoredFile.State.WAITING
    if result.virus:
        raise Refusal(
            "file_infected",
            str(_("We found a virus in the file “%(name)s” and have not kept it. Choose another file."))
            % {"name": checked.name},
        )
    return StoredFile.State.CLEAN if result.was_scanned else StoredFile.State.NOT_SCANNED


def _keep(checked: Checked, state: str, *, subject: str, place: str, actor: Actor) -> StoredFile:
    now, key = timezone.now(), uuid.uuid4()
    sha256, size_bytes = _fingerprint(checked.content)
    path = file_storage().save(
        path_of(required_municipality_id(), key, now), File(checked.content, name=str(key))
    )
    file = StoredFile(
        key=key,
        subject=subject,
        place=place,
        name=checked.name,
        kind=checked.kind.key,
        content_type=checked.kind.content_type,
        size_bytes=size_bytes,
        sha256=sha256,
        path=path,
        state=state,
        stored_by=actor.key,
        stored_at=now,
    )
    file.save(force_insert=True)
    record("file.stored", subject, actor=actor, detail={"file": str(key), "size_bytes": size_bytes})
    return file


def _fingerprint(content: BinaryIO) -> tuple[str, int]:
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    return digest.hexdigest(), size
