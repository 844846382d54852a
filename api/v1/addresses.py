"""Addresses of jobs and municipalities, relative to the host as ``Location`` has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

V1: Final = "/api/v1"


def onboarding_address(number: UUID) -> str:
    """Where an onboarding can be watched."""
    return f"{V1}/onboardings/{number}"


def offboarding_address(number: UUID) -> str:
    """Where an off-boarding can be watched."""
    return f"{V1}/offboardings/{number}"


def municipality_address(ags: str) -> str:
    """Where a municipality can be read."""
    return f"{V1}/municipalities/{ags}"


def link_header(links: Mapping[str, str]) -> dict[str, str]:
    """The links of a problem as a header (RFC 8288), for callers that do not read bodies of errors."""
    return {"Link": ", ".join(f'<{address}>; rel="related"; title="{name}"' for name, address in links.items())}
