"""Needs with their evidence and latest decision, topic by topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.core.realms import current_municipality
from kisi.core.vocabulary import Topic
from kisi.ui.documents import pdf
from kisi.ui.templatetags.kisi_ui import day, german
from tenants.needs.models import Decision, Evidence, Need
from tenants.needs.vocabulary import NeedState, Urgency
from tenants.needs.wording import figures_of

URGENT_FIRST: Final = (Urgency.HIGH, Urgency.MEDIUM, Urgency.LOW)
TEMPLATE: Final = Path(__file__).resolve().parent / "report.typ"


@dataclass(frozen=True, slots=True)
class Entry:
    """One need with what speaks for it and what was decided last (None: nothing yet)."""

    need: Need
    evidence: Sequence[Evidence]
    decision: Decision | None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Term and value, without what is not known."""
        need = self.need
        reach = f"{german(need.reach, 0)} {need.groups}".strip() if need.reach else need.groups
        facts = [
            (_("Stand"), need.get_state_display()),
            (_("Priorität"), need.get_priority_display()),
            (_("Dringlichkeit"), need.get_urgency_display()),
            (_("Gesehen von"), ", ".join(need.perspective_labels)),
            (_("Betroffen"), reach),
            (_("Zuständig"), need.responsible.name if need.responsible else ""),
            (_("Überprüfen am"), day(need.review_on) if need.review_on else ""),
        ]
        return [(str(term), str(value)) for term, value in facts if value]

    @property
    def decided(self) -> str:
        """The latest decision in a sentence; "" where there is none."""
        if self.decision is None:
            return ""
        words = {"day": day(timezone.localdate(self.decision.decided_at)), "who": self.decision.decided_by}
        said = _("Entschieden am %(day)s von %(who)s.") % words
        return f"{said} {self.decision.reason}".strip()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A topic with its needs."""

    topic: str
    entries: Sequence[Entry]

    @property
    def label(self) -> str:
        """The topic's name."""
        return str(Topic(self.topic).label)


def chapters_of(rows: QuerySet[Need]) -> list[Chapter]:
    """Topics that have needs, in their usual order; within one the most urgent first. Three queries."""
    needs = sorted(rows, key=lambda need: (URGENT_FIRST.index(need.urgency), need.title.casefold(), need.pk))
    keys = [need.pk for need in needs]
    merged = Need.objects.filter(merged_into__in=keys)
    roots = {other.pk: other.merged_into_id or other.pk for other in merged}
    family = [*keys, *roots]
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for row in Evidence.objects.filter(need__in=family, removed_at=None).order_by("pk"):
        evidence[roots.get(row.need_id, row.need_id)].append(row)
    decided = Decision.objects.filter(need__in=keys).exclude(state=NeedState.STATED).order_by("decided_at", "pk")
    latest = {one.need_id: one for one in decided}
    by_topic: dict[str, list[Entry]] = defaultdict(list)
    for need in needs:
        by_topic[need.topic].append(Entry(need, evidence[need.pk], latest.get(need.pk)))
    return [Chapter(topic, by_topic[topic]) for topic in Topic.values if topic in by_topic]


def report_pdf(rows: QuerySet[Need]) -> bytes:
    """The report as a tagged PDF."""
    chapters = chapters_of(rows)
    number = sum(len(chapter.entries) for chapter in chapters)
    words = {"number": number, "day": day(timezone.localdate())}
    lead = ngettext("%(number)s Bedarf, Stand %(day)s", "%(number)s Bedarfe, Stand %(day)s", number) % words
    name = current_municipality().name
    return pdf(
        TEMPLATE,
        {
            "title": _("Bedarfe in %(name)s") % {"name": name},
            "author": name,
            "lead": lead,
            "nothing": _("Zu diesen Filtern gibt es keinen Bedarf."),
            "evidence": _("Belege"),
            "chapters": [
                {"label": chapter.label, "entries": [_printed(one) for one in chapter.entries]} for chapter in chapters
            ],
        },
    )


def _printed(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.need.title,
        "description": entry.need.description,
        "facts": [list(fact) for fact in entry.facts],
        "decided": entry.decided,
        "evidence": [" – ".join(part for part in (one.text, figures_of(one)) if part) for one in entry.evidence],
    }
