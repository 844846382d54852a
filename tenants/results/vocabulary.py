"""Words of this app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What the perspectives say together about a topic; the rule is ``computing.triangulation.verdict_of``."""

    ALL = "all", _("Alle sehen es")
    NONE = "none", _("Niemand sieht es mehrheitlich")
    UNCLEAR = "unclear", _("Kein klarer Unterschied")
    ONE_SIDED = "one_sided", _("Nur eine Seite sieht es")
    ALL_BUT_ONE = "all_but_one", _("Alle außer einer Seite")
    DIFFERENT = "different", _("Die Sichten gehen auseinander")
    TOO_FEW = "too_few", _("Zu wenige Antworten")


class Crossing(models.TextChoices):
    """What a question may be crossed with. Two at once are not offered: the cells would be single people."""

    SEX = "sex", _("Geschlecht")
    AGE_BRACKET = "age_bracket", _("Altersgruppe")
    LANGUAGE = "language", _("Sprache")
    CHANNEL = "channel", _("Weg")
