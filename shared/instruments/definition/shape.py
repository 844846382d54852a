"""Whether a document has the shape the JSON Schema demands – said in German, everything at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import jsonschema

SCHEMA_PATH: Final = Path(__file__).resolve().parents[1] / "schema.json"
MAX_DEPTH: Final = 40
MAX_CHARACTERS: Final = 1_500_000
MAX_PARTS: Final = 150_000
MAX_PROBLEMS: Final = 100


class Problem(NamedTuple):
    """One thing that is wrong: where (JSON Pointer) and what (German sentence)."""

    pointer: str
    message: str


class MalformedDefinition(ValueError):
    """The document is no definition; ``problems`` names everything that is wrong with it (at most 100)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)[:MAX_PROBLEMS]
        first = self.problems[0]
        super().__init__(f"{first.pointer or '/'}: {first.message}")


def pointer_of(path: Iterable[str | int]) -> str:
    """A path as a JSON Pointer (RFC 6901); empty for the whole document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12)."""
    loaded: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return loaded


def _is_integer(_checker: Any, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(_checker: Any, value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -(10**18) < value < 10**18


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[Any]:
    # "$" of JSON Schema is the very end, Python's also stands before a last line break.
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield jsonschema.ValidationError("pattern")


@cache
def _validator() -> Any:
    checker = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    checker = checker.redefine("number", _is_number)
    strict = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _pattern}, type_checker=checker)
    return strict(schema())


def size_problem(document: Any) -> Problem | None:
    """What makes a document unreadable before its shape is looked at: depth, size, characters, kinds of values."""
    parts, characters = 0, 0
    waiting: list[tuple[Any, int]] = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        if depth > MAX_DEPTH:
            return Problem("", f"Der Fragebogen ist tiefer als {MAX_DEPTH} Ebenen verschachtelt.")
        for text in _texts_in(value):
            characters += len(text)
            if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                return Problem("", "Der Fragebogen enthält Zeichen, die kein Text sind (Nullzeichen).")
        if parts > MAX_PARTS or characters > MAX_CHARACTERS:
            return Problem("", f"Der Fragebogen ist zu groß: höchstens {MAX_CHARACTERS:,} Zeichen.".replace(",", "."))
        waiting.extend((inner, depth + 1) for inner in _inside(value))
    return None


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [key for key in value if isinstance(key, str)] if isinstance(value, dict) else []


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def shape_problems(document: Any) -> list[Problem]:
    """Everything the schema finds wrong, in the order of the document; empty when the shape is right."""
    if (problem := size_problem(document)) is not None:
        return [problem]
    found: list[Problem] = []
    for error in _validator().iter_errors(document):
        found.extend(_in_german(error))
        if len(found) >= MAX_PROBLEMS:
            break
    return sorted(set(found), key=lambda problem: [_sortable(step) for step in problem.pointer.split("/")])


def _sortable(step: str) -> tuple[int, str]:
    return (int(step), "") if step.isdigit() and len(step) < 9 else (-1, step)


def _in_german(error: Any) -> Iterator[Problem]:
    path = list(error.absolute_path)
    if error.validator == "required":
        yield from (_missing(path, name) for name in error.validator_value if name not in error.instance)
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        surplus = [name for name in error.instance if name not in known]
        yield from (Problem(pointer_of([*path, name]), f"„{short(name)}“ gibt es hier nicht.") for name in surplus)
    else:
        yield Problem(pointer_of(path), _sentence(error, path))


def _missing(path: list[str | int], name: str) -> Problem:
    if name == "de":
        return Problem(pointer_of([*path, name]), "Der deutsche Text fehlt.")
    return Problem(pointer_of([*path, name]), f"Die Angabe „{name}“ fehlt.")


def _sentence(error: Any, path: list[str | int]) -> str:
    if "propertyNames" in error.absolute_schema_path:
        return f"„{short(error.instance)}“ ist hier kein möglicher Name (Sprachen: {', '.join(_languages())})."
    if error.validator == "not":
        return f"„{path[-1]}“ passt nicht zu dieser Art."
    wording = _WORDING.get(error.validator, "Das passt nicht zum Format.")
    expected = error.validator_value
    if error.validator == "type":
        expected = _TYPES.get(str(expected), str(expected))
    elif error.validator == "enum":
        expected = ", ".join(str(value) for value in expected)
    return wording.format(value=short(error.instance), expected=expected)


def _languages() -> list[str]:
    codes: list[str] = schema()["properties"]["languages"]["propertyNames"]["enum"]
    return codes


def short(value: Any, length: int = 40) -> str:
    """A value as it can stand in a sentence."""
    if isinstance(value, dict | list):
        return "…"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= length else text[: length - 1] + "…"


_TYPES: Final = {
    "object": "ein Objekt mit Feldern",
    "array": "eine Liste",
    "string": "ein Text",
    "integer": "eine ganze Zahl",
    "number": "eine Zahl",
    "boolean": "true oder false",
}
_WORDING: Final = {
    "type": "Hier steht „{value}“, erwartet wird {expected}.",
    "enum": "„{value}“ gibt es nicht. Möglich sind: {expected}.",
    "const": "Hier steht „{value}“, möglich ist nur {expected}.",
    "pattern": "„{value}“ hat nicht die erlaubte Form.",
    "maxLength": "Der Text ist zu lang: höchstens {expected} Zeichen.",
    "minLength": "Der Text ist leer.",
    "maxItems": "Das sind zu viele: höchstens {expected}.",
    "minItems": "Das sind zu wenige: mindestens {expected}.",
    "uniqueItems": "Ein Wert steht doppelt da.",
    "minimum": "{value} ist zu klein: mindestens {expected}.",
    "maximum": "{value} ist zu groß: höchstens {expected}.",
    "oneOf": "Eine Bedingung nennt genau eines: eine Frage mit any_of, none_of oder answered; oder all; oder any.",
}
