from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from importlib.resources import files
from typing import Any

import yaml

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.actions.edit_package import edit_package, package_of_copy, take_up
from dygn.services.actions.edit_shared_group import begin_shared_group, edit_shared_group, save_shared_group
from dygn.services.models import SharedGroup
from dygn.services.queries import service_called
from dygn.services.ready_made_groups import ReadyMadeGroup, ready_made_groups
from dygn.services.rules.editing.group_form import group_form, package_of_group
from dygn.services.rules.editing.package import EditedPackage, question_data
from dygn.services.rules.editing.shared import add_group
from dygn.services.shared_group_queries import newest_groups


def share_questions(municipality: Municipality, *, now: datetime) -> None:
    """Lay two groups of questions that services share, in what is worked on of a few; one has stayed on the old."""
    told = yaml.safe_load(files("dygn.demo").joinpath("data/shared_questions.yaml").read_text("utf-8"))
    actor = Actor.system(municipality.pk)
    with in_municipality(municipality.pk):
        for ready in ready_made_groups(municipality.languages):
            _share(ready, told[ready.key], municipality.languages, actor, now)


def _share(
    ready: ReadyMadeGroup, told: Mapping[str, Any], languages: Sequence[str], actor: Actor, now: datetime
) -> None:
    names, questions = ready.names, ready.questions
    before = [{**each, **told.get("before", {}).get(each["id"], {})} for each in questions]
    versions = [before, questions] if before != questions else [questions]
    group = begin_shared_group(names, languages, key=ready.key, actor=actor, now=now)
    for number, asked in enumerate(versions, start=1):
        tidy = [{name: fact for name, fact in each.items() if fact != {}} for each in asked]
        form = package_of_group(group_form(group.key, names, languages, tidy))
        _save(group, form, actor, now)
        group.refresh_from_db()
        for key, wanted in told["services"].items():
            if wanted == number:
                _add(key, ready.key, actor, now)


def _save(group: SharedGroup, form: EditedPackage, actor: Actor, now: datetime) -> None:
    edited = edit_shared_group(
        group.pk, lambda _package: form, seen=group.revision, actor=actor, now=now, language="en"
    )
    save_shared_group(group.pk, taking=(), seen=edited.revision, actor=actor, now=now, language="en")


def _add(key: str, group_key: str, actor: Actor, now: datetime) -> None:
    """Add the newest version to a service: where it asks the same already, or on its first page with a title."""
    service = service_called(key)
    if service is None:
        return
    copy = take_up(service.pk, actor=actor, now=now)
    group, newest = newest_groups([group_key])[group_key]
    data = package_of_copy(copy).data
    standing = [found for each in newest.questions if (found := question_data(data, each["id"]))]
    page_id = (
        standing[0][2]["id"] if standing else next(page["id"] for page in data["pages"] if "title" in page)
    )
    edit_package(
        service.pk, partial(add_group, page_id=page_id, group=newest), seen=copy.revision, what=group.title,
        actor=actor, now=now, language="en",
    )  # fmt: skip
