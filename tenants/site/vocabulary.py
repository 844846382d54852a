"""Words of the public pages' settings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextKind(models.TextChoices):
    """Texts a municipality may write itself; each has a default built from what is known of the town."""

    WELCOME = "willkommen", _("Begrüßung auf der Startseite")
    IMPRINT = "impressum", _("Impressum")
    PRIVACY = "datenschutz", _("Datenschutz")
    ACCESSIBILITY = "barrierefreiheit", _("Erklärung zur Barrierefreiheit")


class Conformity(models.TextChoices):
    """How far the pages meet the requirements, in the words of the European model statement."""

    FULL = "full", _("vollständig vereinbar")
    PARTIAL = "partial", _("teilweise vereinbar")
    NONE = "none", _("nicht vereinbar")


class Assessment(models.TextChoices):
    """Who has checked it."""

    OPEN = "open", _("Eine Prüfung durch die Kommune steht noch aus")
    SELF = "self", _("Selbstbewertung")
    EXTERNAL = "external", _("Prüfung durch eine andere Stelle")


class ReviewState(models.TextChoices):
    """How far a translation of the fixed words has been checked."""

    SOURCE = "source", _("Ausgangstext")
    DRAFT = "draft", _("Entwurf, von der Zielgruppe noch nicht geprüft")
    MACHINE = "machine", _("maschinell übersetzt, noch nicht geprüft")
    REVIEWED = "reviewed", _("von einer sprachkundigen Person geprüft")
