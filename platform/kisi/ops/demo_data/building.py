"""From nothing to a demo that can be shown: what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from kisi.ops.demo_data import people
from kisi.ops.demo_data.assistants import Assistant
from kisi.ops.demo_data.figures import ask_for_releases
from kisi.ops.demo_data.furnishing import Progress, furnish_all
from kisi.ops.demo_data.municipalities import bring_on_board
from kisi.tenancy.hosts import address_of
from shared.municipalities.register.entries import demo_selection

Step = Callable[[str], AbstractContextManager[Progress]]


def build(*, municipalities: int, seed: int, assistants: Sequence[Assistant], step: Step) -> dict[str, Any]:
    """Make what is missing of the demo; the sign-ins as ``ready.json`` holds them (CONTRACT.md).

    ``step`` opens a step of the work by its title. Needs running workers: municipalities come on board the
    way they do in real life. Raises ``OnboardingTookTooLong`` or ``OnboardingFailed``.
    """
    entries = demo_selection(municipalities)
    cast = people.Cast(seed)
    with step("Kommunen aufnehmen") as advance:
        bring_on_board(entries, cast, progress=advance)
    with step("Demodaten anlegen") as advance:
        workspaces = furnish_all(entries, seed, assistants, advance)
    ask_for_releases()
    return {
        "integrator": people.integrator(),
        "ministry": {"url": address_of(), **people.ministry(cast).sign_in()},
        "operator": {"url": address_of(), **people.operator(cast).sign_in()},
        "workspaces": workspaces,
    }
