"""Towns are furnished by several processes at once; none is left out when one of them goes."""

import os
from contextlib import ExitStack
from typing import Any

import pytest

from kisi.ops.companion import CompanionGone
from kisi.ops.demo_data import furnishing
from kisi.ops.demo_data.assistants import Assistant
from kisi.ops.demo_data.furnishing import call_assistants, furnish_all
from shared.municipalities.register.entries import demo_selection

ENTRIES = demo_selection(9)


class Helpful:
    """An assistant that answers, or goes at its ``last``-th town."""

    def __init__(self, last: int = 99) -> None:
        self.last = last
        self.served: list[str] = []
        self.finished = False

    def furnish(self, entry: Any, seed: int) -> dict[str, Any]:
        if len(self.served) >= self.last:
            raise CompanionGone
        self.served.append(entry.ags)
        return {"ags": entry.ags, "seed": seed}

    def finish(self) -> None:
        self.finished = True


@pytest.fixture(autouse=True)
def own_work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is furnished in this process."""
    here: list[str] = []

    def furnish(entry: Any, seed: int) -> dict[str, Any]:
        here.append(entry.ags)
        return {"ags": entry.ags, "seed": seed}

    monkeypatch.setattr(furnishing, "furnish", furnish)
    return here


@pytest.mark.parametrize("last", [0, 2, 99])
def test_every_town_once_and_in_order(own_work: list[str], last: int) -> None:
    assistant = Helpful(last)
    steps: list[tuple[int, int]] = []

    found = furnish_all(ENTRIES, 7, [assistant], lambda done, of: steps.append((done, of)))  # type: ignore[list-item]

    assert [one["ags"] for one in found] == [entry.ags for entry in ENTRIES]
    assert sorted(own_work + assistant.served) == sorted(entry.ags for entry in ENTRIES)
    assert max(steps) == (9, 9)
    assert assistant.finished


def test_an_error_here_frees_the_assistants(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_entry: Any, _seed: int) -> dict[str, Any]:
        raise RuntimeError("no contact point")

    monkeypatch.setattr(furnishing, "furnish", fail)
    assistant = Helpful(last=0)

    with pytest.raises(RuntimeError, match="no contact point"):
        furnish_all(ENTRIES, 7, [assistant], lambda _done, _of: None)  # type: ignore[list-item]

    assert assistant.finished


def test_few_towns_need_no_assistant() -> None:
    with ExitStack() as stack:
        assert call_assistants(stack, 3) == []


def test_an_assistant_loads_the_platform_and_ends_with_its_input() -> None:
    with Assistant() as assistant:
        assert assistant.companion.ready()
        assistant.finish()

        assert assistant.companion.process.wait(timeout=20) == 0


def test_an_assistant_that_is_killed_is_gone_and_leaves_nothing_running() -> None:
    with Assistant() as assistant:
        process = assistant.companion.process
        assert assistant.companion.ready()
        process.kill()
        process.wait()
        with pytest.raises(CompanionGone):
            assistant.furnish(ENTRIES[0], 7)

    assert process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
