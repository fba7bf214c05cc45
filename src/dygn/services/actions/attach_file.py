from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dygn.base.errors import Refusal
from dygn.files.actions.store_file import store_file
from dygn.files.models import StoredFile
from dygn.files.rules.kinds import MEGABYTE, Accept
from dygn.forms.rules.definition import Page, Question
from dygn.forms.rules.kinds.file import most_files
from dygn.forms.rules.posting import Upload, uploads, with_file
from dygn.identity.actor import Actor
from dygn.services.models import Draft

DEFAULT_LARGEST_MB = 25


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken in, and why."""

    name: str
    """The field's name."""
    words: str


def attach_files(
    draft: Draft, page: Page, answers: Mapping[str, Any], sent: Any, *, actor: Actor
) -> tuple[dict[str, Any], list[RefusedFile]]:
    """Store the files sent with a page; give the answers with them, and those that were refused."""
    written, refused = dict(answers), []
    for upload in uploads(page.questions, sent) if sent else ():
        try:
            written = with_file(written, upload, _stored(draft, upload, actor))
        except Refusal as refusal:
            refused.append(RefusedFile(name_of_field(upload), str(refusal.message)))
    return written, refused


def _stored(draft: Draft, upload: Upload, actor: Actor) -> dict[str, Any]:
    file = store_file(
        upload.file,
        subject=draft.subject,
        actor=actor,
        accept=accepted_by(upload.question),
        place=name_of_field(upload),
    )
    return reference_to(file)


def reference_to(file: StoredFile) -> dict[str, Any]:
    """Give what the answer keeps of a stored file."""
    return {"key": str(file.key), "name": file.name, "type": file.content_type, "size": file.size_bytes}


def accepted_by(question: Question) -> Accept:
    """Give what a question takes of files."""
    largest = question.limits.max_mb or DEFAULT_LARGEST_MB
    return Accept.only(question.limits.accept, largest_bytes=largest * MEGABYTE, at_most=most_files(question))


def name_of_field(upload: Upload) -> str:
    """Give the name of the field that a file was sent in."""
    if upload.group is None:
        return upload.question.id
    return f"{upload.group.id}-{upload.row}-{upload.question.id}"
