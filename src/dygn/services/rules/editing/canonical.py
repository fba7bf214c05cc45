"""Writing a package's data in one way: keys in the order of the published schema."""

from collections.abc import Mapping
from typing import Any

from dygn.services.rules.package.schema import published_schema

Schema = Mapping[str, Any]


def canonical(data: Any, schema: Schema | None = None) -> Any:
    """Give the same data with its keys in the schema's order; keys that the schema does not name stay as they are."""
    schema = _resolved(published_schema("service") if schema is None else schema)
    if isinstance(data, list):
        return [canonical(each, schema.get("items", {})) for each in data]
    if not isinstance(data, Mapping):
        return data
    known: Schema = schema.get("properties", {})
    order = {name: number for number, name in enumerate(known)}
    names = sorted(data, key=lambda name: order.get(name, len(order)))
    return {name: canonical(data[name], known.get(name, {})) for name in names}


def _resolved(schema: Schema) -> Schema:
    """Follow a reference to one of the schema's own definitions."""
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    definition: Schema = published_schema("service")["$defs"][reference.rsplit("/", 1)[1]]
    return definition
