"""Words of this app: what a token may be good for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenScope(models.TextChoices):
    """What a program may do with its token, at most: never more than the person may who issued it."""

    READ_SURVEYS = "surveys:read", _("Fragebögen und Wellen lesen")
    WRITE_SURVEYS = "surveys:write", _("Wellen planen, ändern, freigeben, beenden und wieder öffnen")
    READ_RESULTS = "results:read", _("Ergebnisse von Wellen lesen (nur Zahlen)")
    READ_NEEDS = "needs:read", _("Bedarfe mit Belegen und Entscheidungen lesen")
    WRITE_NEEDS = "needs:write", _("Bedarfe formulieren, ändern und über sie entscheiden")
    READ_CONTACT_POINTS = "contact-points:read", _("Anlaufstellen lesen, auch nicht öffentliche")
    WRITE_CONTACT_POINTS = "contact-points:write", _("Anlaufstellen, Sprechzeiten und Ausnahmen pflegen")
