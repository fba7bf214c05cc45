from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal, Text
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.edit_package import edit_package, package_of_copy, take_up
from dygn.services.models import Service, WorkingCopy
from dygn.services.rules.editing.changes import change_file
from dygn.services.rules.editing.expectations import as_gone_through, differences_now
from dygn.services.rules.editing.names import made_scenario_name
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.package.files import LARGEST_FILE, MOST_FILES
from dygn.services.rules.preview import scenario_text

FOLDER, ENDING = "scenarios/", ".yaml"


@dataclass(frozen=True)
class KeptScenario:
    """A scenario that lies in the working copy. ``differences`` say what comes out otherwise there."""

    name: str
    differences: tuple[Text, ...]


@transaction.atomic
def keep_scenario(
    service_id: int,
    scenario: Mapping[str, Any],
    *,
    in_place_of: str = "",
    actor: Actor,
    now: datetime,
    language: str,
) -> KeptScenario:
    """Put a scenario into what is worked on, as a file of its own or in place of another, and play it there.

    It expects what happened where it was filled in. When that was an older version, it may come out
    otherwise in what is worked on: it is kept all the same, and the differences are given. Raises
    Refusal when the package has as many files as it may, and when the one it is to replace is gone.
    """
    require_publisher_of(actor, service_id)
    Service.objects.select_for_update(no_key=True).get(pk=service_id)  # before its copy, as everywhere
    take_up(service_id, actor=actor, now=now)
    copy = WorkingCopy.objects.select_for_update().get(service_id=service_id)
    package = package_of_copy(copy)
    name = in_place_of or _new_name(package, str(scenario["title"]))
    title = str(scenario["title"])
    if in_place_of:
        scenario = as_gone_through(package, name, scenario, language)
    text = scenario_text(scenario)
    if len(text.encode()) > LARGEST_FILE:
        raise Refusal("too_long", _("This is too much for a scenario. Write shorter answers."))
    change = partial(change_file, name=f"{FOLDER}{name}{ENDING}", text=text)
    what = _("A scenario gone through again: %(title)s") if in_place_of else _("Kept as a scenario: %(title)s")
    edit_package(
        service_id,
        change,
        seen=copy.revision,
        what=what % {"title": title},
        actor=actor,
        now=now,
        language=language,
    )
    return KeptScenario(name, differences_now(change(package)).get(name, ()))


def _new_name(package: EditedPackage, title: str) -> str:
    if len(package.files) + 1 >= MOST_FILES:
        raise Refusal(
            "too_many_files", _("The package has as many files as it may. Remove a scenario first.")
        )
    taken = {
        name.removeprefix(FOLDER).removesuffix(ENDING) for name in package.files if name.startswith(FOLDER)
    }
    return made_scenario_name(title, taken)
