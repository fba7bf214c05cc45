"""The subjects of a service's own facts: which page has which part of the package."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text
from dygn.operations.views.editor.desk import Editing


@dataclass(frozen=True)
class Subject:
    """A page about one subject, and the keys of service.yaml that are edited there."""

    address: str
    title: Text
    keys: tuple[str, ...]


SUBJECTS = (
    Subject("edit_service", _("Texts"), (
        "title", "summary", "description", "for_whom", "have_ready", "minutes", "send_label", "next_text",
    )),
    Subject("edit_languages", _("Languages"), ("languages",)),
    Subject("edit_steps", _("Steps and days"), ("steps",)),
    Subject("edit_use", _("Who uses it, and how"), ("audience", "log_in", "signing", "owner")),
    Subject("edit_fee", _("What it costs"), ("fee",)),
    Subject("edit_rules", _("Rules, personal data and how long it is kept"), ("rules", "personal_data", "retention")),
    Subject("edit_finding", _("How people find it"), ("slug", "words", "topics", "related")),
    Subject("edit_channels", _("Other ways to get it done"), ("channels",)),
    Subject("edit_classification", _("Where it belongs"), ("classification",)),
)  # fmt: skip
_BY_KEY = {key: subject for subject in SUBJECTS for key in subject.keys}


def subject_at(address: str) -> Subject:
    """Give the subject of a page, by the name of its address."""
    return next(subject for subject in SUBJECTS if subject.address == address)


def address_of_key(key: str) -> str:
    """Name the address at which a key of service.yaml is edited; that of the texts for what is not known."""
    found = _BY_KEY.get(key)
    return found.address if found else SUBJECTS[0].address


def listed_subjects(editing: Editing, current: str = "") -> list[dict[str, Any]]:
    """Give the subjects with their addresses, for the links between them."""
    return [
        {"title": each.title, "url": editing.address(each.address), "is_current": each.address == current}
        for each in SUBJECTS
    ]
