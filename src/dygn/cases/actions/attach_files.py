from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile

from dygn.base.errors import Refusal
from dygn.files.actions.store_file import store_file
from dygn.files.models import StoredFile
from dygn.files.rules.kinds import Accept
from dygn.identity.actor import Actor

MOST_FILES = 10


def attach_files(
    uploads: Iterable[UploadedFile], *, subject: str, actor: Actor, place: str = "", at_most: int = MOST_FILES
) -> list[StoredFile]:
    """Take in the files that came with something written; Refusal, at the field, for a bad one."""
    accept = Accept(at_most=at_most)
    try:
        return [
            store_file(upload, subject=subject, actor=actor, accept=accept, place=place) for upload in uploads
        ]
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="attachments") from refusal
