"""Signals that end the platform."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

import pytest

from kisi.ops.foreground import StopRequested, stop_if_requested, stop_signals


def test_a_request_that_a_library_swallowed_is_not_lost() -> None:
    """A bare ``except`` around an import took Ctrl-C away, and the platform went on starting."""
    with stop_signals():
        stop_if_requested()
        with suppress(BaseException):
            os.kill(os.getpid(), signal.SIGINT)
            signal.sigtimedwait([], 0.2)
        with pytest.raises(StopRequested):
            stop_if_requested()
    stop_if_requested()


class _EndedWhileFinalized:
    """A library's object at whose end a signal, or a fault of its own, comes."""

    def __init__(self, fault: str = "") -> None:
        self._fault = fault

    def __del__(self) -> None:
        if self._fault:
            raise ValueError(self._fault)
        os.kill(os.getpid(), signal.SIGINT)
        signal.sigtimedwait([], 0.2)


def test_a_request_in_a_finalizer_is_kept_and_prints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python cannot let it out of ``__del__``; a traceback on the screen would look like a crash."""
    reported: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: reported.append(str(unraisable.exc_value)))
    before = sys.unraisablehook
    with stop_signals():
        _EndedWhileFinalized()
        _EndedWhileFinalized("a fault of another kind")
        with pytest.raises(StopRequested):
            stop_if_requested()
    assert reported == ["a fault of another kind"]
    assert sys.unraisablehook is before
