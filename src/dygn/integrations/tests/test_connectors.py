"""Systems that processes call: what each adapter sends, reads, and withstands."""

import base64
import hashlib
import hmac
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import pytest
from django.db import connection

from dygn.base.errors import OutsideFailure
from dygn.integrations.connectors.database_view import DatabaseView
from dygn.integrations.connectors.fake import FakeSystem
from dygn.integrations.connectors.http_json import HttpJsonSystem
from dygn.integrations.connectors.message import MessageSystem
from dygn.integrations.connectors.soap import SoapSystem

PERSON = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>
<p:Person xmlns:p="urn:p" status="living"><p:Name>Alva &amp; Ek</p:Name><p:Child>Bo</p:Child><p:Child>Cia</p:Child>
<p:Home><p:Town>Ekeby</p:Town></p:Home><p:Died/></p:Person></s:Body></s:Envelope>"""
FAULT = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
<faultcode>s:{}</faultcode><faultstring>Anna 19800101</faultstring></s:Fault></s:Body></s:Envelope>"""
ENTITY = '<!DOCTYPE x [<!ENTITY a "boom">]><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a>&a;</a></s:Body></s:Envelope>'
DEEP = PERSON.split("<p:Person")[0] + "<a>" * 60 + "</a>" * 60 + "</s:Body></s:Envelope>"
ANSWERS = {
    "/people/1": (200, '{"name": "Alva", "children": [{"name": "Bo"}]}'),
    "/people": (201, '{"number": 7}'),
    "/people/..%2Fadmin%3Fx": (200, '{"name": "quoted"}'),
    "/empty": (204, ""),
    "/missing": (404, "{}"),
    "/unfit": (422, '{"why": "Anna 19800101"}'),
    "/busy": (429, ""),
    "/down": (503, ""),
    "/page": (200, "<html>"),
    "/big": (200, '"' + "x" * 600_000 + '"'),
    "/soap": (200, PERSON),
    "/soap/theirs": (500, FAULT.format("Server")),
    "/soap/ours": (500, FAULT.format("Client")),
    "/soap/entity": (200, ENTITY),
    "/soap/deep": (200, DEEP),
    "/soap/nothing": (200, "<a/>"),
    "/soap/down": (502, ""),
    "/soap/denied": (403, ""),
}


class System(BaseHTTPRequestHandler):
    seen: list = []

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        self.seen.append(
            (self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        )
        status, told = ANSWERS.get(self.path.partition("?")[0], (200, "{}"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(told.encode())))
        self.end_headers()
        self.wfile.write(told.encode())

    do_GET = do_POST = do_PUT = _answer

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def system():
    server = ThreadingHTTPServer(("127.0.0.1", 0), System)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


def ask(adapter, /, **sent):
    return adapter.ask(sent, once="case:7:step:3", seconds=5.0)


def test_what_stands_in_the_address_is_not_sent_twice(system):
    reads = HttpJsonSystem(address=f"{system}/people/{{number}}", method="get")
    assert ask(reads, number=1, year=2026)["children"] == [{"name": "Bo"}]
    assert System.seen[-1][:2] == ("GET", "/people/1?year=2026")
    writes = HttpJsonSystem(address=f"{system}/people", headers={"X-Unit": "7"}, api_key="s3cret")
    assert ask(writes, name="Åsa", ready=True) == {"number": 7}
    method, _path, headers, body = System.seen[-1]
    assert method == "POST" and json.loads(body) == {"name": "Åsa", "ready": True}
    assert headers["authorization"] == "Bearer s3cret" and headers["x-unit"] == "7"
    assert headers["idempotency-key"] == "case:7:step:3"


def test_a_value_stays_in_its_place_in_the_address(system):
    reads = HttpJsonSystem(address=f"{system}/people/{{number}}", method="GET")
    assert ask(reads, number="../admin?x") == {"name": "quoted"}
    for missing in ({}, {"number": ""}, {"number": None}):
        with pytest.raises(OutsideFailure, match="number") as failure:
            reads.ask(missing, once="x", seconds=1.0)
        assert failure.value.lasting


@pytest.mark.parametrize(
    ("path", "is_lasting"),
    [("missing", True), ("unfit", True), ("busy", False), ("down", False), ("page", False), ("big", False)],
)
def test_a_refusal_lasts_and_trouble_passes(system, path, is_lasting):
    with pytest.raises(OutsideFailure) as failure:
        ask(HttpJsonSystem(address=f"{system}/{path}"))
    assert failure.value.lasting is is_lasting and "Anna" not in str(failure.value)


def test_an_empty_answer_is_one_and_so_is_none_where_it_may_be_missing(system):
    assert ask(HttpJsonSystem(address=f"{system}/empty")) == {}
    assert ask(HttpJsonSystem(address=f"{system}/missing", may_be_missing=True)) == {}


@pytest.mark.parametrize("kind", [HttpJsonSystem, SoapSystem, MessageSystem])
@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/", "http://[::1]:1/", "http://169.254.169.254/x", "http://[::ffff:10.0.0.1]/"],
)
def test_no_private_address_is_reached_unless_it_is_named(settings, kind, address):
    settings.DYGN_OUTBOUND_PRIVATE_HOSTS = []
    more = {HttpJsonSystem: {}, SoapSystem: {"body": "<a/>"}, MessageSystem: {"kind": "k"}}[kind]
    with pytest.raises(OutsideFailure, match="private network") as failure:
        ask(kind(address=address, **more))
    assert failure.value.lasting


def test_a_database_in_a_private_network_is_not_reached_unless_it_is_named(settings):
    settings.DYGN_OUTBOUND_PRIVATE_HOSTS = []
    view = DatabaseView(host="127.0.0.1", database="a", view="b", columns=["c"], user="d", password="e")
    with pytest.raises(OutsideFailure, match="private network"):
        ask(view)


def test_soap_fills_the_body_without_letting_markup_in_and_gives_the_answer_as_data(system):
    body = '<f:Find xmlns:f="urn:f"><f:Number>{number}</f:Number><f:All>{everything}</f:All><f:Gone>{gone}</f:Gone></f:Find>'
    person = ask(SoapSystem(address=f"{system}/soap", body=body, action="urn:find", user="u", password="p"),
                 number="<b>&1", everything=True)  # fmt: skip
    assert person == {
        "status": "living",
        "Name": "Alva & Ek",
        "Child": ["Bo", "Cia"],
        "Home": {"Town": "Ekeby"},
        "Died": "",
    }
    _method, _path, headers, sent = System.seen[-1]
    assert "<f:Number>&lt;b&gt;&amp;1</f:Number><f:All>true</f:All><f:Gone></f:Gone>" in sent
    assert headers["soapaction"] == '"urn:find"' and headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("path", "is_lasting"),
    [("theirs", False), ("ours", True), ("entity", False), ("deep", False), ("nothing", False), ("down", False), ("denied", True)],
)  # fmt: skip
def test_a_soap_system_that_fails_refuses_or_plays_tricks_is_an_outside_failure(system, path, is_lasting):
    with pytest.raises(OutsideFailure) as failure:
        ask(SoapSystem(address=f"{system}/soap/{path}", body="<a/>"))
    assert failure.value.lasting is is_lasting and "Anna" not in str(failure.value)


def test_a_body_that_is_no_xml_is_told_to_the_administrator(system):
    assert "localhost" in SoapSystem(address=f"{system}/soap", body="<a>{x}</a>").check()
    with pytest.raises(OutsideFailure):
        SoapSystem(address=f"{system}/soap", body="<a>{x}").check()


def test_a_message_is_a_cloud_event_that_carries_its_key_and_its_signature(system):
    assert (
        ask(MessageSystem(address=f"{system}/hook", kind="se.ekeby.permit", secret="hush"), permit="P1") == {}
    )
    _method, _path, headers, body = System.seen[-1]
    event = json.loads(body)
    assert (event["specversion"], event["id"], event["type"]) == ("1.0", "case:7:step:3", "se.ekeby.permit")
    assert event["data"] == {"permit": "P1"} and headers["content-type"].startswith(
        "application/cloudevents+json"
    )
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    mine = base64.b64encode(hmac.new(b"hush", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mine}"


THEIRS = """
CREATE SCHEMA outside;
GRANT USAGE ON SCHEMA outside TO PUBLIC;
CREATE VIEW outside.permits AS SELECT * FROM (VALUES (1, 'P1', DATE '2026-12-14', 12.50, true),
    (2, 'P2', NULL, NULL, false)) AS t(number, permit, ends_on, fee, is_valid);
CREATE TABLE outside.notes (number int);
CREATE FUNCTION outside.written() RETURNS int LANGUAGE sql SECURITY DEFINER
    AS 'INSERT INTO outside.notes VALUES (1) RETURNING number';
CREATE VIEW outside.writes AS SELECT outside.written() AS number;
CREATE VIEW outside.slow AS SELECT pg_sleep(5)::text AS number;
GRANT SELECT ON ALL TABLES IN SCHEMA outside TO PUBLIC;
"""


@pytest.fixture
def permits(db, settings):
    """A view in a database that is somebody else's: its owner writes, we may only read."""
    reached = connection.get_connection_params()
    settings.DYGN_OUTBOUND_PRIVATE_HOSTS = [reached["host"]]
    with psycopg.connect(
        os.environ["DYGN_OWNER_DATABASE_URL"], dbname=reached["dbname"], autocommit=True
    ) as owner:
        owner.execute("DROP SCHEMA IF EXISTS outside CASCADE")
        owner.execute(THEIRS)
        yield _view("permits", ["number", "permit", "ends_on", "fee", "is_valid"])
        owner.execute("DROP SCHEMA outside CASCADE")


def _view(name, columns):
    reached = connection.get_connection_params()
    return DatabaseView(
        host=reached["host"],
        port=int(reached.get("port") or 5432),
        database=reached["dbname"],
        user=reached["user"],
        password=reached.get("password") or "",
        schema="outside",
        view=name,
        columns=columns,
        encryption="prefer",
    )


def test_a_view_is_read_by_its_columns(permits):
    told = ask(permits, permit="P1")
    assert told["rows"] == [
        {"number": 1, "permit": "P1", "ends_on": "2026-12-14", "fee": 12.5, "is_valid": True}
    ]
    assert told["first"]["number"] == 1 and ask(permits, permit="P9") == {"rows": [], "first": {}}
    assert ask(permits, permit="x' OR '1'='1")["rows"] == [] and "2 rows" in permits.check()


@pytest.mark.parametrize(
    "name", ["permits; DROP VIEW outside.permits", "a b", "", "ö", '"x"', "pg_catalog.pg_user"]
)
def test_a_view_has_the_name_of_one(permits, name):
    with pytest.raises(OutsideFailure) as failure:
        ask(_view(name, ["number"]))
    assert failure.value.lasting
    with pytest.raises(OutsideFailure):
        permits.ask({name: 1}, once="x", seconds=2.0)


@pytest.mark.parametrize("folder", ["/var/run/postgresql", "/tmp", "//127.0.0.1/x"])
def test_the_folder_of_a_socket_is_reached_only_when_it_is_listed(folder):
    with pytest.raises(OutsideFailure, match="DYGN_OUTBOUND_PRIVATE_HOSTS") as failure:
        DatabaseView(
            host=folder, database="d", user="u", password="", schema="outside", view="permits", columns=["number"]
        ).check()
    assert failure.value.lasting


def test_a_view_is_never_written_through_nor_waited_for_long(permits):
    with pytest.raises(OutsideFailure, match="ReadOnly"):
        ask(_view("writes", ["number"]))
    with pytest.raises(OutsideFailure, match="too long") as failure:
        _view("slow", ["number"]).ask({}, once="x", seconds=0.2)
    assert not failure.value.lasting


def test_the_simulator_answers_from_its_table_and_can_be_out_of_order():
    fake = FakeSystem(rows=[{"when": "age >= 18", "answer": {"may": True}}, {"answer": {"may": False}}])
    assert ask(fake, age=20) == {"may": True} and ask(fake, age=3) == {"may": False}
    assert "2 rows" in fake.check()
    for broken in (FakeSystem(is_down=True), FakeSystem(rows=[{"when": "age >="}])):
        with pytest.raises(OutsideFailure):
            broken.check()
    with pytest.raises(OutsideFailure):
        ask(FakeSystem())
