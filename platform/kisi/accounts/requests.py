"""Who makes a request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from kisi.accounts.models import User
from kisi.core.actors import Actor


def user_of(request: HttpRequest) -> User:
    """The signed-in person. Raises ``PermissionDenied`` where there is none."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person as the one who acts. Raises ``PermissionDenied``."""
    return user_of(request).actor
