"""The survey's benchmark notices what it is there for: lost and doubled sheets."""

from __future__ import annotations

from typing import Any, cast

import pytest

from kisi.ops.bench import BenchError
from kisi.ops.bench.entrant import Entrant
from kisi.ops.bench.participant import fields
from kisi.ops.bench.survey import _expect_each_once


class Counting:
    """An entrant that has so many sheets."""

    def __init__(self, stored: int) -> None:
        self.stored = stored

    def ask(self, action: str, **arguments: Any) -> int:
        """The number of sheets, whatever the question."""
        assert (action, arguments) == ("count_survey", {"token": "bench"})
        return self.stored


@pytest.mark.parametrize(("stored", "said"), [(63, "1 verloren, 0 sind doppelt"), (65, "0 verloren, 1 sind doppelt")])
def test_a_lost_and_a_doubled_sheet_end_the_run(stored: int, said: str) -> None:
    with pytest.raises(BenchError, match=said):
        _expect_each_once(cast("Entrant", Counting(stored)), "bench", 64)


def test_every_sheet_once_is_right() -> None:
    _expect_each_once(cast("Entrant", Counting(64)), "bench", 64)


def test_a_form_is_read_as_a_browser_would() -> None:
    """Hidden fields as they stand, the first answer of every question, no button."""
    page = """<input type="hidden" name="stamp" value="a&amp;b"><input type="submit" name="go" value="back">
    <input class="x" type="radio" name="a_sex" value="w"><input type="radio" name="a_sex" value="m">"""
    assert fields(page) == {"stamp": "a&b", "a_sex": "w"}
