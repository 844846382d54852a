"""Where the pages for typing in, printing and asking lead back to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.core.access import Permission, allowed
from kisi.ui.parts import Crumb
from tenants.surveys.models import Wave


def ways_back(request: HttpRequest, wave: Wave) -> dict[str, Any]:
    """The trail (``above`` or ``crumbs``) and the page to go on from (``back``).

    Who only helps with entering answers may not open the wave: they go back to the list they came from.
    """
    if not allowed(request.user, Permission.SURVEYS_VIEW):
        back = reverse("participation:to_enter")
        return {"wave": wave, "crumbs": [Crumb(_("Antworten erfassen"), back), Crumb(wave.title)], "back": back}
    address = reverse("surveys:wave", args=[wave.pk])
    return {"wave": wave, "above": address, "back": address}
