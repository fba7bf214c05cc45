"""The ready-made packages that come with Dygn, for municipalities to install."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dygn
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package

FOLDER = Path(dygn.__file__).parent / "packages"


@dataclass(frozen=True)
class HousePackage:
    """A ready-made package: its folder's name, the service's titles, and what its content is known by."""

    name: str
    key: str
    titles: dict[str, str]
    languages: tuple[str, ...]
    content_hash: str

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    def speaks(self, language: str) -> bool:
        """Say whether those who read the language can use it; Nynorsk is read in Bokmål where there is none."""
        return language in self.languages or (language == "nn" and "nb" in self.languages)


@cache
def packages_of_the_house() -> tuple[HousePackage, ...]:
    """Give the ready-made packages, by name. They are read once."""
    folders = sorted(path.parent for path in FOLDER.glob("*/service.yaml"))
    return tuple(_read(folder) for folder in folders)


def house_package(key: str) -> HousePackage | None:
    """Give the ready-made package of a service's key; None when there is none."""
    folder = FOLDER / key
    return _read(folder) if (folder / "service.yaml").is_file() else None


@cache
def _read(folder: Path) -> HousePackage:
    package = compile_package(open_package(folder))
    definition = package.definition
    return HousePackage(folder.name, package.key, dict(definition["title"]), tuple(definition["languages"]), package.content_hash)
