from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage

from dygn.base.tenancy import required_municipality_id
from dygn.files.models import StoredFile
from dygn.files.storage import file_storage

# Longer than any request or transaction can last.
YOUNGEST_ORPHAN = timedelta(hours=24)


def sweep_contents(*, now: datetime) -> int:
    """Remove contents without a row: their transaction never committed. Gives how many they were."""
    storage = file_storage()
    removed = 0
    for folder in _months(storage, str(required_municipality_id())):
        names = storage.listdir(folder)[1]
        paths = [f"{folder}/{name}" for name in names]
        known = set(StoredFile.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in set(paths) - known:
            if storage.get_modified_time(path) < now - YOUNGEST_ORPHAN:
                storage.delete(path)
                removed += 1
    return removed


def _months(storage: Storage, root: str) -> Iterator[str]:
    try:
        years = storage.listdir(root)[0]
    except FileNotFoundError:
        return
    for year in years:
        for month in storage.listdir(f"{root}/{year}")[0]:
            yield f"{root}/{year}/{month}"
