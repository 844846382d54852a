"""Words of this app: the kinds of templates there are, and what happens to their versions."""

from __future__ import annotations

import re
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a template is a template for."""

    SURVEY = "survey", _("Bedarfserhebung")
    MEASURE = "measure", _("Maßnahme")
    EVENT = "event", _("Veranstaltung")
    PROCEDURE = "procedure", _("Ablauf")
    TEXT = "text", _("Text")
    CHECKLIST = "checklist", _("Checkliste")


class State(models.TextChoices):
    """How far a version is. It follows from the version's dates and is stored nowhere."""

    DRAFT = "draft", _("Entwurf")
    IN_REVIEW = "in_review", _("in Prüfung")
    PUBLISHED = "published", _("veröffentlicht")


class Step(models.TextChoices):
    """What somebody did to a version."""

    CREATED = "created", _("Entwurf angelegt")
    EDITED = "edited", _("Entwurf geändert")
    IMPORTED = "imported", _("Aus einer Datei eingelesen")
    SUBMITTED = "submitted", _("Zur Prüfung gegeben")
    RECALLED = "recalled", _("Aus der Prüfung zurückgeholt")
    RETURNED = "returned", _("Mit Anmerkung zurückgegeben")
    PUBLISHED = "published", _("Geprüft und veröffentlicht")
    SHIPPED = "shipped", _("Mit KISI ausgeliefert")


WRITING: Final = (Step.CREATED, Step.EDITED, Step.IMPORTED)
"""Steps that make somebody an author: whoever wrote on a version cannot review it."""


class Offer(models.TextChoices):
    """How a template is offered to the municipalities."""

    BY_DEFAULT = "by_default", _("neue Kommunen übernehmen sie von selbst")
    OFFERED = "offered", _("alle Kommunen können sie übernehmen")
    WITHDRAWN = "withdrawn", _("nicht mehr empfohlen")


ICONS: Final[dict[str, str]] = {
    Kind.SURVEY: "query_stats",
    Kind.MEASURE: "flag",
    Kind.EVENT: "event",
    Kind.PROCEDURE: "route",
    Kind.TEXT: "description",
    Kind.CHECKLIST: "checklist",
}
"""The picture of each kind."""

LONGEST_KEY: Final = 80
KEY_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""A template's key: words in lower case, joined by hyphens; it stands in addresses and never changes."""

IN_USE: Final = "library.in_use"
"""The metric by which municipalities tell which versions they use; ``version_name`` gives its cells."""
VERSION_AXIS: Final = "template_version"
VERSION_PATTERN: Final = r"[a-z0-9]+(-[a-z0-9]+)*\.[0-9]+"


def version_name(key: str, number: int) -> str:
    """A version of a template as one word: ``erste-30-tage.2``."""
    return f"{key}.{number}"


RESERVED_KEYS: Final = frozenset({"neu", "einlesen"})
"""Words that stand in addresses where a key could stand."""


def is_key(text: str) -> bool:
    """Whether a template may have this key."""
    return len(text) <= LONGEST_KEY and re.fullmatch(KEY_PATTERN, text) is not None and text not in RESERVED_KEYS
