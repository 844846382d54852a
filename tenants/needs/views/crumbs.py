"""Where a page of needs stands."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.ui.parts import Crumb


def crumbs(*needs: tuple[str, int], here: str) -> list[Crumb]:
    """The way from the list over needs (title, key) to this page."""
    way = [Crumb(title, reverse("needs:need", args=[pk])) for title, pk in needs]
    return [Crumb(_("Bedarfe"), reverse("needs:list")), *way, Crumb(here)]
