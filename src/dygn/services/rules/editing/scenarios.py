"""The scenarios of what is worked on: which there are, what becomes of them there, renamed and removed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.rules.editing.changes import change_file
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.package.compiling import unplayable_faults
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.names import page_name
from dygn.services.rules.package.scenarios import retitled, scenario_documents, scenario_from
from dygn.services.rules.package.schema import schema_faults
from dygn.services.rules.package.yaml_reading import Document
from dygn.services.rules.preview import scenario_text


@dataclass(frozen=True)
class ListedScenario:
    """A scenario with the titles of the pages it comes by; one that cannot be played comes by none."""

    name: str
    title: str
    pages: tuple[str, ...]
    is_sent: bool
    is_playable: bool
    is_titled_in_languages: bool = False


def listed_scenarios(package: EditedPackage, language: str) -> list[ListedScenario]:
    """Give the scenarios in the order of their names."""
    return [_listed(document, package, language) for document in scenario_documents(_only_scenarios(package))]


def title_of_scenario(package: EditedPackage, file: str, language: str) -> str:
    """Give what a scenario is called; one that cannot be read by its file's name."""
    name = file.removeprefix("scenarios/").removesuffix(".yaml")
    try:
        (document,) = scenario_documents(PackageFiles({file: package.files[file]}))
    except PackageRefused:
        return name
    return _title_of(document, language) or name


def rename_scenario(package: EditedPackage, name: str, title: str, language: str) -> EditedPackage:
    """Give the scenario another title in a language; its file keeps its name. Raises Refusal when it is gone."""
    file = _file_of(package, name)
    (document,) = scenario_documents(PackageFiles({file: package.files[file]}))
    return change_file(
        package,
        file,
        scenario_text({**document.data, "title": retitled(document.data.get("title"), title, language)}),
    )


def remove_scenario(package: EditedPackage, name: str) -> EditedPackage:
    """Take the scenario away. Raises Refusal when it is gone."""
    return change_file(package, _file_of(package, name), "")


def _listed(document: Document, package: EditedPackage, language: str) -> ListedScenario:
    name = document.file.removeprefix("scenarios/").removesuffix(".yaml")
    if any(_faults(document, package)):
        return ListedScenario(name, _title_of(document, language) or name, (), False, False)
    scenario = scenario_from(document)
    occasion = Occasion(scenario.today, scenario.country, language, logged_in=scenario.is_logged_in)
    filling = Filling(package.form, scenario.answers, occasion)
    pages = tuple(str(page_name(page)) for page in filling.pages)
    is_sent = not any(filling.all_problems()) and not any(page.stops for page in filling.pages)
    has_languages = isinstance(document.data["title"], dict)
    return ListedScenario(name, _title_of(document, language), pages, is_sent, True, has_languages)


def _faults(document: Document, package: EditedPackage) -> Iterator[object]:
    if faults := list(schema_faults(document, "scenario")):
        yield from faults
    else:
        yield from unplayable_faults(document, package.form)


def _title_of(document: Document, language: str) -> str:
    title = document.data.get("title", "") if isinstance(document.data, dict) else ""
    return pick(title, language) if isinstance(title, dict) else str(title)


def _only_scenarios(package: EditedPackage) -> PackageFiles:
    return PackageFiles({name: text for name, text in package.files.items() if name.startswith("scenarios/")})


def _file_of(package: EditedPackage, name: str) -> str:
    file = f"scenarios/{name}.yaml"
    if file not in package.files:
        raise Refusal("scenario_is_gone", _("The scenario is no longer there. Somebody has removed it."))
    return file
