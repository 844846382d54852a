"""What was acknowledged held against what is there, with a superuser's eyes: lost, doubled, in the wrong town."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.surveys.models import SurveySettings
from tests.chaos.people import Ledger
from tests.servers import Servers
from tests.tenants.surveys.waves import open_wave, t, version

WHERE = {
    "sheet": "SELECT answers ->> 'where' FROM {}.surveys_response",
    "need": "SELECT title FROM {}.needs_need",
    "contact point": "SELECT name FROM {}.contact_points_contactpoint WHERE name LIKE '%~%'",
}
"""Where each kind of write is found by its mark."""
ENDLESS = 1_000_000
_PAGES = [
    {
        "key": "one",
        "title": t("Eine Seite"),
        "groups": [
            {
                "key": "one",
                "kind": "core",
                "questions": [{"code": "where", "type": "text", "text": t("Wo wohnen Sie?"), "required": True}],
            }
        ],
    }
]


def mark_of(slug: str, number: object) -> str:
    """A mark that says to which town it belongs."""
    return f"{slug}~{number}"


@dataclass
class Found:
    """How the ledger and the rows differ."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misfiled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    stored: int = 0

    def problems(self) -> dict[str, list[str]]:
        """What must be empty."""
        every = {"lost": self.lost, "doubled": self.doubled, "misfiled": self.misfiled, "unknown": self.unknown}
        return {name: marks[:10] for name, marks in every.items() if marks}


def compare(servers: Servers, towns: list[MunicipalityRef], ledger: Ledger) -> Found:
    """Every acknowledged write once and in its town; every other one at most once."""
    seen: Counter[str] = Counter()
    found = Found()
    with servers.superuser_connection() as admin:
        for town in towns:
            for query in WHERE.values():
                marks = [row[0] for row in admin.execute(query.format(town.schema))]
                seen.update(marks)
                found.misfiled += [mark for mark in marks if not mark.startswith(f"{town.slug}~")]
    sent = ledger.acknowledged.keys() | ledger.unsure.keys()
    found.lost = sorted(ledger.acknowledged.keys() - seen.keys())
    found.doubled = sorted(mark for mark, times in seen.items() if times > 1)
    found.unknown = sorted(seen.keys() - sent)
    found.stored = sum(seen.values())
    return found


def open_survey(town: MunicipalityRef) -> str:
    """A wave with one question that takes as many sheets as come; its token."""
    with inside(realm_of(town)):
        SurveySettings.objects.all().delete()
        SurveySettings.objects.create(
            fill_seconds=0,
            starts_per_hour=10_000,
            wave_starts_per_hour=ENDLESS,
            sends_per_minute=100_000,
            wave_sends_per_minute=ENDLESS,
        )
        today = timezone.localdate()
        return open_wave(version(pages=_PAGES), opens_on=today - timedelta(days=1)).token
