"""The code of a letter's QR code: it leaves the address at once, and neither logs nor other sites see it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.ops.workforce import web_server
from tenants.participation import tokens
from tenants.participation.views import entrance
from tenants.surveys.actions import make_codes
from tenants.surveys.models import InvitationCode, Wave
from tests.tenants.participation.visitor import Visitor
from tests.tenants.surveys.waves import ELIF, open_wave


@pytest.fixture
def letter(bensheim: MunicipalityRef) -> tuple[Wave, str]:
    """A wave that takes codes only, and a code of it."""
    with inside(realm_of(bensheim)):
        wave = open_wave(channels=["code"])
        _batch, (code,) = make_codes(wave=wave, label="Elternabend", size=1, by=ELIF)
    return wave, code


@pytest.fixture
def reader(wave: Wave, letter: tuple[Wave, str], bensheim: MunicipalityRef, client_for: Any) -> Visitor:
    """Somebody who scans the letter's QR code."""
    return Visitor(client_for(bensheim), letter[0])


@pytest.mark.parametrize("path", ["", "beginnen/de/"])
def test_the_code_leaves_the_address_and_waits_in_the_form(
    reader: Visitor, letter: tuple[Wave, str], bensheim: MunicipalityRef, path: str
) -> None:
    """From the QR code to the sheet; no page links to it, and it is not kept once the sheet has begun."""
    code = letter[1]
    answer = reader.client.get(f"{reader.home}{path}?code={code}&sprache=ar", secure=True)
    assert (answer.status_code, answer["Location"]) == (303, f"{reader.home}{path}?sprache=ar")
    cookie = answer.cookies[tokens.CODE]
    assert (cookie["path"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == (
        reader.home, True, True, "Lax",
    )  # fmt: skip
    assert 0 < cookie["max-age"] <= 3600
    assert code not in reader.open().content.decode()
    reader.open("beginnen/de/")
    assert reader.page.select_one("#code")["value"] == code
    reader.send(consent="yes", code=code)
    assert reader.url.startswith(f"{reader.home}bogen/")
    assert reader.client.cookies[tokens.CODE].value == ""
    with inside(realm_of(bensheim)):
        assert InvitationCode.objects.get().used


@pytest.mark.parametrize("sent", ["<script>", "x" * 41, "", "кодкод", "a\0b", "-"])
def test_what_cannot_be_a_code_is_dropped(reader: Visitor, sent: str) -> None:
    answer = reader.client.get(reader.home, {"code": sent})
    assert (answer.status_code, answer["Location"], tokens.CODE in answer.cookies) == (303, reader.home, False)


def test_a_code_of_another_wave_or_a_forged_one_is_not_believed(
    reader: Visitor, letter: tuple[Wave, str], wave: Wave
) -> None:
    reader.client.get(reader.home, {"code": letter[1]})
    value = reader.client.cookies[tokens.CODE].value
    reader.client.cookies[tokens.CODE] = value
    other = Visitor(reader.client, wave)
    other.open("beginnen/de/")
    assert other.page.select_one("#code")["value"] == ""
    reader.client.cookies[tokens.CODE] = f"ABCD-EFGH:{value.rpartition(':')[2]}"
    reader.open("beginnen/de/")
    assert reader.page.select_one("#code")["value"] == ""


def participants_routes() -> list[str]:
    """Every address of taking part that begins like a wave's public address."""
    namespace = get_resolver("kisi.urls_tenant").namespace_dict["participation"][1]
    found = [name for name in namespace.reverse_dict if isinstance(name, str)]
    return sorted(name for name in found if namespace.reverse_dict[name][0][0][0].startswith("u/"))


def test_participants_pages_name_themselves_to_nobody(
    reader: Visitor, letter: tuple[Wave, str], bensheim: MunicipalityRef, visitor: Visitor
) -> None:
    """Whatever the answer is; generated over all addresses, known waves and unknown ones."""
    names = participants_routes()
    assert {"languages", "begin", "resume", "sheet", "page", "done", "tablet"} <= set(names)
    parts = {"language": "ar", "key": "home"}
    routes = get_resolver("kisi.urls_tenant").namespace_dict["participation"][1].reverse_dict
    visitor.begin("ar")
    for name in names:
        wanted = [part for part in routes[name][0][0][1] if part != "token"]
        for token in (letter[0].token, visitor.home.split("/")[2], "no-such-wave"):
            kwargs = {"token": token} | {part: parts[part] for part in wanted}
            address = reverse(f"participation:{name}", kwargs=kwargs, urlconf="kisi.urls_tenant")
            for method in ("get", "post"):
                answer = getattr(visitor.client, method)(address)
                assert answer["Referrer-Policy"] == "no-referrer", (method, address, answer.status_code)
    answer = visitor.client.get(visitor.home, {"code": letter[1]})
    assert answer["Referrer-Policy"] == "no-referrer"
    assert visitor.client.get("/impressum/")["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("as_json", [False, True])
def test_no_log_line_holds_the_code(
    reader: Visitor,
    letter: tuple[Wave, str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    as_json: bool,
) -> None:
    """Neither where all goes well, nor for an unknown wave, nor with the traceback of an error, at any level."""
    from kisi.settings.logging import logging_settings

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("broken")

    code = letter[1]
    formatters = logging_settings(as_json=as_json)["formatters"]["line"]
    line = formatters.pop("()")(**formatters)
    with caplog.at_level(logging.DEBUG):
        reader.client.raise_request_exception = False
        for address in (reader.home, f"{reader.home}beginnen/de/", "/u/no-such-wave/", "/u/", "/no-such-page/"):
            reader.client.get(address, {"code": code}, follow=True)
        monkeypatch.setattr(entrance, "definition_of", broken)
        assert reader.client.get(f"{reader.home}beginnen/de/").status_code == 500
        monkeypatch.setattr("tenants.participation.doors.wave_by_token", broken)
        assert reader.client.get(reader.home, {"code": code}).status_code == 500
    written = [line.format(record) for record in caplog.records]
    seen = capfd.readouterr()
    everything = "\n".join([*written, seen.out, seen.err])
    assert "RuntimeError" in everything
    assert "u/<slug:token>/" in everything
    assert code not in everything
    assert f"code={code[:4]}" not in everything


def test_the_web_server_keeps_no_log_of_addresses() -> None:
    """Its own one would hold query strings."""
    assert not any("access-log" in argument for argument in web_server(8000))
