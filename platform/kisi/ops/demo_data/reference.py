"""The demo's official figures: invented, plausible for the size of the town, and named as what they are."""

from __future__ import annotations

import random
from typing import Final

from django.db import transaction
from django.utils import timezone

from kisi.core.realms import inside, realm_of
from kisi.core.vocabulary import AgeBracket, Perspective, Sex
from kisi.ops.demo_data.answers import Town
from kisi.ops.demo_data.municipalities import DEMO
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.queries import places
from shared.municipalities.register.entries import DemoEntry
from tenants.results.actions import state_figures
from tenants.results.models import ReferencePopulation, cell_key

SOURCE: Final = "Demozahlen (erfunden)"
INHABITANTS: Final = 15_000
"""Of a town whose size the register does not know."""
PORTION: Final = {Perspective.THIRD_COUNTRY_NATIONALS: (0.07, 0.12), Perspective.RESIDENTS: (0.84, 0.9)}
"""Which part of all inhabitants a perspective is, from and to. Nobody knows how many work in the town hall."""
AGES: Final = {
    Perspective.THIRD_COUNTRY_NATIONALS: {AgeBracket.UNDER_18: 25, AgeBracket.FROM_18_TO_60: 66, AgeBracket.OVER_60: 9},
    Perspective.RESIDENTS: {AgeBracket.UNDER_18: 16, AgeBracket.FROM_18_TO_60: 53, AgeBracket.OVER_60: 31},
}
"""Parts of a hundred by age."""
WOMEN: Final = {Perspective.THIRD_COUNTRY_NATIONALS: (0.44, 0.5), Perspective.RESIDENTS: (0.5, 0.53)}


def state_reference_figures(entry: DemoEntry, seed: int) -> None:
    """Figures of a town that has stated none yet, in one transaction."""
    with inside(realm_of(municipality_by_slug(entry.slug))), transaction.atomic():
        if ReferencePopulation.objects.exists():
            return
        place = places([entry.ags]).get(entry.ags)
        inhabitants = place.population if place and place.population else INHABITANTS
        today = timezone.localdate()
        for perspective, portion in PORTION.items():
            chance = Town(entry.slug, seed).chance(f"reference/{perspective}")
            people = _people(perspective, round(inhabitants * chance.uniform(*portion)), chance)
            figures = ReferencePopulation(
                perspective=perspective,
                people=people,
                total=sum(people.values()),
                source=SOURCE,
                as_of=today.replace(month=1, day=1),
            )
            state_figures(figures=figures, by=DEMO)


def _people(perspective: Perspective, total: int, chance: random.Random) -> dict[str, int]:
    """Women and men by age; „divers“ is left empty, as registers mostly do."""
    people: dict[str, int] = {}
    for age, part in AGES[perspective].items():
        of_age = round(total * part / 100 * chance.uniform(0.95, 1.05))
        women = round(of_age * chance.uniform(*WOMEN[perspective]))
        people |= {cell_key(Sex.FEMALE, age): women, cell_key(Sex.MALE, age): of_age - women}
    return people
