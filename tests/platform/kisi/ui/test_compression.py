"""Large pages are compressed with less effort, and otherwise as Django does it."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from kisi.ui.compression import EFFORT, LARGE, CompressionMiddleware

PAGE = "".join(f"<td>{number * number}</td>\n" for number in range(6_000)).encode()


def answered(response: HttpResponseBase, takes: str = "gzip, br") -> Any:
    """What the middleware makes of an answer."""
    assert len(PAGE) > LARGE
    request = RequestFactory().get("/", headers={"Accept-Encoding": takes})
    return CompressionMiddleware(lambda _request: response)(request)


def test_a_large_page_comes_out_as_it_was() -> None:
    answer = answered(HttpResponse(PAGE, headers={"Vary": "HX-Target"}))
    assert gzip.decompress(answer.content) == PAGE
    assert answer["Content-Length"] == str(len(answer.content))
    assert (answer["Content-Encoding"], answer["Vary"]) == ("gzip", "HX-Target, Accept-Encoding")
    assert len(answer.content) < len(gzip.compress(PAGE, EFFORT)) + CompressionMiddleware.max_random_bytes + 2


def test_its_length_says_nothing_exact() -> None:
    """BREACH: who guesses at a token in a page must not see by the length whether the guess was right."""
    assert len({len(answered(HttpResponse(PAGE)).content) for _ in range(20)}) > 3


def test_a_browser_that_does_not_take_it_gets_the_page() -> None:
    answer = answered(HttpResponse(PAGE), takes="br")
    assert answer.content == PAGE
    assert not answer.has_header("Content-Encoding")
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("headers", [{"Content-Encoding": "br"}, {"ETag": '"1"'}])
def test_what_is_compressed_or_has_a_mark_is_left_to_django(headers: dict[str, str]) -> None:
    answer = answered(HttpResponse(PAGE, headers=headers))
    assert answer.headers.get("Content-Encoding") == headers.get("Content-Encoding", "gzip")
    assert answer.headers.get("ETag") == (f"W/{headers['ETag']}" if "ETag" in headers else None)


def test_small_pages_and_streams_are_left_to_django() -> None:
    assert answered(HttpResponse(b"kurz")).content == b"kurz"
    assert gzip.decompress(answered(HttpResponse(b"lang " * 200)).content) == b"lang " * 200
    stream = answered(StreamingHttpResponse([PAGE, PAGE]))
    assert gzip.decompress(b"".join(stream.streaming_content)) == PAGE * 2
