"""Furnish towns that are on board: people, contact point, waves with answers, needs; one after the other or several."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Final

from kisi.ops.companion import CompanionGone
from kisi.ops.demo_data.assistants import Assistant
from kisi.ops.demo_data.contact_points import open_contact_point
from kisi.ops.demo_data.needs import state_needs
from kisi.ops.demo_data.people import Cast, staff_of
from kisi.ops.demo_data.reading import read_answers
from kisi.ops.demo_data.reference import state_reference_figures
from kisi.ops.demo_data.surveys import open_surveys
from kisi.tenancy.hosts import address_of
from shared.municipalities.register.entries import DemoEntry

Workspace = dict[str, Any]
Progress = Callable[[int, int], None]
MOST_ASSISTANTS: Final = 3


def furnish(entry: DemoEntry, seed: int) -> Workspace:
    """Make what is missing in a town that is on board; its line in ``ready.json`` (CONTRACT.md).

    What a town gets depends on the seed and the town only, so towns can be furnished in any order.
    """
    coordinator, guide = staff_of(entry, Cast(seed))
    open_contact_point(entry, seed)
    open_survey_url = open_surveys(entry, seed)
    state_reference_figures(entry, seed)
    state_needs(entry, seed)
    read_answers(entry)
    return {
        "ags": entry.ags,
        "slug": entry.slug,
        "url": address_of(entry.slug),
        "coordinator": coordinator.sign_in(),
        "guide": guide.sign_in(),
        "open_survey_url": open_survey_url,
    }


def call_assistants(stack: ExitStack, towns: int) -> list[Assistant]:
    """One assistant for every further core; none where a few towns would not be worth their start."""
    spare = min(MOST_ASSISTANTS, (os.cpu_count() or 1) - 1, towns // 4)
    return [stack.enter_context(Assistant()) for _number in range(spare)]


def furnish_all(
    entries: Sequence[DemoEntry], seed: int, assistants: Sequence[Assistant], progress: Progress
) -> list[Workspace]:
    """Furnish all towns, here and by assistants at the same time; the workspaces in the order of ``entries``.

    A town whose assistant has gone is furnished here, which also shows what was wrong with it.
    """
    open_entries, done = deque(entries), dict[str, Workspace]()

    def work(furnish_one: Callable[[DemoEntry, int], Workspace]) -> None:
        while open_entries:
            try:
                entry = open_entries.popleft()
            except IndexError:  # another one was quicker
                return
            try:
                done[entry.ags] = furnish_one(entry, seed)
            except CompanionGone:
                open_entries.append(entry)
                return
            progress(len(done), len(entries))

    with ThreadPoolExecutor(max_workers=max(1, len(assistants)), thread_name_prefix="assistant") as threads:
        try:
            waiting = [threads.submit(work, assistant.furnish) for assistant in assistants]
            work(furnish)
        finally:
            # Also when a signal ends all this: a thread that waits for its assistant is set free.
            for assistant in assistants:
                assistant.finish()
        for result in waiting:
            result.result()
    work(furnish)
    return [done[entry.ags] for entry in entries]
