from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.base.pdf import typeset
from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.portal.actions.keep_document import keep_document
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.models import Service
from dygn.services.rules.package.files import SERVICE, PackageFiles, open_package
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.rules.package.yaml_writing import write_yaml

KEY = "leave-at-recycling"


def move_recycling(municipality: Municipality, *, now: datetime) -> Service:
    """Let the service for large loads go on: at another address, with a list that was fetched and prices to read.

    The address that it had leads on. Called once, after the service has been installed.
    """
    actor, told = Actor.system(municipality.pk), _told()
    with in_municipality(municipality.pk):
        prices = _price_list(told["price_list"], municipality, now)
        address = keep_document(prices, municipality, actor=actor, now=now)
        version = install_package(_package(told, address, now), actor=actor, now=now)
        return publish_version(version.pk, actor=actor, now=now)


def waste_list(language: str) -> list[list[str]]:
    """Give the list as the invented source tells it, in a language: kind and sort of each."""
    (waste,) = (each for each in _told()["page"]["questions"] if each["id"] == "waste")
    return [
        [kind["label"][language], sort["label"][language]] for kind in waste["options"] for sort in kind["options"]
    ]


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(
        files("dygn.demo").joinpath("data/recycling.yaml").read_text("utf-8")
    )
    return told


def _package(told: dict[str, Any], address: str, now: datetime) -> PackageFiles:
    with as_file(files("dygn.demo").joinpath("data/services", KEY)) as folder:
        first = open_package(folder)
    data = read_yaml(SERVICE, first.service).data
    waste, prices = told["page"]["questions"]
    waste = {**waste, "list_fetched_at": now.isoformat(timespec="seconds")}
    prices = {**prices, "document": dict.fromkeys(data["languages"], address)}
    car, *rest = data["pages"]
    pages = [car, {**told["page"], "questions": [waste, prices]}, *rest]
    return PackageFiles({**first.texts, SERVICE: write_yaml({**data, "slug": told["slug"], "pages": pages})})


def _price_list(told: dict[str, Any], municipality: Municipality, now: datetime) -> SimpleUploadedFile:
    language = municipality.default_language
    title = told["title"][language]
    facts = {"title": title, "sender": {"name": municipality.name, "lines": []}, "text": told["text"][language]}
    content = typeset("base/plain_letter.typ", facts, language, now=now)
    return SimpleUploadedFile(f"{title}.pdf", content, content_type="application/pdf")
