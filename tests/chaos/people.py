"""People in front of browsers while servers die: they try again as people do, and note what they were told."""

from __future__ import annotations

import html
import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from kisi.ops.bench.participant import fields

FOUND = 302
TOO_OLD = 90.0
"""Seconds after which somebody who gets no answer at all has waited too long for a test."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: when it was asked for and how long it took (seconds); status 0 when the connection broke."""

    asked_at: float
    seconds: float
    status: int
    location: str = ""
    text: str = ""
    retry_after: str = ""


@dataclass
class Ledger:
    """What the platform has told people: every answer, and every write it has acknowledged, by its mark."""

    answers: list[tuple[float, float, int, str]] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Mark → kind."""
    unsure: dict[str, str] = field(default_factory=dict)
    """Marks that were sent and never acknowledged."""
    refusals: dict[str, str] = field(default_factory=dict)
    """Status → the page that came with it, the last one of its kind."""
    wrong: list[str] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    """How often a connection broke, by what the browser says to it."""

    def note(self, method: str, answer: Answer) -> None:
        """Remember an answer (list.append is one step for threads)."""
        self.answers.append((answer.asked_at, answer.seconds, answer.status, method))
        if answer.status >= 500:
            self.refusals[str(answer.status)] = f"{answer.retry_after} {answer.text}"

    def statuses(self, *, since: float = 0.0) -> Counter[int]:
        """How often each status was answered to what was asked since a moment."""
        return Counter(status for asked_at, _seconds, status, _method in list(self.answers) if asked_at >= since)

    def percentile(self, percent: float, *, method: str = "") -> float:
        """The seconds of the slowest but ``100 - percent`` per cent of all answers (of one method)."""
        ordered = sorted(seconds for _at, seconds, status, of in self.answers if status and method in ("", of))
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


class Browser:
    """One browser: cookies and one connection."""

    def __init__(self, port: int, slug: str, ledger: Ledger, cookies: dict[str, str] | None = None) -> None:
        self.slug = slug
        self.ledger = ledger
        self.cookies = dict(cookies or {})
        self._host = f"{slug}.kisi.localhost:{port}"
        self._connection = HTTPConnection("127.0.0.1", port, timeout=TOO_OLD)

    def ask(self, method: str, address: str, values: dict[str, str] | None = None) -> Answer:
        """One try."""
        asked_at = time.monotonic()
        try:
            answer = self._exchange(method, address, urlencode(values or {}), asked_at)
        except (OSError, HTTPException) as error:
            self._connection.close()
            self.ledger.broken[f"{type(error).__name__}: {error}"] += 1
            if isinstance(error, TimeoutError):
                self.ledger.wrong.append(f"{address} was not answered in {TOO_OLD} seconds")
            answer = Answer(asked_at, time.monotonic() - asked_at, 0)
        self.ledger.note(method, answer)
        return answer

    def insist(self, method: str, address: str, values: dict[str, str] | None = None) -> Answer:
        """Try again until there is an answer that is not „come again“."""
        while True:
            answer = self.ask(method, address, values)
            if answer.status not in {0, 500, 502, 503, 504}:
                return answer
            time.sleep(0.25)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _exchange(self, method: str, address: str, body: str, asked_at: float) -> Answer:
        headers = {"Host": self._host, "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body if method == "POST" else None, headers)
        got = self._connection.getresponse()
        text = got.read().decode(errors="replace")
        for line in got.headers.get_all("Set-Cookie", []):
            for key, morsel in SimpleCookie(line).items():
                self.cookies[key] = morsel.value
                if not morsel.value:
                    del self.cookies[key]
        seconds = time.monotonic() - asked_at
        return Answer(
            asked_at,
            seconds,
            got.status,
            got.headers.get("Location", ""),
            text,
            retry_after=got.headers.get("Retry-After", ""),
        )


def answer_sheet(browser: Browser, token: str, mark: str, *, pause: float = 0.0) -> None:
    """From the consent to the thanks with ``mark`` as the answer; begins anew only where the platform asks for it."""
    address = f"/u/{token}/beginnen/de/"
    for step in itertools.count():
        assert step < 200, f"the sheet {mark} does not come to its end at {address}"
        answer = browser.insist("GET", address)
        if answer.status == FOUND:
            address = answer.location
        elif answer.status != 200:
            browser.ledger.wrong.append(f"{address}: {answer.status}")
            return
        elif address.endswith(f"/u/{token}/"):
            address = f"/u/{token}/beginnen/de/"
        else:
            time.sleep(pause)
            address = _send_page(browser, address, mark, answer.text)
        if "/fertig/" in address:
            browser.ledger.acknowledged[mark] = "sheet"
            return


def _send_page(browser: Browser, address: str, mark: str, page: str) -> str:
    values = {**fields(page), "consent": "yes", "a_where": mark}
    answer = browser.insist("POST", address, values)
    if answer.status != FOUND:
        browser.ledger.wrong.append(f"POST {address}: {answer.status}")
        return address
    return answer.location


def write_row(browser: Browser, kind: str, address: str, name: str, mark: str, values: dict[str, str]) -> None:
    """A guide fills in a form once; whoever is not told that it is saved looks later instead of sending it twice."""
    page = browser.insist("GET", address)
    if page.status != 200:
        browser.ledger.wrong.append(f"{address}: {page.status}")
        return
    token = next((line for line in html.unescape(page.text).split("<input") if "csrfmiddlewaretoken" in line), "")
    sent = {"csrfmiddlewaretoken": token.partition('value="')[2].partition('"')[0], **values, name: mark}
    browser.ledger.unsure[mark] = kind
    answer = browser.ask("POST", address, sent)
    if answer.status == FOUND:
        browser.ledger.unsure.pop(mark)
        browser.ledger.acknowledged[mark] = kind
    elif answer.status not in {0, 500, 503}:
        browser.ledger.wrong.append(f"POST {address}: {answer.status}")


@contextmanager
def busy(jobs: Iterable[Callable[[], None]], *, patience: float = TOO_OLD) -> Iterator[list[threading.Thread]]:
    """All these at the same time until they have ended; what one of them raises is raised here."""
    problems: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    yield threads
    for thread in threads:
        thread.join(patience)
        assert not thread.is_alive(), "somebody still waits for an answer"
    if problems:
        raise problems[0]
