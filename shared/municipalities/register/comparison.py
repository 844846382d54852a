"""What an official file says against what the register holds, without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shared.municipalities.register.gv100ad import OfficialMunicipality
from shared.municipalities.register.words import MunicipalityKind


class Held(NamedTuple):
    """What counts of a current version when files are compared."""

    name: str
    kind: MunicipalityKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """The keys of a comparison, each list in order of key.

    ``recoded`` leads from the old key to the new one.
    """

    unchanged: tuple[str, ...]
    renamed: tuple[str, ...]
    reclassified: tuple[str, ...]
    recoded: dict[str, str]
    added: tuple[str, ...]
    vanished: tuple[str, ...]


def compare(held: Mapping[str, Held], listed: Mapping[str, OfficialMunicipality]) -> Comparison:
    """Sort all keys of both sides; a municipality may be renamed and reclassified at once."""
    both = sorted(held.keys() & listed.keys())
    renamed = tuple(ags for ags in both if held[ags].name != listed[ags].name)
    reclassified = tuple(ags for ags in both if held[ags].kind != listed[ags].kind)
    recoded = _recoded(held, listed)
    return Comparison(
        unchanged=tuple(ags for ags in both if ags not in {*renamed, *reclassified}),
        renamed=renamed,
        reclassified=reclassified,
        recoded=recoded,
        added=tuple(sorted(listed.keys() - held.keys() - set(recoded.values()))),
        vanished=tuple(sorted(held.keys() - listed.keys() - recoded.keys())),
    )


def _recoded(held: Mapping[str, Held], listed: Mapping[str, OfficialMunicipality]) -> dict[str, str]:
    """A key that went and a key that came under one name, that nobody else carries: the same municipality."""
    gone = _by_unique_name((held[ags].name, ags) for ags in held.keys() - listed.keys())
    come = _by_unique_name((listed[ags].name, ags) for ags in listed.keys() - held.keys())
    return {gone[name]: come[name] for name in sorted(gone.keys() & come.keys())}


def _by_unique_name(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    pairs = list(named)
    times = Counter(name for name, _ags in pairs)
    return {name: ags for name, ags in pairs if times[name] == 1}
