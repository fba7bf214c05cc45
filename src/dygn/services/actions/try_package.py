from pathlib import Path

from dygn.base.kept import Kept
from dygn.forms.rules.document import form_from_data
from dygn.services.models import Version
from dygn.services.rules.definition import USUAL_AUDIENCE
from dygn.services.rules.door import Door
from dygn.services.rules.package.compiling import compile_package, unplayable_faults
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.rules.package.scenarios import scenario_documents, scenario_from
from dygn.services.rules.package.schema import schema_faults
from dygn.services.rules.package.trial import Trial, try_out
from dygn.services.rules.payment import with_fee

# By the content's hash: the same content always comes out the same. A restart, with newer rules maybe, forgets.
TRIED: Kept[str, Trial] = Kept(20)


def try_package(source: Path | bytes) -> Trial:
    """Try a package folder or zip out with its scenarios.

    Scenarios that fail are in what is given; PackageRefused is raised when the package cannot be
    filled in at all, or a scenario cannot be read.
    """
    return try_files(open_package(source))


def try_version(version: Version) -> Trial:
    """Try a version out that was taken in, and remember what came of it."""
    return TRIED.renew(version.content_hash, try_files(PackageFiles(version.files)))


def tried_version(version: Version) -> Trial:
    """Give what came of the very same content when it was last tried; tried now where it is not remembered."""
    return TRIED.get(version.content_hash) or try_version(version)


def try_files(files: PackageFiles) -> Trial:
    """Try out the files of a package, such as what is worked on."""
    documents = scenario_documents(files)
    if faults := [fault for document in documents for fault in schema_faults(document, "scenario")]:
        raise PackageRefused(faults)
    definition = compile_package(_without_scenarios(files)).definition
    fee = definition.get("fee", {})
    form = with_fee(form_from_data(definition["pages"]), fee)
    if faults := [fault for document in documents for fault in unplayable_faults(document, form)]:
        raise PackageRefused(faults)
    door = Door(definition["log_in"], tuple(definition.get("audience", USUAL_AUDIENCE)))
    scenarios = [scenario_from(document) for document in documents]
    return try_out(form, scenarios, fee=fee.get("computed", ""), door=door)


def _without_scenarios(files: PackageFiles) -> PackageFiles:
    return PackageFiles(
        {name: text for name, text in files.texts.items() if not name.startswith("scenarios/")}
    )
