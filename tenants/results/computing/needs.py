"""What a wave says about the topics (Handlungsfelder): who sees a need, what is urgent, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kisi.core.vocabulary import Topic
from shared.instruments.definition import Definition, Question
from tenants.results.computing.intervals import Share
from tenants.results.computing.tallies import WaveTally

BARRIERS: Final = "barriers"
"""The code of the question about barriers in every instrument of the family; it measures no topic."""


@dataclass(frozen=True, slots=True)
class TopicResult:
    """One topic in one wave: the question that asks for the need, and how many see it."""

    topic: str
    question_code: str
    need: Share | None
    urgency: Share | None


def need_questions(definition: Definition) -> dict[str, Question]:
    """Topic → the question that asks for its need; of several the core's counts, then the first."""
    found: dict[str, Question] = {}
    placed = [(group, question) for _page, group, question in definition.placed() if group.enabled]
    for _group, question in sorted(placed, key=lambda one: one[0].kind != "core"):
        measures = question.measures
        if measures and measures.aspect == "need" and measures.topic:
            found.setdefault(measures.topic, question)
    return found


def urgency_question(definition: Definition) -> Question | None:
    """The question whose options are topics and that asks what is most urgent."""
    return next(
        (
            question
            for question in definition.asked
            if question.measures and question.measures.aspect == "urgency" and question.measures.topics_are_options
        ),
        None,
    )


def topic_results(definition: Definition, counted: WaveTally) -> dict[str, TopicResult]:
    """Topic → what the wave says about it, in the order of the topics; topics not asked for are missing."""
    questions, urgent = need_questions(definition), urgency_question(definition)
    urgent_tally = counted.tallies[urgent.code] if urgent else None
    found = {}
    for topic in Topic.values:
        asked = questions.get(topic)
        can_be_urgent = urgent is not None and topic in urgent.values
        if asked is None and not can_be_urgent:
            continue
        need = counted.tallies[asked.code].speaking_for if asked else None
        urgency = urgent_tally.share(topic) if urgent_tally and can_be_urgent else None
        found[topic] = TopicResult(topic, asked.code if asked else "", need, urgency)
    return found


def barriers(counted: WaveTally) -> list[tuple[str, Share]]:
    """Barriers (option code, share) by frequency; empty where the wave does not ask for them or nobody answered."""
    found = counted.tallies.get(BARRIERS)
    if found is None:
        return []
    shares = [(option.code, found.share(option.code)) for option in found.question.options if not option.exclusive]
    return sorted(((code, share) for code, share in shares if share), key=lambda one: -one[1].number)
