"""Run the tests on Python 3.13 with the newest Django, where such an interpreter is found.

``python tests/python_313.py``; ``PYTHON313`` names the interpreter, else it is looked for on the PATH
and among pyenv's. Journeys in the browser and peers in Node run on the first lane only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".venv-313"
LOCKS = (ROOT / "requirements" / "build.txt", ROOT / "requirements" / "test-313.txt")


def main() -> int:
    interpreter = next((found for found in _candidates() if _is_313(found)), None)
    if interpreter is None:
        print("No Python 3.13 here: its tests are left out.")  # noqa: T201
        return 0
    _install(interpreter)
    command = [
        PLACE / "bin" / "python",
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "-m",
        "not browser and not node",
    ]
    return subprocess.run([*command, "src", "tests/house"], cwd=ROOT, check=False).returncode


def _candidates() -> Iterator[str]:
    yield from filter(None, [os.environ.get("PYTHON313"), shutil.which("python3.13")])
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob("versions/3.13*/bin/python3.13"), reverse=True))


def _is_313(interpreter: str) -> bool:
    """Ask it: a shim of pyenv is there even when the version is not."""
    question = "import sys; print(sys.version_info[:2] == (3, 13))"
    try:
        answer = subprocess.run([interpreter, "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == "True"


def _install(interpreter: str) -> None:
    """Make the environment, unless it was made from the same locks."""
    wanted = hashlib.sha256(b"".join(lock.read_bytes() for lock in LOCKS)).hexdigest()
    note = PLACE / "installed-from"
    if note.exists() and note.read_text() == wanted:
        return
    print("Installing Python 3.13's lane …", flush=True)  # noqa: T201
    subprocess.run([interpreter, "-m", "venv", "--clear", PLACE], check=True)
    pip = [PLACE / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    for lock in LOCKS:
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
    note.write_text(wanted)


if __name__ == "__main__":
    sys.exit(main())
