"""Bands are figures of groups of municipalities."""

from kisi.core.privacy import declare, impersonal

declare(
    impersonal(
        "benchmarks.Band",
        "id release period cut_off frozen_at metric version cell group_kind group towns least lower median upper",
    )
)
