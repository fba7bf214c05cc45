import io
import shutil
import socket
import struct
import subprocess
import threading
import time

import pytest

from dygn.base.errors import OutsideFailure
from dygn.files.adapters.clamd import ClamdScanner
from dygn.files.adapters.fake import FakeScanner
from dygn.files.adapters.none import NoScanner
from dygn.files.ports import ScanResult
from dygn.files.tests.factories import EICAR


class LoopbackClamd:
    """Speaks clamd's protocol: INSTREAM with counted chunks, VERSION, and an answer that ends in NUL."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            connection, _ = self.listening.accept()
            with connection, connection.makefile("rb") as stream:
                connection.sendall(self._answer(stream) + b"\0")

    def _answer(self, stream):
        command = b""
        while not command.endswith(b"\0"):
            command += stream.read(1)
        if command == b"zVERSION\0":
            return b"ClamAV 1.4.6"
        content = b""
        while length := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(length)
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"


@pytest.fixture(scope="module")
def real_clamd(tmp_path_factory):
    """A real clamd with one signature of our own, so that it needs no network; else one of loopback."""
    if shutil.which("clamd") is None:
        yield LoopbackClamd().address
        return
    home = tmp_path_factory.mktemp("clamd")
    (home / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    (home / "clamd.conf").write_text(
        f"DatabaseDirectory {home}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n"
        f"LogFile {home}/log\nOfficialDatabaseOnly no\nUser root\n"
    )
    daemon = subprocess.Popen(["clamd", "-c", str(home / "clamd.conf")], stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"127.0.0.1:{port}")
        yield f"127.0.0.1:{port}"
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)


def _wait_for(address):
    for _ in range(200):
        try:
            return ClamdScanner(address).check()
        except OutsideFailure:
            time.sleep(0.1)
    raise AssertionError("clamd did not start")


@pytest.fixture(params=["fake", "loopback", "clamd"])
def scanner(request):
    if request.param == "fake":
        return FakeScanner()
    if request.param == "loopback":
        return ClamdScanner(LoopbackClamd().address)
    return ClamdScanner(request.getfixturevalue("real_clamd"))


def test_the_eicar_test_file_is_found(scanner):
    result = scanner.scan(io.BytesIO(EICAR))
    assert result.was_scanned and "eicar" in result.virus.lower()


def test_a_harmless_file_is_clean_and_may_be_scanned_again(scanner):
    content = io.BytesIO(b"hello" * 100_000)
    assert scanner.scan(content) == scanner.scan(content) == ScanResult(was_scanned=True)


def test_the_scanner_says_that_it_is_there(scanner):
    assert scanner.check()


def test_no_scanner_says_that_nothing_was_scanned():
    assert NoScanner().scan(io.BytesIO(EICAR)) == ScanResult(was_scanned=False)
    assert NoScanner().check()


def test_a_scanner_that_does_not_answer_is_somebody_elses_failure():
    with pytest.raises(OutsideFailure):
        ClamdScanner("127.0.0.1:1").scan(io.BytesIO(b"x"))
    with pytest.raises(OutsideFailure):
        ClamdScanner("/nowhere/clamd.sock").check()
