"""From the OpenAPI document to what the page for people shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

METHODS: Final = ("get", "post", "put", "patch", "delete")
_TYPES: Final = {
    "string": "Text",
    "integer": "ganze Zahl",
    "number": "Zahl",
    "boolean": "true oder false",
    "array": "Liste",
    "object": "Objekt",
    "null": "null",
}
_FORMATS: Final = {
    "date-time": "Zeitpunkt (ISO 8601)",
    "date": "Datum (ISO 8601)",
    "uri": "Adresse",
    "email": "E-Mail-Adresse",
    "uuid": "UUID",
}
_PLACES: Final = {"path": "Adresse", "query": "Parameter", "header": "Kopfzeile"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter of a call or a member of a body."""

    name: str
    place: str
    type: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing a call may answer."""

    status: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One call."""

    key: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    scopes: tuple[str, ...]
    entries: tuple[Entry, ...]
    example: str
    answers: tuple[Outcome, ...]
    problems: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole interface."""

    title: str
    description: str
    server: str
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]


def read_document(document: dict[str, Any]) -> Document:
    """The page's content, grouped as the calls are tagged."""
    reader = _Reader(document.get("components", {}).get("schemas", {}))
    operations = [
        reader.operation(path, method, methods[method])
        for path, methods in document["paths"].items()
        for method in METHODS
        if method in methods
    ]
    tags = list(dict.fromkeys(operation.tag for operation in operations))
    ordered = sorted(operations, key=lambda operation: tags.index(operation.tag))
    return Document(
        title=document["info"]["title"],
        description=document["info"].get("description", ""),
        server=document["servers"][0]["url"],
        groups=tuple((tag, tuple(group)) for tag, group in groupby(ordered, key=lambda operation: operation.tag)),
    )


class _Reader:
    """Follows references into the components."""

    def __init__(self, components: dict[str, Any]) -> None:
        self.components = components

    def operation(self, path: str, method: str, described: dict[str, Any]) -> Operation:
        body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
        answers = {status: answer for status, answer in described["responses"].items() if status < "400"}
        problems = {status: answer for status, answer in described["responses"].items() if status >= "400"}
        return Operation(
            key=described["operationId"],
            tag=described["tags"][0],
            method=method.upper(),
            path=path,
            summary=described["summary"],
            description=described["description"] if described["description"] != described["summary"] else "",
            scopes=tuple(name for way in described.get("security", []) for names in way.values() for name in names),
            entries=(*self._parameters(described), *self._members(body.get("schema", {}), "Inhalt")),
            example=_example(body),
            answers=tuple(self._outcome(status, answer) for status, answer in sorted(answers.items())),
            problems=tuple(Outcome(status, answer["description"], ()) for status, answer in sorted(problems.items())),
        )

    def _parameters(self, described: dict[str, Any]) -> Iterator[Entry]:
        for parameter in described.get("parameters", []):
            yield Entry(
                parameter["name"],
                _PLACES[parameter["in"]],
                self._type(parameter["schema"]),
                parameter.get("required", False),
                parameter.get("description", ""),
            )

    def _outcome(self, status: str, answer: dict[str, Any]) -> Outcome:
        schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
        return Outcome(status, answer["description"], tuple(self._members(schema, "Inhalt")))

    def _members(self, schema: dict[str, Any], place: str, prefix: str = "") -> Iterator[Entry]:
        """Every member of an object and, below it, those of the objects in it."""
        schema = self._resolved(schema)
        if schema.get("type") == "array":
            yield from self._members(schema["items"], place, f"{prefix}[].")
            return
        for name, member in schema.get("properties", {}).items():
            required = name in schema.get("required", ())
            text = member.get("description") or self._resolved(member).get("description", "")
            yield Entry(f"{prefix}{name}", place, self._type(member), required, text)
            nested = self._resolved(member)
            if nested.get("type") == "array":
                yield from self._members(nested["items"], place, f"{prefix}{name}[].")
            else:
                yield from self._members(nested, place, f"{prefix}{name}.")

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "allOf" in schema:
            schema = schema["allOf"][0]
        if "$ref" in schema:
            found: dict[str, Any] = self.components[schema["$ref"].rpartition("/")[2]]
            return found
        return schema

    def _type(self, schema: dict[str, Any]) -> str:
        schema = self._resolved(schema)
        if "enum" in schema:
            return " | ".join("null" if value is None else str(value) for value in schema["enum"])
        names = schema.get("type", "object")
        words = [_TYPES[name] for name in ([names] if isinstance(names, str) else names)]
        if schema.get("format") in _FORMATS:
            words[0] = _FORMATS[schema["format"]]
        return " oder ".join(words)


def _example(body: dict[str, Any]) -> str:
    for example in body.get("examples", {}).values():
        return json.dumps(example["value"], ensure_ascii=False, indent=2)
    return ""
