"""A service of 500 questions and 500 conditions in four languages, its author, and somebody who fills it in."""

import statistics
import time
from datetime import UTC, datetime

from application_data import filled_in, session_of
from ground import a_municipality

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.services import queries
from dygn.services.actions.edit_package import take_up
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.try_package import try_files
from dygn.services.models import Service, Version
from dygn.services.queries import definition_of
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml
from tests.cast import a_colleague, a_staff_member, a_unit

NOW = datetime.now(UTC)
LANGUAGES = ("sv", "da", "nb", "en")
PAGES, ON_A_PAGE = 50, 10
KINDS = ("yes_no", "text", "number", "one_of", "date")
VERSIONS, SERVICES = 10_000, 100
ASKED_FOR = 1_500


def the_package(*, scenarios=True):
    pages = [
        {
            "id": f"page-{page}",
            "title": _texts(f"Page {page}"),
            "questions": [_question(page, each) for each in range(ON_A_PAGE)],
        }
        for page in range(PAGES)
    ]
    service = {
        "format": 1, "key": "five-hundred", "languages": list(LANGUAGES), "title": _texts("Five hundred questions"),
        "summary": _texts("A very long form."), "log_in": "substantial", "pages": pages,
    }  # fmt: skip
    letters = {f"letters/receipt.{language}.md": "# Thank you\n" for language in LANGUAGES}
    stories = _scenarios() if scenarios else {}
    return PackageFiles({"service.yaml": write_yaml(service), **letters, **stories})


ANSWERS = {
    "yes_no": "yes", "text": "Something", "number": "3", "one_of": "o1",
    "date": {"day": "1", "month": "2", "year": "2027"},
}  # fmt: skip


def _scenarios():
    """Three who answer everything, on different days."""
    answers = {
        f"q{page}_{place}": ANSWERS[KINDS[place % len(KINDS)]]
        for page in range(PAGES)
        for place in range(ON_A_PAGE)
    }
    return {
        f"scenarios/{name}.yaml": write_yaml(
            {
                "title": name,
                "today": f"2026-11-{day}",
                "log_in": "substantial",
                "answers": answers,
                "expect": {},
            }
        )
        for name, day in (("alva", 20), ("bo", 21), ("cecilia", 22))
    }


def _question(page, place):
    """Every question is shown when the first of its page, or of the page before, is answered with yes."""
    kind = KINDS[place % len(KINDS)]
    question = {
        "id": f"q{page}_{place}", "kind": kind, "label": _texts(f"Question {place} of page {page}"),
        "hint": _texts("Some help before the answer."), "why": _texts("So that we can decide."),
    }  # fmt: skip
    asked = f"q{page}_0" if place else f"q{max(page - 1, 0)}_0" if page else None
    question["shown_if"] = f"{asked} == true" if asked else "logged_in"
    if kind == "one_of":
        question["options"] = [{"key": f"o{each}", "label": _texts(f"Answer {each}")} for each in range(5)]
    return question


def _texts(words):
    return {language: f"{words} ({language})" for language in LANGUAGES}


def seed_editor():
    municipality = a_municipality()
    actor, unit = Actor.system(municipality.pk), a_unit(of=municipality)
    with in_municipality(municipality.pk):
        author = StaffMember.objects.first() or a_staff_member(
            "administrator", "service_owner", of=municipality, name="Olle Owner"
        )
        version = install_package(the_package(), actor=actor, now=NOW, owner=unit)
        service = publish_version(version.pk, actor=actor, now=NOW)
        take_up(service.pk, actor=actor, now=NOW)
        form = definition_of(service.published_version_id).form
        seeded = filled_in(service, form, municipality)
    return {**seeded, "key": service.key, "author": session_of(a_colleague(author))}


def install_many_versions():
    """The rows that installing would write; the content of each is its own."""
    municipality = a_municipality()
    with in_municipality(municipality.pk):
        model = Version.objects.order_by("pk").first()
        Service.objects.bulk_create(
            [
                Service.made(key=f"many-{n}", slug=f"many-{n}", titles={"sv": f"Tjänst {n}"})
                for n in range(SERVICES)
            ]
        )
        services = list(Service.objects.filter(key__startswith="many-"))
        Version.objects.bulk_create(
            [
                Version.made(
                    service=services[n % SERVICES], number=n // SERVICES + 1, content_hash=f"{n:064d}",
                    definition={**model.definition, "minutes": 5, "key": services[n % SERVICES].key, "pages": model.definition["pages"][:1]},
                    made_at=NOW,
                )
                for n in range(VERSIONS)
            ],
            batch_size=500,
        )  # fmt: skip
        return {"versions": Version.objects.count()}


def time_validating():
    files, took = the_package(scenarios=False), []
    for _ in range(7):
        started = time.perf_counter()
        compile_package(files)
        took.append(1000 * (time.perf_counter() - started))
    return {"validate_ms": round(statistics.median(took), 1)}


def time_trying():
    """What whoever presses "Let the system try it" waits for: three scenarios and their thousands of variations."""
    started = time.perf_counter()
    trial = try_files(the_package())
    took = 1000 * (time.perf_counter() - started)
    assert trial.passed, trial.faults
    return {"trial_ms": round(took, 1), "variations": trial.variations, "variations_left_out": trial.left_out}


def time_publishing():
    """The versions that the author has made are published one after another, each a change."""
    municipality, took = a_municipality(), []
    actor = Actor.system(municipality.pk)
    with in_municipality(municipality.pk):
        versions = list(Version.objects.filter(service__key="five-hundred").order_by("number"))
        for version in versions:
            started = time.perf_counter()
            publish_version(version.pk, actor=actor, now=NOW)
            took.append(1000 * (time.perf_counter() - started))
    return {"publish_ms": round(max(took), 1)}


def time_many_versions():
    """Ask for more versions than are kept, each twice; what is kept stays within its bound."""
    municipality, fresh, again = a_municipality(), [], []
    with in_municipality(municipality.pk):
        numbers = list(Version.objects.filter(service__key__startswith="many-").values_list("pk", flat=True))
        for number in numbers[:ASKED_FOR]:
            for took in (fresh, again):
                started = time.perf_counter()
                definition_of(number)
                took.append(1000 * (time.perf_counter() - started))
    return {
        "version_made_ms": round(statistics.median(fresh), 2),
        "version_kept_ms": round(statistics.median(again), 3),
        "versions_asked_for": len(fresh),
        "versions_kept_in_memory": len(queries._definitions),
    }
