import socket
import struct
from typing import BinaryIO

from dygn.base.errors import OutsideFailure
from dygn.files.ports import ScanResult, VirusScanner

_CHUNK = 128 * 1024


class ClamdScanner(VirusScanner):
    """ClamAV's daemon, by its INSTREAM command. ``address``: ``host:port`` or the path of a socket."""

    def __init__(self, address: str = "127.0.0.1:3310", timeout_seconds: float = 30) -> None:
        self.address = address
        self.timeout_seconds = float(timeout_seconds)

    def scan(self, content: BinaryIO) -> ScanResult:
        content.seek(0)
        answer = self._ask(b"zINSTREAM\0", content)
        if answer.endswith(" FOUND"):
            return ScanResult(was_scanned=True, virus=answer.removeprefix("stream: ").removesuffix(" FOUND"))
        if answer.endswith("OK"):
            return ScanResult(was_scanned=True)
        raise OutsideFailure(f"clamd: {answer or 'no answer'}")

    def check(self) -> str:
        return self._ask(b"zVERSION\0")

    def _ask(self, command: bytes, content: BinaryIO | None = None) -> str:
        try:
            with self._connected() as connection:
                connection.sendall(command)
                if content is not None:
                    while chunk := content.read(_CHUNK):
                        connection.sendall(struct.pack("!L", len(chunk)) + chunk)
                    connection.sendall(struct.pack("!L", 0))
                return self._answer(connection)
        except OSError as error:
            raise OutsideFailure(f"clamd at {self.address} cannot be reached: {error}") from error

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(self.timeout_seconds)
            connection.connect(self.address)
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=self.timeout_seconds)

    def _answer(self, connection: socket.socket) -> str:
        answer = b""
        while not answer.endswith(b"\0"):
            part = connection.recv(4096)
            if not part:
                break
            answer += part
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")
