"""Bringing what has changed in a package at its origin into one that has been adapted meanwhile.

Three packages are held against each other: as it was taken over (base), as it has been adapted (ours) and as
its origin has it now (theirs). What only one has changed is as that one has it. What both have changed, each in
its own way, is a conflict: it is told, and ours stays unless theirs is chosen.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.rules.package.merging_form import merged_pages, question_ids
from dygn.services.rules.package.merging_values import Conflict, Conflicts, merged_mapping, merged_value

# What belongs to a municipality's own surroundings, and to nobody else's.
ITS_OWN = ("key", "slug", "owner")


class Content(Protocol):
    """A package's content: what service.yaml says, and the other files."""

    @property
    def data(self) -> Mapping[str, Any]: ...

    @property
    def files(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Merged:
    """The package with both sides' changes, and what both have changed differently."""

    data: dict[str, Any]
    files: dict[str, str]
    conflicts: tuple[Conflict, ...]


def merge_packages(base: Content, ours: Content, theirs: Content, chosen: Set[str] = frozenset()) -> Merged:
    """Bring theirs into ours. ``chosen`` names the conflicts (by ``where``) in which theirs is taken.

    Raises Refusal when a package has two questions of one id, for then nobody can say which is which.
    """
    for content in (base, ours, theirs):
        _refuse_doubles(content.data)
    conflicts = Conflicts(chosen)
    data = merged_mapping(
        _without_pages(base.data), _without_pages(ours.data), _without_pages(theirs.data), (), conflicts
    )
    pages = merged_pages(base.data["pages"], ours.data["pages"], theirs.data["pages"], conflicts)
    files = {
        name: text
        for name in sorted({**base.files, **ours.files, **theirs.files})
        if (
            text := merged_value(
                base.files.get(name), ours.files.get(name), theirs.files.get(name), (name,), conflicts
            )
        )
        is not None
    }
    its_own = {name: ours.data[name] for name in ITS_OWN if name in ours.data}
    return Merged({**data, **its_own, "pages": pages}, files, conflicts.found)


def without_its_own(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the data as it may travel: without the address and the owner in the municipality it comes from."""
    return {name: value for name, value in data.items() if name not in ITS_OWN or name == "key"}


def _without_pages(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ITS_OWN and name != "pages"}


def _refuse_doubles(data: Mapping[str, Any]) -> None:
    pages: Sequence[Mapping[str, Any]] = data["pages"]
    count = Counter([*question_ids(pages), *(f"page {page['id']}" for page in pages)])
    double = next((name for name, times in count.items() if times > 1), None)
    if double is not None:
        message = _("“%(name)s” is there twice. Mend that first, so that we know which is which.")
        raise Refusal("twice", message % {"name": double})
