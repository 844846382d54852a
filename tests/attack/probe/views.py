"""Pages that tell where they ran: schema, roles, and the word that stands in this town's accounts."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

from kisi.core.realms import current_realm


class Planned(Exception):
    """The exception that one request in ten ends with."""


def standing() -> dict[str, Any]:
    """Where this code stands: as the server says, as the realm says, and what it reads there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), session_user::text, current_user::text")
        schema, session_user, user = cursor.fetchone()
        cursor.execute("SELECT string_agg(name, ' ') FROM accounts_user")
        names = cursor.fetchone()[0]
    return {"schema": schema, "session_user": session_user, "user": user, "realm": current_realm().key, "names": names}


def where(request: HttpRequest) -> HttpResponse:
    """The plain question; ``host`` is what Django would build links from."""
    return JsonResponse(standing() | {"host": request.get_host()})


def write(_request: HttpRequest, note: str) -> HttpResponse:
    """Write a row that says where it believed to be."""
    with transaction.atomic():
        note_down(note)
    return JsonResponse(standing())


def note_down(note: str) -> None:
    """A row with the writer's belief, in the table that every schema has and that takes any text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date)"
            " VALUES (%s, %s || '|' || current_schema() || '|' || current_user, now())",
            [note, current_realm().key],
        )


def turmoil(_request: HttpRequest, note: str, kind: str) -> HttpResponse:
    """Nested transactions that break in the way ``kind`` names; what survives must be in the right town."""
    with transaction.atomic():
        note_down(f"{note}-kept")
        try:
            with transaction.atomic():
                note_down(f"{note}-undone")
                _break(kind)
        except (Planned, Error):
            pass
        answer = standing()
        if kind == "outer":
            raise Planned
    return JsonResponse(answer)


def _break(kind: str) -> None:
    if kind == "statement":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
    if kind == "deep":
        with transaction.atomic():
            note_down(secrets.token_hex(8))
            raise Planned
    if kind == "savepoint":
        point = transaction.savepoint_create()
        note_down(secrets.token_hex(8))
        transaction.savepoint_rollback(point)
    raise Planned


def stream(_request: HttpRequest, chunks: int) -> StreamingHttpResponse:
    """A body made piece by piece, each with a query of its own."""

    def body() -> Iterator[str]:
        for _ in range(chunks):
            yield f"{standing()}\n"

    return StreamingHttpResponse(body())


def on_commit(_request: HttpRequest, note: str) -> HttpResponse:
    """A row written from an ``on_commit`` hook."""
    with transaction.atomic():
        transaction.on_commit(lambda: note_down(note))
    return JsonResponse(standing())


async def together(_request: HttpRequest) -> HttpResponse:
    """Async code: event loop, gathered thread-sensitive calls, the async ORM."""
    from kisi.accounts.models import User

    answers = await asyncio.gather(*[sync_to_async(standing)() for _ in range(3)])
    names = [user.name async for user in User.objects.all()]
    return JsonResponse({"all": answers, "orm": " ".join(names)})


def remember(_request: HttpRequest, key: str) -> HttpResponse:
    """Fill a cache key with this town's word, unless something stands there already; what stands there now."""
    return HttpResponse(str(cache.get_or_set(key, lambda: standing()["names"], timeout=60)))
