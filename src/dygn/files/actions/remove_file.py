from functools import partial
from uuid import UUID

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.files.models import StoredFile
from dygn.files.storage import file_storage
from dygn.identity.actor import Actor


@transaction.atomic
def remove_file(key: UUID, *, subject: str, actor: Actor) -> bool:
    """Remove a file of the subject; say whether there was one. The content goes after commit.

    The caller has made sure that the actor may change the subject.
    """
    file = StoredFile.objects.filter(pk=key, subject=subject).first()
    if file is None:
        return False
    file.delete()
    record("file.removed", subject, actor=actor, detail={"file": str(key)})
    transaction.on_commit(partial(file_storage().delete, file.path))
    return True


@transaction.atomic
def remove_files_of(subject: str, *, actor: Actor) -> int:
    """Remove all files of a subject, as when a draft is deleted; give how many they were."""
    files = list(StoredFile.objects.filter(subject=subject))
    if not files:
        return 0
    StoredFile.objects.filter(subject=subject).delete()
    record("file.removed", subject, actor=actor, detail={"files": len(files)})
    for file in files:
        transaction.on_commit(partial(file_storage().delete, file.path))
    return len(files)
