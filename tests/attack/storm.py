"""A storm of requests: many threads, random towns, one in ten ending in an exception somewhere deep (T12, T20)."""

from __future__ import annotations

import ast
import json
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any, Final

import psycopg
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from psycopg import sql

from kisi.core.realms import MunicipalityRef
from tests.attack.canaries import Canaries

Ask = Callable[[str, str], tuple[int, str]]
"""Asks a host for a path; status and body."""

KINDS: Final = ("statement", "deep", "savepoint", "inner", "outer")
"""How a turmoil breaks; ``outer`` leaves the view as an exception, so the answer is 500 and nothing is kept."""


@dataclass
class Outcome:
    """What the storm did: answers, and everything that was not as it had to be."""

    answered: int = 0
    broken: int = 0
    wrong: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


class Storm:
    """Asks at random and compares every answer with what must be true."""

    def __init__(self, canaries: Canaries, ask: Ask, *, seed: int = 1) -> None:
        self.canaries, self.ask, self.seed = canaries, ask, seed
        self.outcome = Outcome()
        self._lock = threading.Lock()

    def run(self, requests: int, *, threads: int = 16) -> Outcome:
        """So many requests, shared by so many threads. Raises what a thread raised, if it was no finding."""
        problems: list[BaseException] = []

        def work(number: int) -> None:
            chance = random.Random(self.seed * 1000 + number)
            try:
                for step in range(requests // threads):
                    self._one(chance, f"{number}-{step}")
            except BaseException as error:
                problems.append(error)

        workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if problems:
            raise problems[0]
        return self.outcome

    def _one(self, chance: random.Random, note: str) -> None:
        town = chance.choice(self.canaries.towns)
        kind = chance.choice(KINDS)
        path = chance.choices(
            ["/where", f"/write/{note}", f"/turmoil/{note}/{kind}", f"/on-commit/{note}", "/stream/3", "/together"],
            weights=[55, 10, 13, 10, 10, 2],
        )[0]
        status, body = self.ask(f"{town.slug}.kisi.localhost", path)
        wrong = self._faults(town, path, status, body)
        with self._lock:
            self.outcome.answered += 1
            self.outcome.wrong += wrong
            if path.startswith("/turmoil"):
                self.outcome.broken += 1
            if status == 200 and "/" in path.strip("/") and not path.startswith("/stream"):
                self.outcome.kept[f"{note}-kept" if path.startswith("/turmoil") else note] = town.schema

    def _faults(self, town: MunicipalityRef, path: str, status: int, body: str) -> list[str]:
        expected = 500 if path.endswith("/outer") else 200
        faults = [str(leak) for leak in self.canaries.foreign_in(body, home=town.schema, place=path)]
        if status != expected:
            return [*faults, f"{path} at {town.slug}: {status} {body[:200]}"]
        if status == 200:
            faults += [
                f"{path} at {town.slug}: stood in {place}"
                for place in self._places(path, body)
                if not self._is_right(town, place)
            ]
        return faults

    def _is_right(self, town: MunicipalityRef, place: dict[str, Any]) -> bool:
        roles = {place[name] for name in ("schema", "session_user", "user", "realm")}
        return roles == {town.schema} and self.canaries.word(town) in (place["names"] or "")

    def _places(self, path: str, body: str) -> list[dict[str, Any]]:
        if path.startswith("/stream"):
            return [ast.literal_eval(line) for line in body.splitlines()]
        answer = json.loads(body)
        if "all" in answer:
            return [*answer["all"], answer["all"][0] | {"names": answer["orm"]}]
        return [answer]

    def misfiled(self, admin: psycopg.Connection[Any]) -> list[str]:
        """Rows of the storm in another schema than the writer believed to be in."""
        return [
            f"{note} of {belief} lies in {schema}"
            for schema, note, belief in notes_in(admin, ["public", *self.canaries.words])
            if belief != f"{schema}|{schema}|{schema}"
        ]

    def unlike_the_ledger(self, admin: psycopg.Connection[Any]) -> list[str]:
        """Rows that an answer had promised and that are missing, and rows that were to be undone."""
        found = {note: schema for schema, note, _belief in notes_in(admin, ["public", *self.canaries.words])}
        kept = self.outcome.kept
        return [
            f"{note} is in {found.get(note)}, not in {kept.get(note)}"
            for note in found.keys() | kept.keys()
            if found.get(note) != kept.get(note)
        ]


def notes_in(admin: psycopg.Connection[Any], schemas: list[str]) -> Iterator[tuple[str, str, str]]:
    """(schema, note, belief) of every row that a probe has written."""
    for schema in schemas:
        query = sql.SQL("SELECT session_key, session_data FROM {}.django_session WHERE session_data LIKE '%|%|%'")
        for note, belief in admin.execute(query.format(sql.Identifier(schema))):
            yield schema, note, belief


def ask_in_process() -> Ask:
    """Asks the platform's WSGI application in this process, as a front server's thread would."""
    handler, factory = WSGIHandler(), RequestFactory()

    def ask(host: str, path: str) -> tuple[int, str]:
        status: list[int] = []
        environ = factory.get(path, headers={"host": host}).environ
        response = handler(environ, lambda line, _headers: status.append(int(line.split(" ", 1)[0])))
        try:
            body = b"".join(response)
        except Exception as error:
            return 0, repr(error)
        finally:
            response.close()
        return status[0], body.decode()

    return ask


def ask_over_http(port: int) -> Ask:
    """Asks a running front server, over one kept connection a thread."""
    local = threading.local()

    def ask(host: str, path: str) -> tuple[int, str]:
        if not hasattr(local, "connection"):
            local.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        local.connection.request("GET", path, headers={"Host": host})
        response = local.connection.getresponse()
        return response.status, response.read().decode()

    return ask
