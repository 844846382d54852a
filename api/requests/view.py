"""The base of every view of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.oauth.authentication import BearerToken
from api.oauth.permissions import METHODS, HasScope, Scopes
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError, other_type
from api.requests.bodies import JsonBody
from api.requests.conditional import etag_of, not_modified
from api.requests.rate_limits import SAFE_METHODS, ClientRateLimit, Standing
from kisi.core.access import PUBLIC, Decision


class ApiView(APIView):
    """Token, scope, quota, strict parameters, ETag: what every call of the API shares.

    ``scopes`` names for each method the scopes of which one is needed; ``parameters_of`` the query parameters it has.
    """

    authentication_classes: Any = (BearerToken,)
    permission_classes: Any = (HasScope,)
    throttle_classes: Any = (ClientRateLimit,)
    parser_classes: Any = (JsonBody,)
    http_method_names: Sequence[str] = METHODS
    scopes: ClassVar[Scopes] = {}
    parameters_of: ClassVar[Mapping[str, frozenset[str]]] = {}
    standing: Standing | None = None
    kisi_access: ClassVar[Decision] = PUBLIC  # nobody is signed in here: `permission_classes` check the token

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who is it, may they, and is the request one that can be understood."""
        super().initial(request, *args, **kwargs)
        method = request.method or ""
        if method.lower() not in METHODS or not hasattr(self, method.lower()):
            return  # 405 says what is wrong
        refuse_unknown_parameters(request, self.parameters_of.get("GET" if method == "HEAD" else method, frozenset()))
        if method not in SAFE_METHODS:
            refuse_unreadable_body(request, self.parser_classes)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add quota, caching and entity tag."""
        final: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        if request.method in SAFE_METHODS and final.status_code == 200 and isinstance(response, Response):
            final = self._tagged(request, response, final)
        for name, value in (self.standing.headers() if self.standing else {}).items():
            final[name] = value
        if "Cache-Control" not in final:
            final["Cache-Control"] = "no-store"
        return final

    @staticmethod
    def _tagged(request: Request, response: Response, final: HttpResponseBase) -> HttpResponseBase:
        etag = etag_of(response.data)
        final["ETag"] = etag
        # Kept by the caller only, and asked for again each time.
        final["Cache-Control"] = "private, no-cache"
        unchanged = not_modified(request, etag)
        if unchanged is None:
            return final
        unchanged["Cache-Control"] = final["Cache-Control"]
        return unchanged


def refuse_unknown_parameters(request: Request, known: frozenset[str]) -> None:
    """Raise ``ApiProblem`` (400): a misspelt filter must not silently give everything."""
    possible = f"Möglich sind: {', '.join(sorted(known))}." if known else "Diese Adresse hat keine Parameter."
    errors = [
        FieldError(f"?{name[:100]}", "unknown", f"Diesen Parameter gibt es hier nicht. {possible}")
        for name in request.query_params
        if name not in known
    ]
    errors += [
        FieldError(f"?{name}", "duplicate", "Dieser Parameter steht mehrfach in der Adresse.")
        for name, values in request.query_params.lists()
        if name in known and len(values) > 1
    ]
    if errors:
        raise ApiProblem(Kind.INVALID_PARAMETER, errors=errors)


def refuse_unreadable_body(request: Request, parsers: Sequence[type[BaseParser]]) -> None:
    """Raise ``ApiProblem`` (411, 415) for a body whose length or type makes it one that is never read."""
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower() and not request.headers.get("Content-Length"):
        raise ApiProblem(Kind.LENGTH_REQUIRED)
    content_type = request.content_type.partition(";")[0].strip().lower()
    if content_type and content_type not in {parser.media_type for parser in parsers}:
        raise other_type(parsers)
