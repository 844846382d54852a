"""Which scope a call needs. Every view says it; a view that says nothing lets nobody in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.oauth.authentication import CHALLENGE
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem

Scopes = Mapping[str, tuple[TextChoices, ...]]
"""HTTP method → scopes of which one is enough."""


METHODS: Final = ("get", "head", "post", "put", "patch", "delete")
"""The methods a view may have. There is no OPTIONS: the OpenAPI document says what can be called."""


class HasScope(BasePermission):
    """The token carries one of the scopes that ``view.scopes`` names for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the call may be made.

        Raises:
            ApiProblem: 403 that names the scope, where there is a token without it.
        """
        token: Any = request.auth
        if token is None:
            return False
        needed = needed_scopes(view, request.method or "")
        if needed is None:
            return True  # the method does not exist here: 405 says so better
        if needed and set(needed) & self.granted(token):
            return True
        names = " ".join(needed)
        raise ApiProblem(
            Kind.SCOPE_MISSING,
            detail=_detail(needed),
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{names}"'},
        )

    def granted(self, auth: Any) -> frozenset[str]:
        """The scopes that count for what authenticated the request."""
        return frozenset(auth.scope.split())


def needed_scopes(view: Any, method: str) -> tuple[TextChoices, ...] | None:
    """The scopes of which one is needed; None where the view does not have the method."""
    method = "GET" if method == "HEAD" else method
    if method.lower() not in METHODS or not hasattr(view, method.lower()):
        return None
    scopes: Scopes = getattr(view, "scopes", {})
    return scopes.get(method, ())


def _detail(needed: tuple[TextChoices, ...]) -> str:
    names = " oder ".join(f"„{scope.value}“" for scope in needed)
    return f"Ihr Zugang braucht dafür das Recht {names}. Erteilen kann es, wer den Zugang ausgestellt hat."
