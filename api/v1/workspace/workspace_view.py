"""The base of calls that need a token of the municipality."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from rest_framework.request import Request

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.view import ApiView
from api.v1.workspace.tokens import HasTokenScope, WorkspaceBearer, WorkspaceRateLimit
from kisi.ui.features import hidden_features

PAGE: Final = frozenset({"limit", "offset"})
"""The parameters of every list."""
REPEATED: Final = (Kind.INVALID_HEADER, Kind.KEY_REUSED, Kind.KEY_IN_USE)
"""What may be wrong with an ``Idempotency-Key``."""


class WorkspaceView(ApiView):
    """What a program may do with a token of this municipality.

    ``feature`` names the optional area the call belongs to; where a municipality leaves it out, nothing is there.
    """

    authentication_classes = (WorkspaceBearer,)
    permission_classes = (HasTokenScope,)
    throttle_classes = (WorkspaceRateLimit,)
    feature: ClassVar[str] = ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """As everywhere. Raises ``ApiProblem`` (404) where the area is left out."""
        super().initial(request, *args, **kwargs)
        if self.feature and self.feature in hidden_features(request._request):
            raise ApiProblem(Kind.NOT_FOUND)
