from django.db import transaction

from dygn.base.events import publish
from dygn.files.events import FileFoundInfected
from dygn.files.models import StoredFile
from dygn.files.storage import file_storage
from dygn.municipalities.actions.connect import connect

_AT_ONCE = 50


@transaction.atomic
def scan_waiting_files() -> int:
    """Scan the files that came while the scanner was out of order; give how many were scanned.

    Raises OutsideFailure when the scanner is still out of order. Two workers take different files.
    """
    waiting = StoredFile.objects.filter(state=StoredFile.State.WAITING).select_for_update(skip_locked=True)
    files = list(waiting.order_by("stored_at")[:_AT_ONCE])
    if not files:
        return 0
    scanner = connect("virus_scanner")
    for file in files:
        with file_storage().open(file.path) as content:
            result = scanner.scan(content)
        file.note_scan(result.virus)
        file.save(update_fields=["state"])
        if result.virus:
            _tell_and_empty(file)
    return len(files)


def _tell_and_empty(file: StoredFile) -> None:
    publish(FileFoundInfected(key=str(file.key), subject=file.subject))
    transaction.on_commit(lambda: file_storage().delete(file.path))
