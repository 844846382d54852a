"""Brings the demo's municipalities on board: one onboarding each, worked on by the real worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from kisi.core.actors import Actor
from kisi.core.realms import CENTRAL, inside
from kisi.ops.demo_data.people import Cast
from shared.municipalities.models import Municipality
from shared.municipalities.register.entries import DemoEntry
from shared.onboarding.actions.onboarding import request_onboarding
from shared.onboarding.models import Onboarding
from shared.onboarding.planning import Coordinator
from shared.onboarding.vocabulary import JobStatus

KNOWN_PARTNERS: Final = frozenset({"06431002", "06440005", "06439012", "06436011"})
"""Municipalities whose part in the programme is public (DOMAIN.md); all others are a demo selection."""
PATIENCE: Final = 180.0
"""Seconds without any onboarding getting on, after which the demo gives up."""
DEMO: Final = Actor(kind="system", id="demo", label="Demo")


class OnboardingTookTooLong(RuntimeError):
    """The worker does not get on with the onboardings."""


class OnboardingFailed(RuntimeError):
    """An onboarding ended with an error."""


def bring_on_board(entries: Sequence[DemoEntry], cast: Cast, *, progress: Callable[[int, int], None]) -> None:
    """Request what is missing and wait until every municipality is active."""
    with inside(CENTRAL):
        present = set(Municipality.objects.exclude(status="left").values_list("ags", flat=True))
        requested = set(Onboarding.objects.values_list("ags", flat=True))
        for entry in entries:
            if entry.ags not in present | requested:
                _request(entry, cast)
        _wait_for({entry.ags for entry in entries}, progress)


def _request(entry: DemoEntry, cast: Cast) -> None:
    coordinator = cast.coordinator_of(entry)
    request_onboarding(
        ags=entry.ags,
        slug=entry.slug,
        coordinator=Coordinator(email=coordinator.email, name=coordinator.name),
        by=DEMO,
        is_demo=entry.ags not in KNOWN_PARTNERS,
    )


def _wait_for(wanted: set[str], progress: Callable[[int, int], None]) -> None:
    done, since = -1, time.monotonic()
    while True:
        failed = Onboarding.objects.filter(ags__in=wanted, status=JobStatus.FAILED).first()
        if failed is not None:
            raise OnboardingFailed(
                f"Die Aufnahme von {failed.name} ist gescheitert. Näheres steht im Auftrag {failed.pk}."
            )
        active = Municipality.objects.filter(ags__in=wanted).exclude(status__in=["onboarding", "left"]).count()
        if active != done:
            done, since = active, time.monotonic()
            progress(active, len(wanted))
        if active == len(wanted):
            return
        if time.monotonic() - since > PATIENCE:
            raise OnboardingTookTooLong(
                f"Seit {PATIENCE:.0f} Sekunden ist keine Kommune mehr an Bord gekommen ({active} von {len(wanted)})."
            )
        time.sleep(0.1)
