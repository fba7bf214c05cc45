"""A shared group while it is worked on: a form of one page, so that it is edited and checked as a service is."""

from collections.abc import Mapping, Sequence
from typing import Any

from dygn.services.rules.editing.faults import faults_to_mend
from dygn.services.rules.editing.package import Data, EditedPackage
from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.files import SERVICE

PAGE = "questions"


def group_form(
    key: str, names: Mapping[str, str], languages: Sequence[str], questions: Sequence[Data]
) -> Data:
    """Give a group as the editor knows it; its page is all there is to it."""
    known = {code: text for code, text in names.items() if code in languages}
    return {
        "format": 1, "key": key, "languages": list(languages), "title": known, "summary": known, "log_in": "none",
        "pages": [{"id": PAGE, "title": known, "questions": list(questions)}],
    }  # fmt: skip


def package_of_group(data: Mapping[str, Any]) -> EditedPackage:
    return EditedPackage(data, {})


def faults_of_group(data: Mapping[str, Any]) -> list[PackageFault]:
    """Give what has to be mended before services can have it: it may ask about nothing but itself."""
    found = faults_to_mend(package_of_group(data))
    return [fault for fault in found if fault.file == SERVICE]  # a group has no letters
