"""From a serializer's errors to a flat list that points into the body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings

from api.problems.problem import FieldError

_WHOLE: Final = api_settings.NON_FIELD_ERRORS_KEY
_LONGEST_NAME: Final = 100


def field_errors(error: ValidationError) -> list[FieldError]:
    """Every problem of a validation error, each with the JSON Pointer of what it is about."""
    return list(_walk(error.get_full_details(), ""))


def child_pointer(pointer: str, name: object) -> str:
    """The pointer to a member or item; escapes as RFC 6901 says. Endless names are cut."""
    token = str(name)[:_LONGEST_NAME].replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{token}"


def _walk(details: Any, pointer: str) -> Iterator[FieldError]:
    if isinstance(details, list):
        for index, item in enumerate(details):
            yield from _walk(item, pointer if _is_error(item) else child_pointer(pointer, index))
    elif _is_error(details):
        yield FieldError(pointer, str(details["code"]), str(details["message"]))
    else:
        for name, nested in details.items():
            yield from _walk(nested, pointer if name == _WHOLE else child_pointer(pointer, name))


def _is_error(details: Any) -> bool:
    """Whether this is one error and not an object whose members happen to be called message and code."""
    return isinstance(details, dict) and set(details) == {"message", "code"} and isinstance(details["code"], str)
