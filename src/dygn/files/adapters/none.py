from typing import BinaryIO

from django.utils.translation import gettext as _

from dygn.files.ports import ScanResult, VirusScanner


class NoScanner(VirusScanner):
    """Stands in where no scanner is connected: files are kept and marked as not scanned."""

    def scan(self, content: BinaryIO) -> ScanResult:
        return ScanResult(was_scanned=False)

    def check(self) -> str:
        return _("No virus scanner is connected. Files are marked as not scanned.")
