"""What the measurements ask of the installation from within: sample data, statements counted.

python bench/inside.py seed_submit
"""

import json
import re
import sys
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from ground import HOST, a_municipality  # noqa: E402

from dygn.base.tenancy import in_municipality  # noqa: E402
from dygn.identity.actor import Actor  # noqa: E402
from dygn.municipalities.models import Unit  # noqa: E402
from dygn.services.actions.install_package import install_package  # noqa: E402
from dygn.services.actions.publish_version import publish_version  # noqa: E402


def seed_submit():
    """A municipality with one unit and the service of ten questions. Repeatable."""
    municipality = a_municipality()
    install("general-enquiry", municipality)
    return {"municipality": municipality.pk}


def seed_faults():
    """As for sending; what is posted goes to the mail server that the settings name."""
    return seed_submit()


def install(name, municipality):
    import dygn

    folder = Path(dygn.__file__).parent / "packages" / name
    with in_municipality(municipality.pk), transaction.atomic():
        unit, _is_new = Unit.objects.get_or_create(
            key="contact-centre", defaults={"names": {"sv": "Kontaktcenter"}}
        )
        actor = Actor.system(municipality.pk)
        version = install_package(folder, actor=actor, now=timezone.now(), owner=unit)
        publish_version(version.pk, actor=actor, now=timezone.now())


class Counting:
    """Counts what goes to the database, but for BEGIN, COMMIT and SET."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if not re.match(r"\s*(SAVEPOINT|RELEASE|ROLLBACK TO|SET )", str(sql)):
            self.statements.append(str(sql))
        return execute(sql, params, many, context)


def statements_of_a_submission():
    """Count the statements of one flow, all caches warm, and of its sending."""
    from submit import ANSWERS, SLUG  # the same answers as are sent over HTTP

    flow(ANSWERS, SLUG)
    counted = flow(ANSWERS, SLUG)
    return {"flow": sum(counted.values()), "sending": counted["send"], "by_step": counted}


def flow(answers, slug):
    client, counted = Client(headers={"host": HOST}), {}
    with transaction.atomic():  # as many as on the server, all in one; nothing is kept
        with in_municipality(None):
            page = _counted(counted, "begin", lambda: client.get(f"/en/do/{slug}/"))
            for page_id, given in answers.items():
                fields = {**_hidden(page), **given}
                sent = _counted(counted, page_id, lambda: client.post(f"/en/do/{slug}/{page_id}/", fields))
                page = _counted(counted, f"after_{page_id}", lambda: client.get(sent["Location"]))
            fields = _hidden(page)
            sent = _counted(counted, "send", lambda: client.post(f"/en/do/{slug}/send/", fields))
            _counted(counted, "receipt", lambda: client.get(sent["Location"]))
        transaction.set_rollback(True)
    return counted


def _counted(counted, name, ask):
    counting = Counting()
    with connection.execute_wrapper(counting):
        answer = ask()
    assert answer.status_code in (200, 303), (name, answer.status_code, answer.content[:2000])
    counted[name] = len(counting.statements)
    if "-v" in sys.argv:
        print(name, *counting.statements, sep="\n   ", file=sys.stderr)
    return answer


def _hidden(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def seed_application():
    """The imported application of 42 steps, filled in by somebody who is logged in."""
    from application_data import seed_application

    return seed_application()


def seed_editor():
    """A service of 500 questions and 500 conditions, filled in by a person and worked on by an author."""
    from editor_data import seed_editor

    return seed_editor()


def install_many_versions():
    """Ten thousand versions more, of a hundred services."""
    from editor_data import install_many_versions

    return install_many_versions()


def time_many_versions():
    """How long a version takes that is kept in memory, and one that is not; and how many are kept."""
    from editor_data import time_many_versions

    return time_many_versions()


def time_trying():
    """How long three scenarios of 500 answers, and all that people do besides, are played."""
    from editor_data import time_trying

    return time_trying()


def time_validating():
    """How long the package of 500 questions is read and held against everything."""
    from editor_data import time_validating

    return time_validating()


def time_publishing():
    """How long it takes to publish a version of the 500 questions."""
    from editor_data import time_publishing

    return time_publishing()


if __name__ == "__main__":
    asked = globals()[sys.argv[1]]
    print(json.dumps(asked(*[argument for argument in sys.argv[2:] if argument != "-v"])))
