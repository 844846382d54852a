"""What is worked out from a questionnaire's version and stays true: kept in this process, for each town apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from kisi.core.kept import Kept
from tenants.instruments.models import InstrumentVersion


class KeptByVersion[T]:
    """At most ``most`` values of released versions; those not asked for the longest go first.

    A released version never changes (a trigger refuses it), so its number in its town is enough to know it by. The
    time of its last change stands beside it because a town that was brought back from an archive may number anew.
    Drafts are never kept. The values are shared by all threads and must not be changed.
    """

    def __init__(self, most: int) -> None:
        self._kept = Kept[T](most)

    def get(self, version: InstrumentVersion, part: Hashable, make: Callable[[], T]) -> T:
        """The kept value of a part of a version, made if there is none. Two threads may make it at the same time."""
        found = self.find(version, part)
        return self.keep(version, part, make()) if found is None else found

    def find(self, version: InstrumentVersion, part: Hashable) -> T | None:
        """The kept value of a part of a version, if there is one."""
        return self._kept.find(_key(version, part))

    def keep(self, version: InstrumentVersion, part: Hashable, value: T) -> T:
        """Keep a value (of a released version only), and give it back."""
        if version.pk is not None and version.released_at is not None:
            self._kept.keep(_key(version, part), value)
        return value

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept.forget()

    def values(self) -> list[T]:
        """Everything that is kept, of all towns: for looking after what stays in memory."""
        return self._kept.values()

    def __len__(self) -> int:
        return len(self._kept)


def _key(version: InstrumentVersion, part: Hashable) -> Hashable:
    return (version.pk, version.changed_at, part)
