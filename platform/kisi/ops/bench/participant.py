"""Somebody who answers a survey over HTTP: opens a page, answers, sends it, to the end – and clicks twice there."""

from __future__ import annotations

import html
import random
import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

from kisi.ops.bench.entrant import BenchError

_INPUT: Final = re.compile(r"<input\s[^>]*>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')
_FOUND: Final = 302
_MOST_PAGES: Final = 60


@dataclass
class Participant:
    """One person with one browser. ``durations`` are the seconds of every request until its last byte."""

    port: int
    host: str
    token: str
    pause: tuple[float, float]
    durations: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._cookies: dict[str, str] = {}
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        self._chance = random.Random(id(self))  # noqa: S311 (how long somebody reads)

    def answer(self) -> None:
        """The whole way. Raises ``BenchError`` where a page is not as it should be."""
        address = f"/u/{self.token}/beginnen/de/"
        page = self._ask("GET", address)[2]
        _status, address, _page = self._send(address, {**fields(page), "consent": "yes"})
        for _ in range(_MOST_PAGES):
            status, onward, page = self._ask("GET", address)
            if status == _FOUND:
                address = onward
                continue
            sent = fields(page)
            time.sleep(self._chance.uniform(*self.pause))
            _status, onward, _page = self._send(address, sent)
            if "/fertig/" in onward:
                self._finish(address, sent, onward)
                return
            address = onward
        raise BenchError("Der Bogen kam nicht an sein Ende.")

    def _finish(self, address: str, sent: dict[str, str], onward: str) -> None:
        again = self._send(address, sent)[1]
        if again.partition("?")[0] != onward.partition("?")[0]:  # whoever comes back chooses the language anew
            raise BenchError(f"Ein zweiter Klick führte nach {again}.")
        self._ask("GET", onward)
        self._connection.close()

    def _send(self, address: str, values: dict[str, str]) -> tuple[int, str, str]:
        answer = self._ask("POST", address, urlencode(values))
        if answer[0] != _FOUND:
            raise BenchError(f"{address} nahm die Antworten nicht an: {answer[0]}")
        return answer

    def _ask(self, method: str, address: str, body: str = "") -> tuple[int, str, str]:
        headers = {"Host": self.host, "Cookie": "; ".join(f"{key}={value}" for key, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self._connection.request(method, address, body or None, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self.durations.append(time.perf_counter() - started)
        if answer.status not in {200, _FOUND}:
            raise BenchError(f"{address} antwortete mit {answer.status}.")
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(line).items()}
        return answer.status, answer.headers.get("Location", ""), content.decode()


def fields(page: str) -> dict[str, str]:
    """Hidden fields as they stand, and the first answer to every question with answers to choose one from."""
    found: dict[str, str] = {}
    for tag in _INPUT.findall(page):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") in {"hidden", "radio"} and "name" in attributes:
            found.setdefault(attributes["name"], html.unescape(attributes.get("value", "")))
    return found
