"""What the numbers say, in plain sentences: for the start page, the matrix and the report."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Perspective, Topic
from tenants.results.labels import judgement_sentence, percent
from tenants.results.queries import TopicRow, WaveResult
from tenants.results.vocabulary import Verdict


def newest_finding(result: WaveResult) -> str:
    """The largest need of a wave in a sentence; empty where nobody answered."""
    topics = [one for one in result.topics().values() if one.need]
    if not topics:
        return ""
    first = max(topics, key=lambda one: one.need.value if one.need else 0)
    row = {"topic": _topic(first.topic), "share": percent(first.need.value), "total": first.need.total}  # type: ignore[union-attr]
    return _("%(topic)s: %(share)s von %(total)s Antwortenden sehen einen Bedarf.") % row


def findings(rows: Sequence[TopicRow]) -> list[str]:
    """What the perspectives say together, at most one sentence for each kind of verdict."""
    said = []
    agreed = [row.label for row in rows if row.judgement.verdict == Verdict.ALL]
    if agreed:
        said.append(
            _("Alle befragten Perspektiven sehen mehrheitlich einen Bedarf: %(topics)s.") % {"topics": _list(agreed)}
        )
    one_sided = [row for row in rows if row.judgement.verdict in {Verdict.ONE_SIDED, Verdict.ALL_BUT_ONE}]
    said += [judgement_sentence(row.label, row.judgement) for row in one_sided]
    apart = [row.label for row in rows if row.judgement.verdict == Verdict.DIFFERENT]
    if apart:
        said.append(_("Die Sichten gehen auseinander: %(topics)s.") % {"topics": _list(apart)})
    unjudged = [row.label for row in rows if row.judgement.verdict == Verdict.TOO_FEW]
    if unjudged and len(unjudged) == len(rows):
        said.append(_("Für einen Vergleich gibt es noch zu wenige Antworten aus mindestens zwei Perspektiven."))
    return said


def highest_needs(result: WaveResult, limit: int = 3) -> str:
    """The largest needs of a wave in a sentence."""
    topics = sorted((one for one in result.topics().values() if one.need), key=lambda one: -one.need.value)  # type: ignore[union-attr]
    named = [f"{_topic(one.topic)} ({percent(one.need.value)})" for one in topics[:limit]]  # type: ignore[union-attr]
    if not named:
        return ""
    words = _("%(perspective)s (%(sheets)s Bögen) sehen am häufigsten Bedarf bei: %(topics)s.")
    name = Perspective(result.wave.perspective).label
    return words % {"perspective": name, "sheets": result.sheets, "topics": _list(named)}


def _topic(topic: str) -> str:
    return str(Topic(topic).label)


def _list(words: Sequence[str]) -> str:
    return ", ".join(words)
