"""What a demo was made ready with: another version, and it is made ready again."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
MADE_FROM = (
    "*/migrations/*.py",
    "*/static/**/*",
    "locale/*/LC_MESSAGES/*.po",
    "demo/**/*.py",
    "packages/**/*",
)


def fingerprint(port: str) -> str:
    """Give a digest of what tables, style and contents of the demo are made from, and of its port."""
    digest = hashlib.sha256(f"{version('Django')} {version('wagtail')} {port}".encode())
    for path in _files():
        status = path.stat()
        digest.update(f"{path.relative_to(HOUSE)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for pattern in MADE_FROM:
        yield from sorted(path for path in HOUSE.glob(pattern) if path.is_file())
