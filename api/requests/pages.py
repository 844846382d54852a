"""``limit``/``offset``, and the list that answers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.problems.validation import field_errors
from kisi.core.realms import current_realm
from kisi.tenancy.hosts import address_of

LONGEST_PAGE: Final = 200
USUAL_PAGE: Final = 50
FURTHEST: Final = 1_000_000


class Number(serializers.IntegerField):
    """A whole number in an address."""

    default_error_messages = {
        "invalid": _("Erwartet wird eine ganze Zahl."),
        "max_value": _("Höchstens {max_value}."),
        "min_value": _("Mindestens {min_value}."),
    }

    def to_internal_value(self, data: Any) -> int:
        """Refuses digits of other scripts, which Python would read."""
        if not str(data).isascii():
            self.fail("invalid")
        value: int = super().to_internal_value(data)
        return value


class PageQuery(serializers.Serializer):
    """Which part of a list is wanted."""

    limit = Number(default=USUAL_PAGE, min_value=1, max_value=LONGEST_PAGE, help_text="So viele Einträge höchstens.")
    offset = Number(default=0, min_value=0, max_value=FURTHEST, help_text="So viele Einträge überspringen.")


def read_query(serializer: type[serializers.Serializer], query: QueryDict) -> dict[str, Any]:
    """The parameters of an address.

    Raises:
        ApiProblem: 400 naming each parameter that does not fit.
    """
    form = serializer(data=query.dict())
    try:
        form.is_valid(raise_exception=True)
    except ValidationError as error:
        errors = [FieldError(f"?{found.pointer[1:]}", found.code, found.detail) for found in field_errors(error)]
        raise ApiProblem(Kind.INVALID_PARAMETER, errors=errors) from error
    values: dict[str, Any] = form.validated_data
    return values


def page_of[Row: Model](
    request: Request,
    rows: QuerySet[Row],
    *,
    limit: int,
    offset: int,
    answers: Callable[[Sequence[Row]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """``{"count", "next", "previous", "results"}`` for one part of the rows, which must be ordered."""
    results = answers(list(rows[offset : offset + limit]))
    return _page(request, rows.count(), results, limit=limit, offset=offset)


def page_of_list(request: Request, rows: Sequence[dict[str, Any]], *, limit: int, offset: int) -> dict[str, Any]:
    """The same for answers that were worked out and stand in no table."""
    return _page(request, len(rows), list(rows[offset : offset + limit]), limit=limit, offset=offset)


def _page(request: Request, count: int, results: list[dict[str, Any]], *, limit: int, offset: int) -> dict[str, Any]:
    return {
        "count": count,
        "next": _address(request, limit, offset + limit) if offset + limit < count else None,
        "previous": _address(request, limit, max(0, offset - limit)) if offset > 0 else None,
        "results": results,
    }


def _address(request: Request, limit: int, offset: int) -> str:
    query = request.query_params.copy()
    query["limit"], query["offset"] = str(limit), str(offset)
    realm = current_realm()
    host = address_of(realm.municipality.slug if realm.municipality else None)
    return f"{host}{request.path}?{query.urlencode()}"


def list_of(name: str, item: serializers.Serializer) -> Any:
    """Describes a list for the OpenAPI document."""
    return inline_serializer(
        name,
        {
            "count": serializers.IntegerField(min_value=0, help_text="So viele Einträge gibt es insgesamt."),
            "next": serializers.URLField(allow_null=True, help_text="Adresse des nächsten Teils."),
            "previous": serializers.URLField(allow_null=True, help_text="Adresse des vorigen Teils."),
            "results": item,
        },
    )
