from uuid import UUID

from django.core.files import File

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou
from dygn.cases.models import Case
from dygn.files.actions.open_file import content_of
from dygn.files.models import StoredFile
from dygn.files.queries import file_with_key
from dygn.identity.actor import Actor


def open_followed_file(reference: str, key: UUID, *, actor: Actor) -> tuple[StoredFile, File]:
    """Give a file of a case to whoever has shown the case's code; the reading is logged.

    Raises NotForYou for a file that is no part of what the person may see, and Refusal for one that
    is not scanned yet or is infected.
    """
    case = Case.objects.filter(reference=reference, applicant=None).first()
    file = file_with_key(key)
    if case is None or file is None or not _belongs(file, case):
        raise NotForYou
    content = content_of(file)
    record("file.opened", file.subject, actor=actor, detail={"file": str(file.key)})
    return file, content


def _belongs(file: StoredFile, case: Case) -> bool:
    kind, _, number = file.subject.partition(":")
    if not number.isdecimal():
        return False
    parts = {
        "case": lambda: case.pk == int(number),
        "message": case.messages.filter(pk=number).exists,
        "request": case.requests.filter(pk=number).exists,
    }
    return kind in parts and bool(parts[kind]())
