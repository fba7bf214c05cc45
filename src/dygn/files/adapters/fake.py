from typing import BinaryIO

from django.utils.translation import gettext as _

from dygn.files.ports import ScanResult, VirusScanner

# The test file that every scanner knows; in two halves, so that scanners leave this one alone.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeScanner(VirusScanner):
    """Knows one virus, the harmless EICAR test file. For the demo and tests."""

    def scan(self, content: BinaryIO) -> ScanResult:
        content.seek(0)
        found = _EICAR in content.read()
        return ScanResult(was_scanned=True, virus="EICAR" if found else "")

    def check(self) -> str:
        return _("The demo's scanner knows only the EICAR test file.")
