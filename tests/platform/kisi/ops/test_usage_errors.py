"""Wrong calls of `kisi`: a German sentence that names what was wrong and the way out, exit status 2."""

from __future__ import annotations

import sys

import pytest

from kisi.ops import command
from kisi.ops.commands import tree, usage_errors

WRONG_CALLS = {
    "--nope": "Die Option --nope gibt es nicht. Hilfe: kisi --help",
    "demo --portt 1": "Die Option --portt gibt es nicht. Meinten Sie --port? Hilfe: kisi demo --help",
    "demo --port": "Der Option --port fehlt ihr Wert, oder sie hat einen zu viel. Hilfe: kisi --help",
    "demo --port x": "--port muss eine ganze Zahl sein. Hilfe: kisi demo --help",
    "demo --municipalities 0": "--municipalities muss mindestens 1 sein. Hilfe: kisi demo --help",
    "migrate --workers 65": "--workers darf höchstens 64 sein. Hilfe: kisi migrate --help",
    "nope": "Das Kommando nope gibt es nicht. Hilfe: kisi --help",
    "statu": "Das Kommando statu gibt es nicht. Meinten Sie status? Hilfe: kisi --help",
    "status a b": "Das ist zu viel: a b. Hilfe: kisi status --help",
    "register renew /nope --as-of 2026-01-01": (
        "file passt nicht: /nope gibt es nicht. Hilfe: kisi register renew --help"
    ),
    "register renew / --as-of 2026-01-01": (
        "file passt nicht: / ist ein Verzeichnis. Hilfe: kisi register renew --help"
    ),
    "municipality add": "Es fehlt: ags. Hilfe: kisi municipality add --help",
    "municipality add 06436010": "Es fehlt: --email. Hilfe: kisi municipality add --help",
}


def run(monkeypatch: pytest.MonkeyPatch, call: str) -> int:
    """The exit status of `kisi` called with these words."""
    monkeypatch.setattr(sys, "argv", ["kisi", *call.split()])
    with pytest.raises(SystemExit) as ended:
        command.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("call", WRONG_CALLS)
def test_a_wrong_call_is_explained_in_german(
    call: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, call) == 2
    printed = capsys.readouterr()
    assert printed.err == f"kisi: {WRONG_CALLS[call]}\n"
    assert printed.out == ""


def test_a_benchmark_that_does_not_exist_is_a_wrong_call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "bench --only nope --json") == 2
    assert capsys.readouterr().err.startswith("kisi: Diese Messung gibt es nicht: nope. Es gibt: requests, ")


@pytest.mark.parametrize("call", ["", "municipality"])
def test_a_call_without_a_command_shows_the_help(
    call: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, call) == 2
    assert "Kommandos" in capsys.readouterr().out


def test_help_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "demo --help") == 0
    assert "Vorgabe" in capsys.readouterr().out


def test_what_typer_raises_for_wrong_calls_has_the_name_we_know() -> None:
    """The classes are not public; another version of typer must not change them unseen."""
    assert usage_errors.UsageError.__name__ == "UsageError"
    with pytest.raises(usage_errors.UsageError) as raised:
        tree.app(args=[], standalone_mode=False)
    assert usage_errors.has_shown_help(raised.value)
