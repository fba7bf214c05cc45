"""Where contents lie: on disk under ``DYGN_FILES_ROOT``, or where ``STORAGES["files"]`` says."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages


class FilesOnDisk(FileSystemStorage):
    """The installation's own disk. Nothing in it is served by the web server."""

    @property
    def base_location(self) -> str:  # type: ignore[override]
        return str(settings.DYGN_FILES_ROOT)

    @property
    def base_url(self) -> None:  # type: ignore[override]
        return None


def file_storage() -> Storage:
    """Give the storage of files' contents."""
    return storages["files"]
