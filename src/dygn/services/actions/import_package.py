"""Make a package of another system's form."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dygn.base.adapters import adapter_class, adapter_names
from dygn.base.errors import Refusal
from dygn.services.importers.words import tidy
from dygn.services.ports import FormatImporter
from dygn.services.rules.imported import ImportedForm, ReportLine
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml

PORT = "format_importer"


@dataclass(frozen=True)
class Imported:
    """The package made, what is still wrong with it, and what was and was not carried over."""

    files: PackageFiles
    faults: tuple[PackageFault, ...]
    report: tuple[ReportLine, ...]
    written_to: Path | None = None


def import_package(
    content: bytes, *, format_name: str, key: str = "", into: Path | None = None, dry_run: bool = False
) -> Imported:
    """Read a form of the named format; write the package as a folder unless it is only tried.

    Without a ``key`` the form's own name gives it; without ``into`` the folder is called as the key is.
    Raises PackageRefused when the content is not of the format, Refusal when the format is not known or the
    folder is not empty.
    """
    imported = read_form(content, format_name=format_name, key=key)
    files = package_of(imported)
    written = None if dry_run else _write(files, into or Path(str(imported.service["key"])))
    return Imported(files, tuple(faults_of(files)), imported.report, written)


def read_form(content: bytes, *, format_name: str, key: str = "") -> ImportedForm:
    """Read a form of the named format; raises as ``import_package`` does."""
    if format_name not in adapter_names(PORT):
        formats = ", ".join(adapter_names(PORT))
        message = _("We cannot read that format. Choose one of %(formats)s.") % {"formats": formats}
        raise Refusal("unknown_format", message)
    importer: FormatImporter = adapter_class(PORT, format_name)()
    return importer.read(content, key=key)


def package_of(imported: ImportedForm) -> PackageFiles:
    """Give the package that a form has become, its report beside it."""
    texts = {"service.yaml": write_yaml(imported.service), "README.md": _readme(imported.report)}
    return PackageFiles(texts | {f"letters/{name}": text for name, text in imported.letters.items()})


def _write(files: PackageFiles, into: Path) -> Path:
    """Write all files beside the place and then move them there, so that there is all of it or nothing."""
    if into.exists() and any(into.iterdir()):
        raise Refusal("folder_not_empty", _("The folder is not empty. Name one that is new."))
    into.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=into.parent, prefix=".importing-") as beside:
        made = Path(beside) / "package"
        for name, text in files.texts.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        made.replace(into)
    return into


def _readme(report: tuple[ReportLine, ...]) -> str:
    """The report as a page that stays with the package: in English, as it goes from municipality to municipality."""
    with override("en"):
        told = [f"- {' '.join(tidy(str(line)).split())}" for line in report]
    lines = ["# How this package was made", "", "It was imported. This is what became of each part.", ""]
    return "\n".join([*lines, *told, ""])
