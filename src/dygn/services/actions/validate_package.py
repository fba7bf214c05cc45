"""Say what is wrong with a package."""

from dataclasses import dataclass
from pathlib import Path

from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.faults import PackageFault, PackageRefused
from dygn.services.rules.package.files import open_package


@dataclass(frozen=True)
class Validated:
    """What came out: the faults, or what the package is called and holds."""

    faults: tuple[PackageFault, ...] = ()
    key: str = ""
    content_hash: str = ""
    pages: int = 0
    questions: int = 0
    scenarios: int = 0

    @property
    def is_right(self) -> bool:
        return not self.faults


def validate_package(source: Path | bytes) -> Validated:
    """Read a package folder or zip and hold it against everything it has to keep. Nothing is kept."""
    try:
        package = compile_package(open_package(source))
    except PackageRefused as refusal:
        return Validated(faults=refusal.faults)
    pages = package.definition["pages"]
    return Validated(
        key=package.key,
        content_hash=package.content_hash,
        pages=len(pages),
        questions=sum(len(page["questions"]) for page in pages),
        scenarios=len(package.files.under("scenarios")),
    )
