"""The roles people and machines have. Who may do what with them stands in ``kisi.core.access``."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles inside a municipality and on the public host; the label is what people read."""

    GUIDE = "guide", _("Integrationsguide")
    COORDINATOR = "coordinator", _("Koordination")
    CONTRIBUTOR = "contributor", _("Mitwirkung")
    AUDITOR = "auditor", _("Prüfung")
    MINISTRY_ANALYST = "ministry_analyst", _("Ministerium")
    AMIF_REPORTER = "amif_reporter", _("AMIF-Berichterstattung")
    TEMPLATE_EDITOR = "template_editor", _("Vorlagenredaktion")
    OPERATOR = "operator", _("Betrieb")
    INTEGRATOR = "integrator", _("Schnittstelle")


MUNICIPAL_ROLES = frozenset({Role.GUIDE, Role.COORDINATOR, Role.CONTRIBUTOR, Role.AUDITOR})
CENTRAL_ROLES = frozenset(Role) - MUNICIPAL_ROLES
