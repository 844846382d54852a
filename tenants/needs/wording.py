"""Evidence in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kisi.ui.templatetags.kisi_ui import day
from tenants.needs.models import Evidence
from tenants.needs.vocabulary import EvidenceKind
from tenants.results.computing.intervals import Share
from tenants.results.labels import interval, percent


def figures_of(evidence: Evidence) -> str:
    """Numbers, source and day in a line: „62 % (95-%-Bereich 55–68 %), n = 180 · Welle Herbst · 26.11.2026“."""
    parts = [_numbers(evidence), evidence.source, day(evidence.observed_on) if evidence.observed_on else ""]
    if evidence.kind in {EvidenceKind.SURVEY, EvidenceKind.CODE}:
        parts.append(_("Stand %(day)s") % {"day": day(evidence.cited_on)})
    return " · ".join(part for part in parts if part)


def _numbers(evidence: Evidence) -> str:
    if evidence.n is None:
        return ""
    if evidence.share is None or evidence.low is None or evidence.high is None:
        return _("%(number)s gelesene Antworten") % {"number": evidence.n}
    share = Share(round(evidence.share * evidence.n), evidence.n, evidence.share, evidence.low, evidence.high)
    words = {"share": percent(share.value), "range": interval(share), "total": evidence.n}
    return _("%(share)s (95-%%-Bereich %(range)s), n = %(total)s") % words
