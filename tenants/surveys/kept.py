"""What is worked out from a questionnaire's version and stays true: kept in this process, for all towns together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

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

    def get(self, version: InstrumentVersion, part: Hashable, make: Callable[[], T]) -> T:
        """The kept value of a part of a version, made if there is none. Two threads may make it at the same time."""
        if version.pk is None or version.released_at is None:
            return make()
        key = (current_realm().key, version.pk, version.changed_at, part)
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def forget(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._values.clear()

    def __len__(self) -> int:
        return len(self._values)
