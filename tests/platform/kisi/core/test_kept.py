"""What is kept in the process: found in its own realm only, never without end."""

from __future__ import annotations

from kisi.core.kept import Kept, forget_everything
from kisi.core.realms import CENTRAL, MINISTRY, inside

MOST = 2


def test_each_realm_has_its_own_values() -> None:
    kept = Kept[str](MOST)
    with inside(CENTRAL):
        assert kept.get("key", lambda: "centre") == "centre"
    with inside(MINISTRY):
        assert kept.find("key") is None
        assert kept.get("key", lambda: "ministry") == "ministry"
    with inside(CENTRAL):
        assert kept.get("key", lambda: "anew") == "centre"


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    kept = Kept[int](MOST)
    with inside(CENTRAL):
        for key in (1, 2, 1, 3):
            kept.get(key, lambda key=key: key)  # type: ignore[misc]
        assert [kept.find(key) for key in (1, 2, 3)] == [1, None, 3]
        assert len(kept) == MOST
        forget_everything()
        assert len(kept) == 0
