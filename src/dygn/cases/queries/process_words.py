"""What the steps of a case's process are called: by its version of the service, or by the one it was moved to."""

from django.utils.translation import get_language

from dygn.base.words import pick
from dygn.cases.models import Case
from dygn.services.queries import definition_of
from dygn.services.rules.process import ServiceProcess

VERSION = "version"


def version_key(version_id: int) -> str:
    """The key by which a process knows whose words its steps have."""
    return f"{VERSION}:{version_id}"


def process_told(case: Case, told_by: str) -> ServiceProcess | None:
    """Give what is said of the process of a case; ``told_by`` is the key of the version it was moved to."""
    kind, _colon, number = told_by.partition(":")
    return definition_of(int(number) if kind == VERSION else case.version_id).process


def step_name(case: Case, element: str, told_by: str) -> str:
    """Give what a step of the case's process is called in the language of whoever acts."""
    process = process_told(case, told_by)
    step = process.step(element) if process else None
    return pick(step.name, get_language() or "en") if step else element
