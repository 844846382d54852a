"""``Idempotency-Key``: a repeated request gets the first one's answer and does nothing again.

After draft-ietf-httpapi-idempotency-key-header. The key is claimed, the work done and the answer kept in one
transaction, so a crash anywhere leaves either all of it or nothing. What was refused is not kept: nothing happened, and
the corrected request may use the same key.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg import sql
from psycopg.errors import LockNotAvailable
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import IdempotentAnswer
from api.oauth.authentication import client_of
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from kisi.core.kept_answers import KeptAnswerBase
from tenants.access_tokens.models import KeptAnswer, WorkspaceToken

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
_KEY: Final = re.compile(r"[\x21\x23-\x7e]{1,255}")
_PATIENCE: Final = sql.SQL("SET LOCAL lock_timeout = {}")
_KEPT_HEADERS: Final = ("Location", "Retry-After", "ETag")


def answer_once(request: Request, work: Callable[[], Response], *, required: bool) -> Response:
    """Run ``work`` and keep its answer under the request's key, or give the answer kept under it.

    Raises:
        ApiProblem: 400 where the key is missing (and ``required``) or malformed, 409 where it belongs to another
            request or the first one still runs after ``KISI_API_IDEMPOTENCY_WAIT`` seconds. Whatever ``work`` raises.
    """
    key = _key_of(request, required=required)
    if key is None:
        with transaction.atomic():
            return work()
    with transaction.atomic():
        kept, is_first = _claim(request, key)
        if not is_first:
            return _replay(kept, request)
        response = work()
        _keep(kept, response)
        return response


def _key_of(request: Request, *, required: bool) -> str | None:
    """The key, bare or as a quoted string (the draft's form)."""
    header = request.headers.get(HEADER)
    if header is None:
        if required:
            detail = f"Die Kopfzeile „{HEADER}“ fehlt. Nehmen Sie je Anfrage einen neuen Wert, etwa eine UUID."
            raise ApiProblem(Kind.INVALID_HEADER, detail=detail, errors=[FieldError(HEADER, "required", detail)])
        return None
    key = header.strip()
    if len(key) >= 2 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        detail = f"„{HEADER}“ hat 1 bis 255 Zeichen aus Buchstaben, Ziffern und Satzzeichen, ohne Leerzeichen."
        raise ApiProblem(Kind.INVALID_HEADER, detail=detail, errors=[FieldError(HEADER, "invalid", detail)])
    return key


def _claim(request: Request, key: str) -> tuple[KeptAnswerBase, bool]:
    """The row under this key and whether it is new; waits for another request that has it but is not done."""
    wanted = {"method": request.method, "path": request.path[:500], "fingerprint": _fingerprint(request)}
    try:
        with connection.cursor() as cursor:
            # Takes no parameter, and set_config() is nobody's to call.
            cursor.execute(_PATIENCE.format(sql.Literal(f"{settings.KISI_API_IDEMPOTENCY_WAIT}s")))
            model, owner = _kept_for(request)
            found = model._default_manager.get_or_create(**owner, key=key, defaults=wanted)
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise ApiProblem(Kind.KEY_IN_USE, headers={"Retry-After": "1"}) from error
        raise
    return found


def _kept_for(request: Request) -> tuple[type[KeptAnswerBase], dict[str, Any]]:
    """The table that keeps this caller's answers, and the caller as its rows name it."""
    if isinstance(request.auth, WorkspaceToken):
        return KeptAnswer, {"token": request.auth}
    return IdempotentAnswer, {"client": client_of(request)}


def _fingerprint(request: Request) -> str:
    """The same for the same method, address and JSON, however that is spaced and ordered."""
    content = json.dumps([request.method, request.path, request.data], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _keep(kept: KeptAnswerBase, response: Response) -> None:
    kept.status = response.status_code
    kept.headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    kept.body = JSONRenderer().render(response.data).decode()
    kept.save(update_fields=["status", "headers", "body"])


def _replay(kept: KeptAnswerBase, request: Request) -> Response:
    if kept.fingerprint != _fingerprint(request):
        detail = "Unter diesem Schlüssel ist schon eine andere Anfrage beantwortet worden."
        raise ApiProblem(Kind.KEY_REUSED, errors=[FieldError(HEADER, "reused", detail)])
    body: Any = json.loads(kept.body) if kept.body else None
    return Response(body, status=kept.status, headers={**kept.headers, REPLAYED: "true"})
