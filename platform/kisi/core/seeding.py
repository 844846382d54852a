"""What a new municipality finds in its workspace on the first day – said by the apps that own the rows.

An app declares it in its ``seeds.py`` with ``@town_seed``; onboarding runs all of them without
knowing any (a small registry instead of an import upward).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kisi.core.realms import MunicipalityRef

SeedFunction = Callable[[MunicipalityRef], None]


@dataclass(frozen=True, slots=True)
class TownSeed:
    """One thing every new municipality starts with; lower ``order`` runs first."""

    key: str
    order: int
    run: SeedFunction


_seeds: dict[str, TownSeed] = {}


def town_seed(key: str, *, order: int) -> Callable[[SeedFunction], SeedFunction]:
    """Declare a seed: runs in the town's realm inside a transaction and may be repeated without a second effect.

    Raises ``ValueError`` when two functions claim one key.
    """

    def register(function: SeedFunction) -> SeedFunction:
        known = _seeds.get(key)
        if known is not None and known.run is not function:
            raise ValueError(f"two seeds are called {key!r}")
        _seeds[key] = TownSeed(key, order, function)
        return function

    return register


def town_seeds() -> list[TownSeed]:
    """All declared seeds in the order they run."""
    return sorted(_seeds.values(), key=lambda seed: (seed.order, seed.key))


def seed_town(municipality: MunicipalityRef) -> list[str]:
    """Run every seed for a municipality; the keys. The caller has entered its realm and opened a transaction."""
    seeds = town_seeds()
    for seed in seeds:
        seed.run(municipality)
    return [seed.key for seed in seeds]
