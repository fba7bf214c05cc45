"""A package while it is worked on: what service.yaml says, and the other files."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.document import form_from_data
from dygn.services.rules.editing.canonical import canonical
from dygn.services.rules.package.files import SERVICE, PackageFiles
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.rules.package.yaml_writing import write_yaml

Data = dict[str, Any]


@dataclass(frozen=True)
class EditedPackage:
    """The package as it stands. It is not changed: every change gives a new one."""

    data: Mapping[str, Any]
    files: Mapping[str, str]

    @cached_property
    def form(self) -> FormDefinition:
        return form_from_data(self.data["pages"])

    def form_question(self, question_id: str) -> Question:
        """Give a question of the form, one in a group too. Raises KeyError when there is none."""
        for question in self.form.every_question():
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.data["languages"])

    def copied(self) -> Data:
        """Give the data to change, apart from what stands here."""
        return deepcopy(dict(self.data))

    def with_data(self, data: Data) -> "EditedPackage":
        """Give the package with other data."""
        return replace(self, data=data)

    def with_files(self, files: Mapping[str, str]) -> "EditedPackage":
        """Give the package with other files beside service.yaml."""
        return replace(self, files=dict(files))


def edited_package(files: PackageFiles) -> EditedPackage:
    """Take a package up for editing. Raises PackageRefused when service.yaml cannot be read."""
    others = {name: text for name, text in files.texts.items() if name != SERVICE}
    return EditedPackage(canonical(read_yaml(SERVICE, files.service).data), others)


def package_files(package: EditedPackage) -> PackageFiles:
    """Write the package as its files, in the one canonical way."""
    texts = {**package.files, SERVICE: write_yaml(canonical(package.data))}
    return PackageFiles(dict(sorted(texts.items())))


def page_data(data: Mapping[str, Any], page_id: str) -> Data | None:
    """Give a page within the data; None when there is none of the id."""
    return next((page for page in data["pages"] if page["id"] == page_id), None)


def questions_data(data: Mapping[str, Any]) -> Iterator[tuple[Data, list[Data], Data]]:
    """Give every question with the list that it stands in and its page, those in groups too."""
    for page in data["pages"]:
        for question in page["questions"]:
            yield question, page["questions"], page
            for inner in question.get("questions", ()):
                yield inner, question["questions"], page


def question_data(data: Mapping[str, Any], question_id: str) -> tuple[Data, list[Data], Data] | None:
    """Give a question within the data, the list it stands in and its page; None when there is none."""
    return next((found for found in questions_data(data) if found[0]["id"] == question_id), None)
