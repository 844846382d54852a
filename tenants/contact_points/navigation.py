"""What contact points add to the shell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import Asked, Found
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, SettingsPage, StartCard, declare
from tenants.contact_points.models import SEARCH, ContactPoint
from tenants.contact_points.queries import main_hours, sessions_between, with_hours


def todays_hours(request: HttpRequest) -> dict[str, Any] | None:  # noqa: ARG001 (the signature of every card)
    """Today's sessions at every contact point, and for each that has none today the next one."""
    points = with_hours(ContactPoint.objects.present())
    today = timezone.localdate()
    held = sessions_between(points, today, today)
    busy = {found.contact_point.pk for found in held}
    idle = [(point.contact_point, point.now.following) for point in points if point.contact_point.pk not in busy]
    return {"held": held, "idle": idle, "now": timezone.now()} if points else None


def asked(_request: HttpRequest) -> list[Asked]:
    """Contact points by name and address; everybody may see them."""
    return [Asked(SEARCH, ContactPoint.objects.present(), ("id", "name", "street", "postal_code", "place"))]


def shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    """With their address."""
    points = [ContactPoint(**row) for row in found]
    return [
        SearchHit(point.name, reverse("contact_points:contact_point", args=[point.pk]), point.address)
        for point in points
    ]


def state(request: HttpRequest) -> str:  # noqa: ARG001 (the signature of every settings page)
    """The main contact point's hours in a few words."""
    return ", ".join(str(row) for row in main_hours()[:3])


declare(
    MenuEntry(
        key="contact_points",
        label=_("Anlaufstellen"),
        icon="home_pin",
        url_name="contact_points:list",
        group="settings",
        order=30,
        permission=Permission.WORKSPACE_VIEW,
    ),
    SettingsPage(
        key="contact_points",
        label=_("Anlaufstellen und Sprechzeiten"),
        icon="home_pin",
        url_name="contact_points:list",
        text=_("Adresse, Wochenzeiten, Schließtage und andere Ausnahmen."),
        order=20,
        permission=Permission.WORKSPACE_VIEW,
        state=state,
    ),
    StartCard(
        key="contact_points.today",
        title=_("Heutige Sprechzeiten"),
        template="contact_points/today.html",
        build=todays_hours,
        order=20,
        span=4,
        permission=Permission.WORKSPACE_VIEW,
        late=True,
    ),
    SearchSource(
        key="contact_points",
        label=_("Anlaufstellen"),
        icon="home_pin",
        asked=asked,
        shown=shown,
        order=60,
        permission=Permission.WORKSPACE_VIEW,
    ),
)
