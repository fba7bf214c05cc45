"""Write the lock files with hashes: ``make lock``. Uses uv from PyPI in a place of its own."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
OPTIONS = [
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--upgrade",
]
# The 3.13 lane takes the newest Django; everything else is as elsewhere.
LOCKS = {"build": "3.11", "run": "3.11", "test": "3.11", "test-313": "3.13"}


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        venv.create(place, with_pip=True)
        python = Path(place) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", "uv"], check=True)
        for name in sys.argv[1:] or LOCKS:
            lane = [] if name == "test-313" else ["-c", "constraints.txt"]
            command = [
                Path(place) / "bin" / "uv",
                "pip",
                "compile",
                *OPTIONS,
                "--python-version",
                LOCKS[name],
            ]
            subprocess.run([*command, *lane, f"{name}.in", "-o", f"{name}.txt"], cwd=HERE, check=True)


if __name__ == "__main__":
    main()
