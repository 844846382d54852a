"""Participants and coordinators of three towns who write until they are told to stop."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from django.test import Client

from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.chaos.ledger_checks import mark_of, open_survey
from tests.chaos.people import Browser, Ledger, answer_sheet, write_row
from tests.servers import NAMED, Servers

SESSION: Final = "__Host-kisi_session"
NEED: Final = {"topic": "education", "urgency": "high", "perspectives": "residents"}
PLACE: Final = {"street": "Hauptstraße 53", "postal_code": "64625", "place": "Bensheim", "order": "100"}


class Bustle:
    """People of every town who write until they are told to stop."""

    def __init__(self, servers: Servers, port: int, *, participants: int = 3) -> None:
        self.ledger = Ledger()
        self.participants = participants
        """At the same time in each town."""
        self.over = threading.Event()
        self._numbers = itertools.count()
        self.towns = [servers.municipality(slug) for _ags, slug, _name in NAMED]
        self.port = port
        self.tokens = {town.slug: open_survey(town) for town in self.towns}
        self.sessions = {town.slug: session_of(town) for town in self.towns}
        servers.forget_connections()

    def jobs(self) -> Iterator[Callable[[], None]]:
        """One for each person."""
        for town in self.towns:
            for _ in range(self.participants):
                yield partial(self._answer, town.slug)
            for kind, address, name, values in (
                ("need", "/bedarfe/neu/", "title", NEED),
                ("contact point", "/anlaufstellen/neu/", "name", PLACE),
            ):
                yield partial(self._write, town.slug, kind, address, name, values)

    def _answer(self, slug: str) -> None:
        while not self.over.is_set():
            browser = Browser(self.port, slug, self.ledger)
            answer_sheet(browser, self.tokens[slug], self._mark(slug))
            browser.close()

    def _mark(self, slug: str) -> str:
        return mark_of(slug, next(self._numbers))

    def _write(self, slug: str, kind: str, address: str, name: str, values: dict[str, str]) -> None:
        browser = Browser(self.port, slug, self.ledger, {SESSION: self.sessions[slug]})
        while not self.over.is_set():
            write_row(browser, kind, address, name, self._mark(slug), values)
            time.sleep(0.05)

    def works(self, slug: str) -> bool:
        """Whether somebody signed in sees the list, and anybody the survey (not noted in the ledger)."""
        browser = Browser(self.port, slug, Ledger(), {SESSION: self.sessions[slug]})
        found = [browser.ask("GET", address).status for address in ("/bedarfe/", f"/u/{self.tokens[slug]}/")]
        browser.close()
        return found == [200, 200]

    def all_work(self) -> bool:
        """Whether every town works."""
        return all(self.works(town.slug) for town in self.towns)


def session_of(town: MunicipalityRef) -> str:
    """The key of a coordinator's session."""
    client = Client(headers={"host": f"{town.slug}.kisi.localhost"})
    return sign_in(client, person(town, Role.COORDINATOR), town).cookies[SESSION].value
