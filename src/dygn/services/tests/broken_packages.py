"""Packages with something wrong in them, and what becomes of those."""

import io
import json
import random
import warnings
import zipfile

import yaml

from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.actions.try_package import try_files
from dygn.services.rules.package.compiling import compile_package, load_definition
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import open_package, pack
from dygn.services.tests.factories import NOON, PACKAGES
from dygn.services.tests.imported_forms import mutate, mutated_bytes, mutated_lines

_ODD_NAMES = (
    "service.yaml", "../service.yaml", "/etc/passwd", "letters/receipt.xx.md", "letters/receipt.en.md/x", "a" * 300,
    "signature.json", "process.bpmn", "decisions/a.dmn", "scenarios/x.yaml", "README.md", "c:x", "\ud800.md", "",
)  # fmt: skip


def packages():
    """Give the packages of the house as ZIPs."""
    folders = sorted(folder for folder in PACKAGES.iterdir() if (folder / "service.yaml").exists())
    return [pack(open_package(folder)) for folder in folders]


def a_broken_package(content, seed):
    """The ZIP with something wrong in it: in its bytes, in the texts within it, or in what it holds."""
    chance = random.Random(seed)
    if chance.random() < 0.15:
        return mutated_bytes(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    at = chance.randrange(len(files))
    if chance.random() < 0.7:  # most of what can be wrong stands in the service itself
        at = next(place for place, (name, _text) in enumerate(files) if name == "service.yaml")
    name, text = files[at]
    match chance.randrange(8):
        case 0:
            files[at] = (chance.choice(_ODD_NAMES), text)
        case 1:
            files.append((chance.choice(_ODD_NAMES), chance.choice(files)[1]))
        case 2:
            files[at] = (name, mutated_bytes(text, chance)) if text else (name, b"\x00")
        case 3:
            files[at] = (name, mutated_lines(text, chance))
        case _ if name.endswith(".yaml"):
            files[at] = (name, _mutated_tree(text, chance))
        case _:
            del files[at]
    return _zipped(files)


def _mutated_tree(text, chance):
    """The same YAML with things in it changed; JSON is YAML too."""
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for _ in range(chance.randint(1, 3)):
        mutate(data, chance)
    return json.dumps(data, default=str).encode()


def _zipped(files):
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # the same name twice is meant
        for name, text in files:
            archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode()), text)
    return out.getvalue()


def taken_or_refused(content):
    """Whatever is in the file, a package can be filled in and tried out, or is refused and says why."""
    try:
        files = open_package(content)
        form = load_definition(compile_package(files).definition).form
        for language in ("sv", "en"):
            Filling(form, {}, Occasion(NOON.date(), "se", language)).all_problems()
        try_files(files)
    except PackageRefused as refusal:
        assert refusal.faults and all(str(each.message).strip() for each in refusal.faults), refusal
        return "refused"
    return "read"
