"""The database of the tests: migrated once by the owner, cloned for each run, asked as the web role."""

import contextlib
import hashlib
import os
from pathlib import Path
from types import SimpleNamespace

import psycopg
import psycopg.conninfo
import pytest
from hypothesis import settings as hypothesis_settings
from psycopg import sql

ROOT = Path(__file__).parent

# No test is timed: how long an example takes hangs on what else the machine does.
hypothesis_settings.register_profile("untimed", hypothesis_settings(), deadline=None)
hypothesis_settings.load_profile("untimed")


def pytest_configure(config):
    """Start a database server of our own when no address is given; workers inherit the address."""
    if "DYGN_OWNER_DATABASE_URL" in os.environ or hasattr(config, "workerinput"):
        return
    from dygn.base.postgres_server import PostgresServer

    server = PostgresServer.for_tests(Path(os.environ.get("DYGN_DATA", ROOT / ".dygn")))
    os.environ.update(server.start().as_environment())
    config.dygn_server = server


def pytest_unconfigure(config):
    server = getattr(config, "dygn_server", None)
    if server is not None:
        server.stop()


@pytest.fixture(autouse=True)
def _nothing_counted_yet(monkeypatch):
    """All tests ask from one address: what earlier ones have tried does not count.

    The clock of the counts stands still, so that no span ends within a test.
    """
    from dygn.base import rate_limits

    rate_limits.shared_counts().forget()
    monkeypatch.setattr(rate_limits, "time", SimpleNamespace(time=lambda: 1_800_000_000.0))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Clone the migrated template, so that a run begins in a moment; the web role asks the clone."""
    name = os.environ.get("DYGN_TEST_DATABASE", f"test_{os.getpid()}")
    name += os.environ.get("PYTEST_XDIST_WORKER", "")
    owner = os.environ["DYGN_OWNER_DATABASE_URL"]
    with django_db_blocker.unblock(), psycopg.connect(owner, autocommit=True) as admin:
        template = _template(admin)
        _point_connection_at(name, as_role="DYGN_DATABASE_URL")
        _clone(admin, template, name)
        yield
        _close_connections()
        # A thread of a test may still hold a connection; then the next run of the name drops it.
        with contextlib.suppress(psycopg.Error):
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def another_database(django_db_setup):
    """Another installation's database on the same server; gives its addresses as the settings read them."""
    from django.db import connection

    name = f"{connection.settings_dict['NAME']}_another"
    with psycopg.connect(os.environ["DYGN_OWNER_DATABASE_URL"], autocommit=True) as admin:
        _clone(admin, f"dygn_template_{_fingerprint()}", name)
        try:
            roles = ("DYGN_OWNER_DATABASE_URL", "DYGN_DATABASE_URL")
            yield {role: psycopg.conninfo.make_conninfo(os.environ[role], dbname=name) for role in roles}
        finally:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _template(admin):
    """Give the template's name; migrate it first if no earlier run has."""
    name = f"dygn_template_{_fingerprint()}"
    admin.execute("SELECT pg_advisory_lock(4711)")
    try:
        if not _exists(admin, name):
            building = f"{name}_building"
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
            _point_connection_at(building, as_role="DYGN_OWNER_DATABASE_URL")
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
            _close_connections()
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(building), sql.Identifier(name)
                )
            )
    finally:
        admin.execute("SELECT pg_advisory_unlock(4711)")
    return name


def _fingerprint():
    """Change with every migration and with what is done after migrating."""
    digest = hashlib.sha256()
    for pattern in ("*/migrations/*.py", "*/models/*.py", "municipalities/actions/secure_tables.py"):
        for path in sorted((ROOT / "src/dygn").glob(pattern)):
            digest.update(path.read_bytes())
    import django
    import wagtail

    digest.update(f"{django.__version__} {wagtail.__version__}".encode())
    return digest.hexdigest()[:16]


def _exists(admin, name):
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _clone(admin, template, name):
    admin.execute("SELECT pg_advisory_lock(4711)")
    try:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    finally:
        admin.execute("SELECT pg_advisory_unlock(4711)")


def _point_connection_at(name, *, as_role):
    """Point Django at a database as one role, keeping the dictionary that new threads read."""
    from django.db import connection, connections

    from dygn.config.settings.environment import database

    _close_connections()
    address = {**database(os.environ[as_role]), "NAME": name}
    connections.settings["default"].update(address)
    connection.settings_dict.update(address)


def _close_connections():
    from django.db import connections

    connections.close_all()


@pytest.fixture(scope="module")
def laid_once(django_db_setup, django_db_blocker):
    """Give a context in which a module lays rows once; each of its tests undoes its own changes only.

    Not together with ``committed`` in one module: nobody else sees these rows.
    """
    from django.db import transaction

    around_all = transaction.atomic()
    with django_db_blocker.unblock():
        around_all.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around_all.__exit__(None, None, None)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """For what must really commit (threads, workers, crashes): everything is emptied afterwards."""
    with django_db_blocker.unblock():
        yield
        _close_connections()
        _empty_all_tables()


def _empty_all_tables():
    """Empty what Dygn and the job queue own, and what points there; what migrations filled stays.

    Rows are deleted where there are any: TRUNCATE makes each table's files anew, which takes far longer.
    The lock waits for whoever still writes. Foreign keys are looked at when the transaction ends.
    """
    from django.db import connection

    address = psycopg.conninfo.make_conninfo(
        os.environ["DYGN_OWNER_DATABASE_URL"], dbname=connection.settings_dict["NAME"]
    )
    with psycopg.connect(address) as owner:
        tables = [table for (table,) in owner.execute(_TO_BE_EMPTIED)]
        owner.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        any_row = " UNION ALL ".join(
            f"(SELECT '{table}' FROM {table} LIMIT 1)"  # noqa: S608 - the names come from the catalogue
            for table in tables
        )
        for (table,) in owner.execute(any_row).fetchall():
            owner.execute(f"DELETE FROM {table}")  # noqa: S608


_TO_BE_EMPTIED = """
    WITH RECURSIVE emptied(table_id) AS (
        SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname !~ '^(wagtail|taggit|auth_|django_(migrations|content))'
        UNION
        SELECT conrelid FROM pg_constraint JOIN emptied ON confrelid = table_id WHERE contype = 'f'
    )
    SELECT table_id::regclass::text FROM emptied ORDER BY 1
"""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Hosts are kept in memory for a second; a test starts without them."""
    from dygn.municipalities.queries import forget_sites

    forget_sites()
