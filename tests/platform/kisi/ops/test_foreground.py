"""Signals that end the platform."""

from __future__ import annotations

import os
import signal
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
