"""The imported application, filled in, and whoever filled it in, logged in."""

from datetime import UTC, date, datetime

from application import FORM
from django.conf import settings
from ground import a_municipality

from dygn.base.tenancy import in_municipality
from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.identity.actor import Actor
from dygn.services.actions.import_package import import_package
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.models.draft import new_draft
from dygn.services.queries import definition_of
from dygn.services.rules.sealed_answers import sealed_answers
from tests.cast import a_person, a_unit, log_in

NOW = datetime.now(UTC)
ANSWERS = {
    "number": "3",
    "money": "1 250",
    "date": {"day": "1", "month": "11", "year": "2026"},
    "email": "a@example.org",
    "phone": "0701740605",
    "personal_number": "19900102-2384",
    "address": {"street": "Storgatan 1", "postcode": "123 45", "city": "Ekeby"},
    "yes_no": "yes",
    "declaration": "yes",
    "file": [{"key": "k", "name": "a.pdf", "type": "application/pdf", "size": 1}],
}


def seed_application():
    """Give the session of a person with a filled-in draft, and the fields of each page."""
    municipality = a_municipality()
    return filled_in(*_service(municipality), municipality)


def filled_in(service, form, municipality):
    """Give a draft of a service with everything answered, as ``seed_application`` does."""
    person = a_person("Alva Ek", of=municipality)
    raw = _answers(form)
    with in_municipality(municipality.pk):
        draft = new_draft(
            now=NOW, service_id=service.pk, version_id=service.published_version_id, person_id=person.pk, language="sv"
        )  # fmt: skip
        draft.answers = sealed_answers(form, raw)
        draft.save()
    shown = _filling(form, raw)
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "session": session_of(
            Actor(municipality_id=person.municipality_id, person_id=person.pk, assurance="substantial")
        ),
        "slug": service.slug,
        "pages": [[page.id, _fields(shown.questions_on(page), raw)] for page in shown.pages],
    }


def _service(municipality):
    imported = import_package(FORM.read_bytes(), format_name="viva", key="financial-support", dry_run=True)
    actor, unit = Actor.system(municipality.pk), a_unit(of=municipality)
    with in_municipality(municipality.pk):
        version = install_package(imported.files, actor=actor, now=NOW, owner=unit)
        service = publish_version(version.pk, actor=actor, now=NOW)
        return service, definition_of(service.published_version_id).form


def session_of(actor):
    """Give the key of a session in which somebody is logged in."""
    from django.test import Client

    client = Client()
    log_in(client, actor)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _filling(form, raw):
    return Filling(form, raw, Occasion(date.today(), "se", "sv", logged_in=True))


def _answers(form):
    """Answer everything that is asked, until nothing new is."""
    raw, before = {}, None
    while raw != before:
        before = dict(raw)
        filling = _filling(form, raw)
        for page in filling.pages:
            for question in filling.questions_on(page):
                if question.kind != "declaration" or question.required is True:
                    raw.setdefault(question.id, _answer(question))
    return raw


def _answer(question):
    if question.kind in ("one_of", "several_of"):
        key = question.options[0].key
        return key if question.kind == "one_of" else [key]
    if question.kind == "group":
        return [{each.id: _answer(each) for each in question.questions}]
    return ANSWERS.get(question.kind, "x")


def _fields(questions, raw, prefix=""):
    """The fields that a browser sends; files are there already."""
    fields = {}
    for question in questions:
        name, answer = f"{prefix}{question.id}", raw.get(question.id)
        if question.kind == "group":
            fields[f"{name}-rows"] = str(len(answer))
            for index, row in enumerate(answer):
                fields |= _fields(question.questions, row, f"{name}-{index}-")
        elif isinstance(answer, dict):
            fields |= {f"{name}-{part}": text for part, text in answer.items()}
        elif isinstance(answer, str | list) and question.kind != "file":
            fields[name] = answer[0] if isinstance(answer, list) else answer
    return fields
