from uuid import UUID

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, OutsideFailure, Refusal
from dygn.files.access import may_open
from dygn.files.models import StoredFile
from dygn.files.queries import file_with_key
from dygn.files.storage import file_storage
from dygn.identity.actor import Actor


def open_file(key: UUID, *, actor: Actor) -> tuple[StoredFile, File]:
    """Give a file and its content to somebody who may see its subject; the reading is logged.

    Raises NotForYou for a stranger, and Refusal for a file that is not scanned yet or is infected.
    """
    file = file_with_key(key)
    if file is None or not may_open(file, actor):
        raise NotForYou
    content = content_of(file)
    record("file.opened", file.subject, actor=actor, detail={"file": str(file.key)})
    return file, content


def content_of(file: StoredFile) -> File:
    """Open the content of a file whose reader has been let in already; the caller closes it."""
    if file.state == StoredFile.State.WAITING:
        raise Refusal(
            "file_waits", _("The file is waiting to be scanned for viruses. Come back in a few minutes.")
        )
    if not file.may_be_opened:
        raise Refusal("file_infected", _("We found a virus in the file, and its content is gone."))
    try:
        return file_storage().open(file.path)
    except FileNotFoundError as error:
        raise OutsideFailure(f"The content of the file {file.key} is not in the storage.") from error
