"""From the errors of forms and models to a flat list that points into the body: the rules are those of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.problems.validation import child_pointer

PointerOf = Callable[[str], str]


def member(name: str) -> str:
    """The usual pointer: the body's member is called as the form's field."""
    return child_pointer("", name)


def require_valid(form: BaseForm, pointer_of: PointerOf = member) -> None:
    """Go on only with a form that is valid.

    Raises:
        ApiProblem: 422 naming every member that does not fit.
    """
    if not form.is_valid():
        raise ApiProblem(Kind.INVALID_DATA, errors=form_errors(form.errors.get_json_data(), pointer_of))


def form_errors(errors: Mapping[str, list[Any]], pointer_of: PointerOf = member) -> list[FieldError]:
    """What ``get_json_data()`` of a form's errors gives, each with its pointer."""
    return [
        FieldError(_pointer(name, pointer_of), found["code"] or "invalid", found["message"])
        for name, listed in errors.items()
        for found in listed
    ]


def refused_by_model(error: ValidationError, pointer_of: PointerOf = member) -> ApiProblem:
    """422 with everything a model's own check found."""
    by_name = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    errors = [
        FieldError(_pointer(name, pointer_of), found.code or "invalid", " ".join(found.messages))
        for name, listed in by_name.items()
        for found in listed
    ]
    return ApiProblem(Kind.INVALID_DATA, errors=errors)


def _pointer(name: str, pointer_of: PointerOf) -> str:
    return "" if name == NON_FIELD_ERRORS else pointer_of(name)
