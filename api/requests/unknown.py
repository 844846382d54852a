"""Addresses below ``/api/`` that do not exist."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.view import ApiView


class UnknownAddress(ApiView):
    """404 as problem details, for everybody and every method."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing to look at. Raises ``ApiProblem``."""
        raise ApiProblem(Kind.NOT_FOUND)
