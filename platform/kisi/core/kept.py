"""What takes long to work out and stays true: kept in this process, for each realm apart."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final

from kisi.core.realms import current_realm


class Kept[T]:
    """At most ``most`` values; those not asked for the longest go first.

    A value is found only in the realm it was kept in. Its key says everything it was made from, so that whatever
    changes asks for another one: nothing is ever thrown away because it is no longer true. The values are shared by
    all threads and must not be changed.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()
        _all.append(self)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The kept value, made if there is none. Two threads may make it at the same time."""
        found = self.find(key)
        return self.keep(key, make()) if found is None else found

    def find(self, key: Hashable) -> T | None:
        """The kept value, if there is one."""
        place = _place(key)
        with self._lock:
            if place not in self._values:
                return None
            self._values.move_to_end(place)
            return self._values[place]

    def keep(self, key: Hashable, value: T) -> T:
        """Keep a value, and give it back."""
        with self._lock:
            self._values[_place(key)] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._values.clear()

    def values(self) -> list[T]:
        """Everything that is kept, of all realms: for looking after what stays in memory."""
        with self._lock:
            return list(self._values.values())

    def __len__(self) -> int:
        return len(self._values)


_all: Final[list[Kept[Any]]] = []


def forget_everything() -> None:
    """Keep nothing any more, of no kind: another database may give other contents the same numbers."""
    for kept in _all:
        kept.forget()


def _place(key: Hashable) -> Hashable:
    return (current_realm().key, key)
