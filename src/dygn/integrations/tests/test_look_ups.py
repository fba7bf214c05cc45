"""Outside sources: what each adapter promises, and what a source may do that we withstand."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dygn.base.errors import OutsideFailure
from dygn.integrations.look_ups import http_json
from dygn.integrations.look_ups.fake import FakeSources
from dygn.integrations.look_ups.http_json import HttpJsonSources
from dygn.integrations.look_ups.not_set_up import NoSources

ABC = b'{"data": {"make": "Volvo", "owners": [{"town": "Ekeby"}], "weight": 1200, "electric": false, "more": {"a": 1}}}'
BODIES = {
    "/v/ABC%20123": ABC,
    "/v/list": b"[" + ABC + b"]",
    "/v/none": b"[]",
    "/v/empty": b"",
    "/v/words": b'"hello"',
    "/v/page": b"<html>",
    "/v/big": b'{"a": "' + b"x" * 200_000 + b'"}',
    "/v/deep": b"[" * 50_000,
    "/l/activities": b'{"items": [{"name": "Food", "below": [{"name": "Bakery"}, "Pub"]}, "Hair"]}',
    "/l/huge": b'["' + b"x" * 1_100_000 + b'"]',
    "/l/odd": b'["\xff"]',
    "/l/half": b'["\\ud800"]',
    "/v/digits": b'{"data": {"weight": ' + b"9" * 5_000 + b"}}",
}
STATUS = {
    "/v/no": 404,
    "/v/odd": 400,
    "/v/gone": 410,
    "/v/unfit": 422,
    "/v/busy": 429,
    "/v/forbidden": 403,
    "/v/broken": 500,
    "/v/moved": 302,
}

PATIENCE_SECONDS = 60


class Register(BaseHTTPRequestHandler):
    seen: list = []
    awake = threading.Event()

    def do_GET(self):
        self.seen.append((self.path, self.headers.get("X-Key")))
        if self.path == "/v/slow":
            self.awake.wait(PATIENCE_SECONDS)
        self.send_response(STATUS.get(self.path, 200))
        if self.path == "/v/moved":
            self.send_header("Location", "http://169.254.169.254/latest/")
        self.end_headers()
        self.wfile.write(BODIES.get(self.path, b"{}"))

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def register():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture()
def sources(register):
    ways = {"make": "data.make", "town": "data.owners.0.town", "weight": "data.weight", "electric": "data.electric",
            "more": "data.more", "nothing": "data.owners.7.town"}  # fmt: skip
    return HttpJsonSources(sources={"vehicles": f"{register}/v/{{typed}}"}, facts={"vehicles": ways})


def test_facts_are_taken_from_where_the_settings_say(sources):
    told = {"make": "Volvo", "town": "Ekeby", "weight": 1200, "electric": False}
    assert sources.find("vehicles", "ABC 123") == told == sources.find("vehicles", "list")


@pytest.mark.parametrize("typed", ["no", "odd", "gone", "unfit", "none", "empty"])
def test_what_is_not_known_there_is_nothing(sources, typed):
    assert sources.find("vehicles", typed) is None


@pytest.mark.parametrize(
    "typed", ["words", "page", "big", "deep", "digits", "forbidden", "busy", "broken", "moved"]
)
def test_an_answer_that_is_odd_huge_deep_refused_or_leads_elsewhere_is_an_outside_failure(sources, typed):
    with pytest.raises(OutsideFailure):
        sources.find("vehicles", typed)


def test_a_slow_source_is_not_waited_for(sources, monkeypatch):
    """It would answer with what is known, after a minute; nobody is there any more by then."""
    monkeypatch.setattr(http_json, "_LIMITS", http_json.Limits(seconds=0.2, largest_bytes=1000))
    monkeypatch.setitem(BODIES, "/v/slow", ABC)
    try:
        with pytest.raises(OutsideFailure):
            sources.find("vehicles", "slow")
    finally:
        Register.awake.set()


@pytest.mark.parametrize("typed", ["../../admin", "a/b?c=d#e", "x@evil.example", "å ä"])
def test_what_is_typed_stays_in_its_place_in_the_address(sources, typed):
    sources.find("vehicles", typed)
    path = Register.seen[-1][0]
    assert path.startswith("/v/") and path.count("/") == 2 and "?" not in path and "#" not in path


def test_a_private_address_is_called_only_when_its_host_is_named(sources, settings):
    settings.DYGN_OUTBOUND_PRIVATE_HOSTS = []
    with pytest.raises(OutsideFailure) as failure:
        sources.find("vehicles", "ABC 123")
    assert failure.value.lasting and "ABC" not in str(failure.value)


def test_a_key_is_sent_from_where_it_lies(register, monkeypatch):
    monkeypatch.setenv("VEHICLES_KEY", "s3cret")
    sources = HttpJsonSources(
        sources={"vehicles": f"{register}/v/{{typed}}"}, api_keys={"vehicles": "env:VEHICLES_KEY"},
        header="X-Key", header_prefix="",
    )  # fmt: skip
    sources.find("vehicles", "1")
    assert Register.seen[-1][1] == "s3cret" and "vehicles" in sources.check()


@pytest.mark.parametrize(
    "address", ["", "ftp://a/{typed}", "https://{typed}.example/", "https://example.org/"]
)
def test_an_address_that_cannot_be_is_told_to_the_administrator(address):
    with pytest.raises(OutsideFailure) as failure:
        HttpJsonSources(sources={"vehicles": address}).check()
    assert failure.value.lasting


def test_the_simulator_knows_what_it_is_told_and_can_be_out_of_order():
    fake = FakeSources(sources={"vehicles": {"ABC 123": {"make": "Volvo"}}})
    assert fake.find("vehicles", "abc123") == {"make": "Volvo"} == fake.find("vehicles", "ABC 123")
    assert fake.find("vehicles", "XYZ") is None
    for source in (FakeSources(is_down=True), fake, NoSources()):
        with pytest.raises(OutsideFailure):
            source.find("courses", "A1")


def lists_of(register, path, **facts):
    return HttpJsonSources(lists={"activities": {"address": f"{register}{path}", **facts}})


def test_a_whole_list_is_read_from_where_the_settings_say(register):
    sources = lists_of(register, "/l/activities", at="items", label="name", below="below")
    assert sources.lists() == ["activities"]
    assert list(sources.whole_list("activities")) == [("Food", "Bakery"), ("Food", "Pub"), ("Hair",)]
    assert sources.check() == "Connected: activities."


@pytest.mark.parametrize(
    "path", ["/v/no", "/v/broken", "/v/moved", "/v/empty", "/v/words", "/v/page", "/v/deep", "/l/huge", "/l/odd", "/l/half"]
)  # fmt: skip
def test_what_is_no_list_is_a_failure_of_the_source(register, path):
    with pytest.raises(OutsideFailure):
        lists_of(register, path).whole_list("activities")


@pytest.mark.parametrize("facts", [{}, {"address": 5}, {"address": "file:///etc/passwd"}, "no table"])
def test_a_list_without_an_address_is_told_before_anything_is_called(facts):
    with pytest.raises(OutsideFailure):
        HttpJsonSources(lists={"activities": facts}).whole_list("activities")
