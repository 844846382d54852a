"""What a check gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: where, and what, in a German sentence without personal data."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class Report:
    """How many things were looked at, and what was found."""

    checked: int
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
