"""What somebody had typed when their session ended: kept, and offered again after signing in.

Only for the person whose session it was: on a shared computer the next one sees nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from kisi.accounts.models import Session
from kisi.accounts.sessions import ended_key, stored_key

SESSION_NAME: Final = "kisi_unsent"
LEFT_COOKIE: Final = "__Host-kisi_left"
"""Holds the dead key of the session somebody signed out of, for what they still type in another tab."""
LONGEST: Final = 200_000
"""Characters of a form that are kept; a longer one is an upload, not typing."""
NOT_TYPED: Final = frozenset({"csrfmiddlewaretoken", "code", "credential"})
SECRET: Final = ("password", "secret")


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was not accepted because nobody was signed in."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool


def keep_unsent(request: HttpRequest) -> bool:
    """Keep the form of this request for its owner; whether there was something to keep.

    That is who is signed in, and where nobody is, whose session it was that ended.
    """
    if request.method != "POST":
        return False
    owner = request.user.pk or _owner_of_ended_session(request)
    if owner is None:
        return False
    fields = [(name, value) for name, values in request.POST.lists() for value in values if _is_typed(name)]
    if not fields or sum(len(name) + len(str(value)) for name, value in fields) > LONGEST:
        return False
    request.session[SESSION_NAME] = {
        "owner": owner,
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
    }
    return True


def remember_left(request: HttpRequest, response: HttpResponseBase, key: str | None) -> None:
    """Let the browser know under which key it was signed in until now."""
    if key and not request.user.is_authenticated:
        response.set_cookie(LEFT_COOKIE, key, secure=True, httponly=True, samesite="Lax")


def has_kept(request: HttpRequest) -> bool:
    """Whether something is kept for whoever signs in from here."""
    return SESSION_NAME in request.session


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What the signed-in person had typed; somebody else's is thrown away."""
    kept = request.session.get(SESSION_NAME)
    if kept is None:
        return None
    if kept["owner"] != request.user.pk:
        forget_unsent(request)
        return None
    return Unsent(kept["path"], [(name, value) for name, value in kept["fields"]], kept["had_files"])


def forget_unsent(request: HttpRequest) -> None:
    """It was sent, or is not wanted any more."""
    request.session.pop(SESSION_NAME, None)


def was_sent(request: HttpRequest) -> bool:
    """Whether this request sends what had been kept."""
    kept = request.session.get(SESSION_NAME) if request.method == "POST" else None
    return kept is not None and kept["path"] == request.get_full_path()


def _owner_of_ended_session(request: HttpRequest) -> int | None:
    cookies = (request.COOKIES.get(name) for name in (settings.SESSION_COOKIE_NAME, LEFT_COOKIE))
    stored = [stored_key(key) for key in cookies if key]
    if not stored:
        return None
    keys = [*stored, *map(ended_key, stored)]
    ended = Session.objects.filter(session_key__in=keys, expire_date__lt=timezone.now(), user_id__isnull=False)
    return ended.order_by("-expire_date").values_list("user_id", flat=True).first()


def _is_typed(name: str) -> bool:
    return name not in NOT_TYPED and not any(part in name.lower() for part in SECRET)
