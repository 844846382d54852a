"""Words that every app shares: the axes on which everything is comparable (DOMAIN.md, "Words")."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """Handlungsfeld: one central list, in the order it is shown everywhere."""

    LANGUAGE = "language", _("Sprache")
    EDUCATION = "education", _("Bildung und Kinderbetreuung")
    WORK = "work", _("Arbeit und Ausbildung")
    HOUSING = "housing", _("Wohnen")
    HEALTH = "health", _("Gesundheit")
    BENEFITS = "benefits", _("Leistungen und Aufenthaltsrecht")
    ENCOUNTER = "encounter", _("Begegnung und Teilhabe")
    FAMILY = "family", _("Familie")
    MOBILITY = "mobility", _("Mobilität")
    SAFETY = "safety", _("Diskriminierung und Sicherheit")
    VOLUNTEERING = "volunteering", _("Ehrenamt")
    PROCEDURES = "procedures", _("Verwaltung und Abläufe")


class Perspective(models.TextChoices):
    """Perspektive: whose view of the same needs is asked for."""

    THIRD_COUNTRY_NATIONALS = "third_country_nationals", _("Drittstaatsangehörige")
    RESIDENTS = "residents", _("Aufnahmegesellschaft")
    ADMINISTRATION = "administration", _("Verwaltung")


class Sex(models.TextChoices):
    """Gender as it is collected; how it is mapped for the Commission is data of the report."""

    FEMALE = "w", _("weiblich")
    MALE = "m", _("männlich")
    DIVERSE = "d", _("divers")
    UNKNOWN = "na", _("keine Angabe")


class AgeBracket(models.TextChoices):
    """Age brackets of Regulation (EU) 2021/1147, Annex VIII: 18 and 60 lie in the middle."""

    UNDER_18 = "u18", _("unter 18")
    FROM_18_TO_60 = "18_60", _("18 bis 60")
    OVER_60 = "o60", _("über 60")
    UNKNOWN = "na", _("keine Angabe")
