"""Older shapes of the record, for readers that were made for one of them.

    in_shape(json.loads(text), "trichyeu.record/1.0")     # a record of 1.1 without what 1.0 does not know

Since a new shape only adds, the older one's JSON Schema says all that there is to do: what it does not know is left
out. The schemas of older shapes are kept beside this file; `SUPPORTED` lists them with the present one.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import InputError
from pipeline.records import SCHEMA_VERSION, Record

__all__ = ["SUPPORTED", "in_shape", "named", "schema_of"]

Json = Any
_FAMILY = "trichyeu.record/"
_OLDER = {f"{_FAMILY}1.0": "record-1.0.schema.json"}
SUPPORTED = (*_OLDER, SCHEMA_VERSION)
"""The shapes that records can be had in, the oldest first."""


def named(version: str) -> str:
    """The whole name of a shape: `1.0` is `trichyeu.record/1.0`. Raises `InputError` for one that is not supported."""
    name = version if version.startswith(_FAMILY) else _FAMILY + version
    if name not in SUPPORTED:
        raise InputError(f"--schema {version}: no such shape; there are {', '.join(SUPPORTED)}")
    return name


@cache
def schema_of(version: str) -> Mapping[str, Json]:
    """The JSON Schema of a supported shape."""
    if version == SCHEMA_VERSION:
        return Record.model_json_schema(mode="serialization")
    return dict(json.loads((files(__package__) / _OLDER[version]).read_text("utf-8")))


def _known(value: Json, schema: Mapping[str, Json], definitions: Mapping[str, Json]) -> Json:
    """`value` without the fields that a schema does not know."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:  # of the record's shape always one thing or null
        (schema,) = (option for option in schema["anyOf"] if option.get("type") != "null")
        return value if value is None else _known(value, schema, definitions)
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        if known:
            return {name: _known(below, known[name], definitions) for name, below in value.items() if name in known}
        return {name: _known(below, others, definitions) for name, below in value.items()} if others else value
    if isinstance(value, list) and "items" in schema:
        return [_known(item, schema["items"], definitions) for item in value]
    return value


def in_shape(record: Mapping[str, Json], version: str) -> dict[str, Json]:
    """A record's JSON in a shape that is older or its own; one of an older shape than `version` stays as it is."""
    own = record["schema"]
    if own == version or SUPPORTED.index(own) < SUPPORTED.index(version):
        return dict(record)
    schema = schema_of(version)
    return {**_known(record, schema, schema["$defs"]), "schema": version}
