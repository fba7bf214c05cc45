"""Who may open a file: whoever may see its subject. The subject's owner says who that is."""

from collections.abc import Callable

from dygn.files.models import StoredFile
from dygn.identity.actor import Actor

MaySee = Callable[[Actor, str], bool]

_askers: dict[str, MaySee] = {}


def register(kind_of_subject: str, may_see: MaySee) -> None:
    """Let ``may_see(actor, key)`` decide for subjects ``kind:key``. Called from ``ready()``."""
    _askers[kind_of_subject] = may_see


def may_open(file: StoredFile, actor: Actor) -> bool:
    """Say whether the actor may open the file; nobody may when no owner answers for its subject."""
    kind, _, key = file.subject.partition(":")
    may_see = _askers.get(kind)
    return may_see is not None and may_see(actor, key)
