"""What is worked out from a questionnaire's version and stays true: kept in this process, for all towns together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final

from kisi.core.realms import current_realm
from tenants.instruments.models import InstrumentVersion


class KeptByVersion[T]:
    """At most ``most`` values of released versions; those not asked for the longest go first.

    A released version never changes (a trigger refuses it), so its number in its town is enough to know it by. The
    time of its last change stands beside it because a town that was brought back from an archive may number anew.
    Drafts are never kept. The values are shared by all threads and must not be changed.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()
        _all.append(self)

    def get(self, version: InstrumentVersion, part: Hashable, make: Callable[[], T]) -> T:
        """The kept value of a part of a version, made if there is none. Two threads may make it at the same time."""
        found = self.find(version, part)
        return self.keep(version, part, make()) if found is None else found

    def find(self, version: InstrumentVersion, part: Hashable) -> T | None:
        """The kept value of a part of a version, if there is one."""
        key = _key(version, part)
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def keep(self, version: InstrumentVersion, part: Hashable, value: T) -> T:
        """Keep a value (of a released version only), and give it back."""
        if version.pk is not None and version.released_at is not None:
            with self._lock:
                self._values[_key(version, part)] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return value

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._values.clear()

    def __len__(self) -> int:
        return len(self._values)


_all: Final[list[KeptByVersion[Any]]] = []


def forget_everything() -> None:
    """Keep nothing any more, of no kind: another database may give other contents the same numbers."""
    for kept in _all:
        kept.forget()


def _key(version: InstrumentVersion, part: Hashable) -> Hashable:
    return (current_realm().key, version.pk, version.changed_at, part)
