"""Words of needs: how far they are, how urgent, what came first, what speaks for them."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedState(models.TextChoices):
    """How far a need is. People decide every step; nothing happens by itself."""

    DRAFT = "draft", _("Entwurf")
    STATED = "stated", _("festgestellt")
    DECIDED = "decided", _("entschieden")
    IN_WORK = "in_work", _("in Arbeit")
    MET = "met", _("gedeckt")
    DROPPED = "dropped", _("verworfen")


STEPS: Final[dict[str, tuple[NeedState, ...]]] = {
    NeedState.DRAFT: (NeedState.STATED, NeedState.DROPPED),
    NeedState.STATED: (NeedState.DECIDED, NeedState.DROPPED),
    NeedState.DECIDED: (NeedState.DECIDED, NeedState.IN_WORK, NeedState.DROPPED),
    NeedState.IN_WORK: (NeedState.DECIDED, NeedState.MET, NeedState.DROPPED),
    NeedState.MET: (NeedState.IN_WORK, NeedState.STATED),
    NeedState.DROPPED: (NeedState.STATED,),
}
"""State → the states a decision may lead to. Deciding again means: another priority."""

SETTLED: Final = (NeedState.MET, NeedState.DROPPED)
"""States in which nothing is open any more."""

UNDECIDED: Final = (NeedState.DRAFT, NeedState.STATED)
"""States before the first decision."""


class Urgency(models.TextChoices):
    """How urgent those who state a need find it."""

    LOW = "low", _("niedrig")
    MEDIUM = "medium", _("mittel")
    HIGH = "high", _("hoch")


class Priority(models.TextChoices):
    """What was decided: when the municipality takes a need on."""

    NOW = "now", _("jetzt")
    NEXT = "next", _("als Nächstes")
    LATER = "later", _("später")
    NOT = "not", _("nicht")


class EvidenceKind(models.TextChoices):
    """What speaks for a need."""

    SURVEY = "survey", _("Ergebnis einer Befragung")
    CODE = "code", _("Freie Antworten (Code)")
    CONTACT = "contact", _("Kontakte der Anlaufstelle")
    OBSERVATION = "observation", _("Beobachtung")
    DOCUMENT = "document", _("Dokument oder Link")


WRITTEN: Final = (EvidenceKind.OBSERVATION, EvidenceKind.CONTACT, EvidenceKind.DOCUMENT)
"""Kinds that somebody writes down; the others are taken over from results."""

NO_PRIORITY: Final = _("noch keine")
