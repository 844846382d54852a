"""Somebody who answers: a browser without JavaScript that reads forms and sends them."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from tenants.surveys.models import Wave


class Visitor:
    """One browser on a wave's public pages."""

    def __init__(self, client: Client, wave: Wave) -> None:
        self.client = client
        self.home = f"/u/{wave.token}/"
        self.answer: Any = None

    @property
    def page(self) -> BeautifulSoup:
        """The page that is shown."""
        return BeautifulSoup(self.answer.content, "html.parser")

    @property
    def url(self) -> str:
        """Its address."""
        return self.answer.request["PATH_INFO"]

    def open(self, path: str = "") -> HttpResponse:
        """Open an address below the wave's."""
        self.answer = self.client.get(f"{self.home}{path}", follow=True)
        return self.answer

    def send(self, follow: bool = True, **values: Any) -> HttpResponse:
        """Send the page's form with these values; hidden fields as they stand."""
        hidden = {field["name"]: field.get("value", "") for field in self.page.select("main form input[type=hidden]")}
        address = self.page.select_one("main form").get("action") or self.url
        self.answer = self.client.post(address, {**hidden, **values}, follow=follow)
        return self.answer

    def begin(self, language: str = "ar", **more: Any) -> HttpResponse:
        """Choose a language and agree."""
        self.open(f"beginnen/{language}/")
        return self.send(consent="yes", **more)

    def answer_all(self) -> HttpResponse:
        """The two pages of somebody who lives here."""
        self.send(a_lives_here="yes")
        self.send(a_rooms="3", a_lives_here="yes")
        return self.send(
            a_need_housing="2", a_barriers=["money", "words"], a_since="2020-05-01", a_wish="Eine größere Wohnung"
        )
