"""Optional areas: which ones a place leaves out, and that their addresses do not exist there.

The composition root says in `KISI_UI_HIDDEN_FEATURES` (dotted path of `(request) -> frozenset[str]`) what is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils.module_loading import import_string

from kisi.ui.registry import Feature, FeatureAddresses, declared


def hidden_features(request: HttpRequest) -> frozenset[str]:
    """The keys of the areas left out here; asked once a request, and only where an app declares one."""
    kept: frozenset[str] | None = getattr(request, "kisi_hidden_features", None)
    if kept is None:
        kept = _asked(request) & {feature.key for feature in declared(Feature)}
        request.kisi_hidden_features = kept  # type: ignore[attr-defined] # what we keep there ourselves
    return kept


def _asked(request: HttpRequest) -> frozenset[str]:
    path = getattr(settings, "KISI_UI_HIDDEN_FEATURES", "")
    hidden: frozenset[str] = import_string(path)(request) if path and declared(Feature) else frozenset()
    return hidden


def feature_of(namespace: str) -> str:
    """The key of the area that the addresses of a URL namespace belong to; empty where they are always there."""
    owners = {feature.key: feature.key for feature in declared(Feature)}
    owners |= {more.key: more.feature for more in declared(FeatureAddresses)}
    return owners.get(namespace, "")


def way(request: HttpRequest, name: str, *args: Any) -> str:
    """The address of a page of another area; empty where it is left out here, or this host has no such page."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return "" if _is_hidden(request, name.partition(":")[0]) else url


def is_left_out(request: HttpRequest, url: str) -> bool:
    """Whether an address of this host belongs to an area that is left out here."""
    try:
        return _belongs_to_one(request, resolve(urlsplit(url).path))
    except Resolver404:
        return False


def _belongs_to_one(request: HttpRequest, match: ResolverMatch) -> bool:
    return bool(match.namespaces) and _is_hidden(request, match.namespaces[0])


def _is_hidden(request: HttpRequest, namespace: str) -> bool:
    if getattr(request, "kisi_hidden_features", None) == frozenset():
        return False  # known, and so nearly everywhere
    feature = feature_of(namespace)
    return bool(feature) and feature in hidden_features(request)


class FeatureMiddleware:
    """Answers 404 at the addresses of areas that are left out, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing: the address is not resolved yet."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any) -> None:
        """Let the view run. Raises ``Http404`` where its area is left out."""
        match = request.resolver_match
        if match and _belongs_to_one(request, match):
            raise Http404(f"The area of {match.namespaces[0]!r} is left out here.")
