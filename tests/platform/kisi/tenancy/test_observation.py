"""``/metrics`` is for whoever shows the token or asks from a configured network (CONTRACT.md)."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from django.test import RequestFactory

from kisi.tenancy.observation import prometheus_answer

TOKEN = "t" * 40


def status(address: str, token: str = "", **headers: str) -> int:
    """The status for somebody at this address."""
    if token:
        headers["authorization"] = token
    request = RequestFactory().get("/metrics", headers=headers, REMOTE_ADDR=address)
    return prometheus_answer(request).status_code


@pytest.fixture
def networks(settings: Any) -> None:
    """Two networks may read."""
    settings.KISI_METRICS_NETWORKS = [ipaddress.ip_network("10.2.0.0/24"), ipaddress.ip_network("fd00::/8")]


def test_nobody_where_nothing_is_configured(settings: Any) -> None:
    settings.KISI_METRICS_TOKEN = ""
    settings.KISI_METRICS_NETWORKS = []
    assert {status("127.0.0.1"), status("10.2.0.7"), status("127.0.0.1", "Bearer "), status("", "Bearer x")} == {404}


def test_the_token_opens_from_anywhere(settings: Any) -> None:
    settings.KISI_METRICS_TOKEN = TOKEN
    assert status("203.0.113.5", f"Bearer {TOKEN}") == 200
    wrong = ["", "Bearer ", "Bearer x", f"Bearer {TOKEN}x", "Bearer " + "ä" * 40, f"Basic {TOKEN}"]
    assert {status("203.0.113.5", token) for token in wrong} == {404}


@pytest.mark.usefixtures("networks")
def test_the_networks_open_without_a_token() -> None:
    assert {status(address) for address in ("10.2.0.0", "10.2.0.255", "fd12::1")} == {200}
    others = ("10.2.1.1", "203.0.113.5", "fe80::1", "::1", "unix:", "", "010.2.0.7", "10.2.0.7, 203.0.113.5")
    assert {address: status(address) for address in others} == dict.fromkeys(others, 404)


@pytest.mark.usefixtures("networks")
def test_what_a_caller_writes_about_its_address_counts_only_as_our_proxies_saw_it(settings: Any) -> None:
    assert status("203.0.113.5", **{"x-forwarded-for": "10.2.0.7"}) == 404
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert status("10.2.0.1", **{"x-forwarded-for": "10.2.0.7, 203.0.113.5"}) == 404
    assert status("203.0.113.1", **{"x-forwarded-for": "203.0.113.5, 10.2.0.7"}) == 200
    assert status("10.2.0.1") == 200  # not through the proxy: the connection's own address
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert status("10.2.0.1", **{"x-forwarded-for": "10.2.0.7"}) == 404  # fewer proxies than we have
