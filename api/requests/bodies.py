"""Reading a request's body: never more than allowed, never deeper than allowed, never half understood."""

from __future__ import annotations

import json
import re
from typing import IO, Any, Final, NoReturn

from django.conf import settings
from django.http import QueryDict
from rest_framework.parsers import BaseParser

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.problems.validation import child_pointer

_STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKETS: Final = re.compile(rb"[\[\]{}]")


class JsonBody(BaseParser):
    """``application/json`` in UTF-8."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The body as Python values.

        Raises:
            ApiProblem: 400 for what is no JSON, names a member twice or nests too deep; 413 by size, 415 by charset.
        """
        refuse_other_charsets(media_type)
        body = read_limited(stream)
        if depth(body) > settings.KISI_API_MAX_DEPTH:
            raise _malformed(f"Der Inhalt ist tiefer verschachtelt als {settings.KISI_API_MAX_DEPTH} Ebenen.")
        try:
            value = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse_constant)
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # single surrogates cannot be stored or sent
        except UnicodeError as error:
            raise _malformed("Der Inhalt ist nicht in UTF-8 geschrieben.") from error
        except json.JSONDecodeError as error:
            raise _malformed(f"Kein gültiges JSON: Zeile {error.lineno}, Spalte {error.colno}.") from error
        except ValueError as error:  # a number of thousands of digits
            raise _malformed("Eine Zahl im Inhalt ist zu lang.") from error
        return value


class FormBody(BaseParser):
    """``application/x-www-form-urlencoded``, for the token endpoint."""

    media_type = "application/x-www-form-urlencoded"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> QueryDict:
        """The form's fields. Raises ``ApiProblem`` by size and charset."""
        refuse_other_charsets(media_type)
        return QueryDict(read_limited(stream), encoding="utf-8")


def read_limited(stream: IO[bytes]) -> bytes:
    """The whole body.

    Raises:
        ApiProblem: 413 where it is longer than ``KISI_API_MAX_BODY`` bytes.
    """
    limit = settings.KISI_API_MAX_BODY
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise ApiProblem(Kind.BODY_TOO_LARGE, detail=f"Der Inhalt darf höchstens {limit // 1000} kB groß sein.")
    return body


def refuse_other_charsets(media_type: str | None) -> None:
    """JSON is UTF-8 (RFC 8259). Raises ``ApiProblem`` (415) where the content type says something else."""
    parameters = (media_type or "").lower().replace('"', "").split(";")[1:]
    for name, _, value in (parameter.strip().partition("=") for parameter in parameters):
        if name.strip() == "charset" and value.strip() not in {"utf-8", "utf8", "us-ascii"}:
            raise ApiProblem(Kind.UNSUPPORTED_MEDIA_TYPE, detail="Der Inhalt muss in UTF-8 geschrieben sein.")


def depth(body: bytes) -> int:
    """How deep arrays and objects nest, found without parsing; brackets inside strings do not count."""
    deepest = level = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", body)):
        level += 1 if bracket in b"[{" else -1
        deepest = max(deepest, level)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose members are named once: readers disagree about which of two counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise ApiProblem(
            Kind.MALFORMED_BODY,
            detail="Eine Angabe steht doppelt im selben Objekt.",
            errors=[FieldError(child_pointer("", _printable(doubled)), "duplicate", "Diese Angabe steht doppelt da.")],
        )
    return found


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _refuse_constant(name: str) -> NoReturn:
    raise _malformed(f"„{name}“ gibt es in JSON nicht.")


def _malformed(detail: str) -> ApiProblem:
    return ApiProblem(Kind.MALFORMED_BODY, detail=detail)
