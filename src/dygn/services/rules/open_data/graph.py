"""Statements about things, as RDF has them: a thing, what is said of it, and a thing or a text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cpsvno": "https://data.norge.no/vocabulary/cpsvno#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatno": "https://data.norge.no/vocabulary/dcatno#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eu": "http://data.europa.eu/88u/dataset/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPE = "rdf:type"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\xa0\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Thing:
    """Something that has an address of its own."""

    address: str


@dataclass(frozen=True)
class Said:
    """A text in a language, or a value of a kind such as ``xsd:duration``."""

    text: str
    language: str = ""
    kind: str = ""


Object = Thing | Said


@dataclass
class Graph:
    """Statements by what they are about, in the order in which they were made; none stands twice."""

    things: dict[str, list[tuple[str, Object]]] = field(default_factory=dict)

    def say(self, about: str, what: str, *objects: Object) -> None:
        """Say of a thing that it has these; ``what`` is such as ``dct:title``."""
        said = self.things.setdefault(about, [])
        said.extend((what, each) for each in dict.fromkeys(objects) if (what, each) not in said)

    def make(self, address: str, *types: str) -> str:
        """Say what kinds of thing stands at an address; give the address."""
        self.say(address, TYPE, *(named(each) for each in types))
        return address


def named(name: str) -> Thing:
    """Give the thing of a short name such as ``skos:Concept``."""
    return Thing(whole(name))


def whole(name: str) -> str:
    """Give the whole address of a short name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def thing(address: str) -> Thing:
    """Give the thing at an address, with what no address may hold written as percent signs."""
    return Thing(_NOT_IN_ADDRESSES.sub(_percent, address))


def texts(by_language: Mapping[str, str]) -> list[Said]:
    """Give a text in each language that has one."""
    return [Said(_clean(text), language) for language, text in by_language.items() if text.strip()]


def plain(text: str, kind: str = "") -> Said:
    """Give a value without a language."""
    return Said(_clean(text), kind=kind)


def _clean(text: str) -> str:
    """Give the text as every writing can carry it: without signs that XML does not know."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
