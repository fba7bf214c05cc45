"""What the worklist's measurement asks from within, as the web role: a log-in, and the plans of its questions.

python bench/worklist_inside.py log_in
"""

import importlib
import json
import re
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from dygn.base.tenancy import in_municipality  # noqa: E402
from dygn.identity.models import StaffMember  # noqa: E402
from dygn.identity.session import LoggedIn, session_of  # noqa: E402

MUNICIPALITY, OFFICER = 1, 1_000_001
HOST = "storby.localhost"
READS_ALL = re.compile(r"Seq Scan on (cases_case|cases_searchword)\b")


def nothing():
    """The data are laid by the owner; there is nothing to seed from within."""
    return {}


def log_in():
    """Give the cookie of the measured officer, as the log-in would have set it."""
    with in_municipality(MUNICIPALITY), transaction.atomic():
        account = StaffMember.objects.select_related("account").get(pk=OFFICER).account
        session = importlib.import_module(settings.SESSION_ENGINE).SessionStore()
        session.update(session_of(LoggedIn(MUNICIPALITY, None, OFFICER, assurance="substantial")))
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def plans(*paths):
    """Open each page and explain every question it asks: none may read a whole table of cases."""
    role = _asked_as()
    assert role == {"super": False, "bypass": False}, role
    client = Client(headers={"host": HOST}, raise_request_exception=True)
    client.cookies.load(log_in())
    read_all = {}
    for path in paths:
        explained = Explaining()
        with connection.execute_wrapper(explained):
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if explained.read_all:
            read_all[path] = explained.read_all
    return {"pages": len(paths), "questions_that_read_all": read_all}


def _asked_as():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_super, bypasses = cursor.fetchone()
    return {"super": is_super, "bypass": bypasses}


class Explaining:
    """Explains each question before it is asked, on the same connection and in the same municipality."""

    def __init__(self):
        self.read_all = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT") and "cases_" in sql:
            with context["connection"].connection.cursor() as cursor:
                plan = "\n".join(row[0] for row in cursor.execute(f"EXPLAIN {sql}", params).fetchall())
            if READS_ALL.search(plan):
                self.read_all.append(sql[:300])
        return execute(sql, params, many, context)


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
