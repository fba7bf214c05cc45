import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dygn.base.errors import OutsideFailure
from dygn.base.outbound import Limits, call, is_public


class Other(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            time.sleep(0.5)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/secrets")
            self.end_headers()
            return
        body = {"/big": b"x" * 3_000_000, "/zip": gzip.compress(b"x" * 1000)}.get(self.path, b'{"a": 1}')
        self.send_response(503 if self.path == "/broken" else 404 if self.path == "/no" else 200)
        if self.path == "/zip":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("X-Host", self.headers["Host"])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def other():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


def test_an_answer_is_read(other):
    answer = call("GET", f"{other}/", params={"q": "1"})
    assert (answer.status, answer.json()) == (200, {"a": 1})
    assert answer.headers["x-host"].startswith("localhost:")


@pytest.mark.parametrize("path", ["/broken", "/big", "/zip"])
def test_what_is_broken_too_big_or_packed_is_an_outside_failure(other, path):
    with pytest.raises(OutsideFailure) as failure:
        call("GET", f"{other}{path}")
    assert not failure.value.lasting


def test_what_takes_too_long_is_an_outside_failure(other):
    with pytest.raises(OutsideFailure):
        call("GET", f"{other}/slow", limits=Limits(seconds=0.1))


def test_a_refusal_is_the_caller_s_to_read(other):
    assert call("GET", f"{other}/no").status == 404


def test_a_redirect_is_not_followed(other):
    assert call("GET", f"{other}/moved").status == 302


def test_a_closed_port_is_an_outside_failure():
    with pytest.raises(OutsideFailure):
        call("GET", "http://127.0.0.1:9/")


def test_a_file_of_authorities_that_is_none_is_told(other, settings, tmp_path):
    (tmp_path / "none.pem").write_text("no certificate")
    for file in ("none.pem", "not-there.pem"):
        settings.DYGN_OUTBOUND_CERTIFICATES = str(tmp_path / file)
        with pytest.raises(OutsideFailure, match="DYGN_OUTBOUND_CERTIFICATES"):
            call("GET", f"{other}/")


def test_our_own_network_is_not_called_by_mistake(other, settings):
    settings.DYGN_OUTBOUND_PRIVATE_HOSTS = []
    for address in (
        other,
        other.replace("localhost", "127.0.0.1"),
        "http://[::1]/",
        "http://169.254.169.254/",
    ):
        with pytest.raises(OutsideFailure) as failure:
            call("GET", address)
        assert failure.value.lasting


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "gopher://localhost/", "http://", "http://[", "no address"]
)
def test_other_kinds_of_address_are_refused(address):
    with pytest.raises(OutsideFailure):
        call("GET", address)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("193.0.6.139", True),
        ("2001:67c:2e8:22::c100:68b", True),
        ("10.0.0.1", False),
        ("127.0.0.2", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:0a00:0001::", False),
        ("100.64.0.1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
    ],
)
def test_which_addresses_are_of_the_open_internet(address, public):
    assert is_public(address) is public
