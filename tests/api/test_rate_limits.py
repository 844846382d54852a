"""Quotas: counted together, said in every answer, 429 when used up."""

from __future__ import annotations

import re
from typing import Any

from django.core.cache import cache
from redis import RedisError

from tests.api.caller import BENSHEIM, OBERZENT, Caller, ask_for_token, new_caller
from tests.servers import Servers

LIST = "/api/v1/municipalities"


def test_every_answer_says_what_is_left(api: Caller) -> None:
    """In the fields of the IETF draft and in the older ones, counting down together."""
    first, second = api("GET", LIST), api("GET", f"{LIST}/nonsense")
    assert re.fullmatch(r'"read";q=3000;w=60', first.headers["RateLimit-Policy"])
    assert re.fullmatch(r'"read";r=2999;t=\d+', first.headers["RateLimit"])
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("3000", "2999")
    assert 0 < int(first.headers["RateLimit-Reset"]) <= 60
    assert second.headers["RateLimit-Remaining"] in {"2998", "2999"}  # a minute may have begun in between


def test_reading_and_writing_have_quotas_of_their_own_for_each_client(ready: Servers, settings: Any) -> None:
    """A program that writes too much can still read, and another one is not touched."""
    settings.KISI_API_WRITES_PER_MINUTE = 2
    eager, other = new_caller(), new_caller()
    answers = [eager("PATCH", f"{LIST}/{BENSHEIM}", {"status": "lost"}) for _ in range(6)]
    refused = [answer for answer in answers if answer.status == 429]
    assert {answer.status for answer in answers} == {422, 429}
    assert len(refused) >= 2
    assert refused[0].headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60
    assert refused[0].headers["RateLimit-Remaining"] == "0"
    assert eager("GET", LIST).status == 200
    assert other("PATCH", f"{LIST}/{BENSHEIM}", {"status": "lost"}).status == 422


def test_a_refused_request_does_nothing(ready: Servers, settings: Any) -> None:
    """The quota stands before the work."""
    settings.KISI_API_WRITES_PER_MINUTE = 1
    api = new_caller()
    for _ in range(3):
        last = api("PATCH", f"{LIST}/{BENSHEIM}", {"status": "lost"})
    assert last.status == 429
    assert api.onboard(OBERZENT).status == 429
    assert api("GET", f"{LIST}/{OBERZENT}").status == 404


def test_tries_at_the_token_endpoint_are_counted_by_address(ready: Servers, settings: Any) -> None:
    """Whatever the client calls itself."""
    settings.KISI_API_TOKENS_PER_MINUTE = 3
    statuses = [ask_for_token(f"nobody-{n}", "x").status for n in range(8)]
    assert set(statuses) == {401, 429}
    assert statuses.count(429) >= 2


def test_without_a_cache_nobody_is_turned_away(api: Caller, monkeypatch: Any) -> None:
    """The limit protects from eager programs; the token protects from strangers."""

    def broken(*_: object, **__: object) -> None:
        raise RedisError("gone")

    monkeypatch.setattr(cache, "one_more", broken)
    answer = api("GET", LIST)
    assert answer.status == 200
    assert "RateLimit" not in answer.headers
