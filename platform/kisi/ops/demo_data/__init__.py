"""The demo: municipalities on board with people who can sign in, made through the product's own actions.

Everything is decided by the seed and the installation's key, so a second start finds what it wants
already there and announces the same sign-ins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kisi.ops.demo_data import people
from kisi.ops.demo_data.contact_points import open_contact_point
from kisi.ops.demo_data.figures import ask_for_release
from kisi.ops.demo_data.municipalities import bring_on_board
from kisi.ops.demo_data.needs import state_needs
from kisi.ops.demo_data.reference import state_reference_figures
from kisi.ops.demo_data.surveys import open_surveys
from kisi.tenancy.hosts import address_of
from shared.municipalities.register.entries import demo_selection

Progress = Callable[[int, int], None]


def build(*, municipalities: int, seed: int, progress: Progress) -> dict[str, Any]:
    """Make what is missing of the demo; the sign-ins as ``ready.json`` holds them (CONTRACT.md).

    Needs running workers: municipalities come on board the way they do in real life. Raises
    ``OnboardingTookTooLong`` or ``OnboardingFailed``.
    """
    entries = demo_selection(municipalities)
    cast = people.Cast(seed)
    bring_on_board(entries, cast, progress=progress)
    workspaces = []
    for entry in entries:
        coordinator, guide = people.staff_of(entry, cast)
        open_contact_point(entry, seed)
        open_survey_url = open_surveys(entry, seed)
        state_reference_figures(entry, seed)
        state_needs(entry, seed)
        workspaces.append(
            {
                "ags": entry.ags,
                "slug": entry.slug,
                "url": address_of(entry.slug),
                "coordinator": coordinator.sign_in(),
                "guide": guide.sign_in(),
                "open_survey_url": open_survey_url,
            }
        )
    ask_for_release()
    return {
        "integrator": people.integrator(),
        "ministry": {"url": address_of(), **people.ministry(cast).sign_in()},
        "operator": {"url": address_of(), **people.operator(cast).sign_in()},
        "workspaces": workspaces,
    }
