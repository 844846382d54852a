"""What the design system itself adds to the shell: the search."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from kisi.ui.identity import Identity
from kisi.ui.registry import IdentityPart, declare


def with_search(request: HttpRequest, identity: Identity) -> Identity:  # noqa: ARG001 (the signature of every part)
    """The identity with the address of the global search."""
    try:
        return replace(identity, search_url=reverse("ui:search"))
    except NoReverseMatch:
        return identity


declare(IdentityPart(key="search", add=with_search, order=10))
