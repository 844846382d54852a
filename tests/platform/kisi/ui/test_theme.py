"""Light or dark: stored by the server, only for known values, back to the same host."""

from __future__ import annotations

import pytest
from django.test import Client


def test_choice_is_stored_for_this_host_only() -> None:
    answer = Client().post("/darstellung/", {"theme": "dark", "next": "/galerie/"}, secure=True)
    assert (answer.status_code, answer["Location"]) == (302, "/galerie/")
    cookie = answer.cookies["kisi_theme"]
    assert (cookie.value, cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["domain"]) == (
        "dark",
        True,
        True,
        "Lax",
        "",
    )


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "\\\\elsewhere.example", ""]
)
def test_never_leads_to_another_host(back: str) -> None:
    assert Client().post("/darstellung/", {"theme": "dark", "next": back})["Location"] == "/"


def test_the_system_setting_removes_the_cookie() -> None:
    client = Client()
    client.post("/darstellung/", {"theme": "dark"})
    assert client.post("/darstellung/", {"theme": ""}).cookies["kisi_theme"].value == ""


@pytest.mark.parametrize(("stored", "shown"), [("dark", 'data-kern-theme="dark"'), ('"><script>', ""), ("blue", "")])
def test_only_known_values_reach_the_page(stored: str, shown: str) -> None:
    client = Client()
    client.cookies["kisi_theme"] = stored
    html = client.get("/galerie/").content.decode().split("<head>")[0]
    assert ("data-kern-theme" in html) == bool(shown)
    assert shown in html


def test_a_link_cannot_change_it() -> None:
    assert Client().get("/darstellung/?theme=dark").status_code == 405
