"""Writing statements down: as Turtle, as RDF/XML and as JSON-LD."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dygn.services.rules.open_data.graph import PREFIXES, TYPE, Graph, Object, Said, Thing, whole

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_TURTLE_SIGNS = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def turtle(graph: Graph) -> str:
    """Write the statements as Turtle."""
    heads = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    return "\n".join([*heads, "", *(_turtle_thing(address, said) for address, said in graph.things.items())])


def _turtle_thing(address: str, said: list[tuple[str, Object]]) -> str:
    lines = [
        f"    {'a' if what == TYPE else what} {', '.join(_turtle_object(each) for each in objects)}"
        for what, objects in _by_what(said)
    ]
    return f"<{address}>\n" + " ;\n".join(lines) + " .\n"


def _turtle_object(each: Object) -> str:
    if isinstance(each, Thing):
        return _short(each.address) or f"<{each.address}>"
    text = f'"{each.text.translate(_TURTLE_SIGNS)}"'
    if each.language:
        return f"{text}@{each.language}"
    return f"{text}^^{each.kind}" if each.kind else text


def _short(address: str) -> str:
    """Give the short name of an address in one of the vocabularies; empty when it has none."""
    for name, beginning in PREFIXES.items():
        if address.startswith(beginning) and _LOCAL.fullmatch(address, len(beginning)):
            return f"{name}:{address[len(beginning) :]}"
    return ""


def rdf_xml(graph: Graph) -> str:
    """Write the statements as RDF/XML."""
    names = "".join(f' xmlns:{name}="{address}"' for name, address in PREFIXES.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF{names}>"]
    for address, said in graph.things.items():
        lines.append(f"  <rdf:Description rdf:about={quoteattr(address)}>")
        lines.extend(f"    {_xml_statement(what, each)}" for what, each in said)
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def _xml_statement(what: str, each: Object) -> str:
    if isinstance(each, Thing):
        return f"<{what} rdf:resource={quoteattr(each.address)}/>"
    language = f' xml:lang="{each.language}"' if each.language else ""
    kind = f' rdf:datatype="{whole(each.kind)}"' if each.kind else ""
    return f"<{what}{language}{kind}>{escape(each.text)}</{what}>"


def json_ld(graph: Graph) -> str:
    """Write the statements as JSON-LD; the context stands in the document itself."""
    things = [_json_thing(address, said) for address, said in graph.things.items()]
    return json.dumps({"@context": PREFIXES, "@graph": things}, ensure_ascii=False, indent=1) + "\n"


def _json_thing(address: str, said: list[tuple[str, Object]]) -> dict[str, Any]:
    written: dict[str, Any] = {"@id": address}
    for what, objects in _by_what(said):
        if what == TYPE:
            kinds = [each.address for each in objects if isinstance(each, Thing)]
            written["@type"] = [_short(kind) or kind for kind in kinds]
        else:
            written[what] = [_json_object(each) for each in objects]
    return written


def _json_object(each: Object) -> dict[str, str]:
    if isinstance(each, Said):
        about = {"@language": each.language, "@type": whole(each.kind) if each.kind else ""}
        return {"@value": each.text, **{name: value for name, value in about.items() if value}}
    return {"@id": each.address}


def _by_what(said: list[tuple[str, Object]]) -> Iterator[tuple[str, list[Object]]]:
    grouped: dict[str, list[Object]] = {}
    for what, each in said:
        grouped.setdefault(what, []).append(each)
    yield from grouped.items()


WRITERS: Mapping[str, Callable[[Graph], str]] = {"ttl": turtle, "rdf": rdf_xml, "jsonld": json_ld}
