"""A bound on what one upload can put on our disk, whatever the browser says about its size."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from dygn.files.rules.kinds import MEGABYTE


class BoundedUpload(FileUploadHandler):
    """Lets the handlers after it see one byte more than is allowed, and drops what follows.

    The file then shows itself as too large, and the page can say so beside the field.
    """

    @property
    def _limit(self) -> int:
        return int(settings.DYGN_LARGEST_FILE_MB) * MEGABYTE + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        left = self._limit - start
        return raw_data[:left] if left > 0 else None

    def file_complete(self, file_size: int) -> None:
        return None
