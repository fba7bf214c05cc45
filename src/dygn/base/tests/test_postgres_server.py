"""The launcher, with the wheel's own PostgreSQL and nothing of the machine's."""

import os
import signal
from collections.abc import Iterator

import psutil
import psycopg
import pytest

from dygn.base import postgres_server
from dygn.base.postgres_server import FOR_TESTS_ONLY, PostgresServer, PostgresTrouble, postgres


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    data = tmp_path_factory.mktemp("data")
    server = PostgresServer(data, settings=FOR_TESTS_ONLY, wheel_only=True)
    yield server
    server.erase()


@pytest.fixture
def server(made_once: PostgresServer) -> PostgresServer:
    made_once.start()
    return made_once


def ask(address: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address, autocommit=True) as connection:
        answer = connection.execute(sql)
        return answer.fetchall() if answer.description else []


def postmaster(server: PostgresServer) -> int:
    return int((server.cluster / "postmaster.pid").read_text().splitlines()[0])


def test_a_fresh_start_gives_both_roles_their_address(server):
    assert ask(server.addresses.owner, "SELECT current_user") == [("dygn_owner",)]
    assert ask(server.addresses.web, "SELECT current_user") == [("dygn_web",)]


def test_the_owner_can_make_a_database_for_tests(server):
    ask(server.addresses.owner, "CREATE DATABASE test_one")
    assert ask(server.addresses.owner, "SELECT 1 FROM pg_database WHERE datname = 'test_one'") == [(1,)]


def test_neither_role_is_a_superuser_or_passes_row_level_security(server):
    rows = ask(
        server.addresses.owner,
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'dygn%' ORDER BY 1",
    )
    assert rows == [("dygn_owner", False, False), ("dygn_web", False, False)]


def test_the_web_role_sees_no_row_that_a_policy_hides(server):
    ask(
        server.addresses.owner,
        "CREATE TABLE secret (text text); INSERT INTO secret VALUES ('hidden');"
        "ALTER TABLE secret ENABLE ROW LEVEL SECURITY; GRANT SELECT ON secret TO dygn_web",
    )
    assert ask(server.addresses.web, "SELECT * FROM secret") == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server.addresses.web, "ALTER TABLE secret DISABLE ROW LEVEL SECURITY")


def test_the_letters_of_the_nordic_languages_are_known(server):
    assert ask(server.addresses.web, "SELECT lower('ÅÄÖÆØ')") == [("åäöæø",)]
    assert ask(server.addresses.web, "SELECT to_tsvector('swedish', 'ÅTERVINNINGEN')::text") == [
        ("'återvinning':1",)
    ]


def test_a_second_start_keeps_what_was_there(server):
    ask(server.addresses.owner, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    server.start()
    assert ask(server.addresses.owner, "SELECT answer FROM kept") == [(42,)]


def test_stopping_leaves_no_process(server):
    number = postmaster(server)
    server.stop()
    server.stop()
    assert not server.is_running()
    assert not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE


def test_a_killed_server_starts_again_with_what_was_committed(server):
    ask(server.addresses.owner, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(postmaster(server), signal.SIGKILL)
    server.start()
    assert ask(server.addresses.owner, "SELECT answer FROM kept") == [(42,)]


def test_who_joins_a_running_server_does_not_stop_it(server):
    with PostgresServer(server.data, wheel_only=True) as joined:
        assert joined.addresses == server.addresses
    assert server.is_running()


def test_there_is_no_address_on_the_network(server):
    assert ask(server.addresses.web, "SHOW listen_addresses") == [("",)]


def test_a_data_directory_of_another_major_version_is_refused_with_advice(server):
    server.stop()
    (server.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresTrouble, match=r"PostgreSQL 14 is needed.*start over"):
        PostgresServer(server.data).start()
    (server.cluster / "PG_VERSION").write_text("18\n")


def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    server = PostgresServer(tmp_path)
    server.home.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(postgres_server.os, "geteuid", lambda: 4242)
    with pytest.raises(PostgresTrouble, match=r"somebody else|whom the system knows"):
        server.start()
    monkeypatch.undo()
    server.home.rmdir()


def test_addresses_that_are_set_start_no_server(tmp_path, monkeypatch):
    monkeypatch.setenv("DYGN_OWNER_DATABASE_URL", "postgresql://owner@db/dygn")
    monkeypatch.setenv("DYGN_DATABASE_URL", "postgresql://web@db/dygn")
    with postgres(tmp_path) as addresses:
        assert addresses.owner == "postgresql://owner@db/dygn"
        assert addresses.web == "postgresql://web@db/dygn"
    assert list(tmp_path.iterdir()) == []


def test_one_address_without_the_other_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("DYGN_OWNER_DATABASE_URL", "postgresql://owner@db/dygn")
    monkeypatch.delenv("DYGN_DATABASE_URL", raising=False)
    with pytest.raises(PostgresTrouble, match="Set both"), postgres(tmp_path):
        raise AssertionError("no server may start")
