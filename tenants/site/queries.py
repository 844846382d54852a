"""Reads with more than one caller."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Value

from kisi.accounts.models import User
from kisi.core.roles import Role
from tenants.contact_points.queries import main_contact_point
from tenants.site.models import AccessibilityFeedback, Logo, SiteSettings, SiteText


@dataclass(frozen=True, slots=True)
class LogoSeen:
    """What a page needs to show the logo."""

    digest: str
    width: int
    height: int


def newest_version(kind: str, language: str) -> SiteText | None:
    """The version that counts; None where nobody has written one."""
    return SiteText.objects.filter(kind=kind, language=language).order_by("-pk").first()


def own_texts(kinds: Iterable[str], language: str) -> dict[str, SiteText]:
    """Kind → the municipality's own text in this language, else in German; where the default counts it is missing."""
    newest: dict[tuple[str, str], SiteText] = {}
    for version in SiteText.objects.filter(kind__in=list(kinds), language__in={language, "de"}).order_by("pk"):
        newest[version.kind, version.language] = version
    found: dict[str, SiteText] = {}
    for code in (language, "de"):
        for (kind, spoken), version in newest.items():
            if spoken == code and version.body:
                found.setdefault(kind, version)
    return found


def logo_seen() -> LogoSeen | None:
    """The logo without its content."""
    row = Logo.objects.values_list("digest", "width", "height").first()
    return LogoSeen(*row) if row else None


def logo_and_open_feedback() -> tuple[LogoSeen | None, int]:
    """The logo, and how many reports of barriers wait for an answer; one statement."""
    logo = Logo.objects.order_by().values_list("digest", "width", "height")
    waiting = AccessibilityFeedback.objects.filter(answered_at=None).order_by()
    rows = list(logo.union(waiting.values_list(Value(""), Value(0), "pk"), all=True).order_by())
    logos = [LogoSeen(*row) for row in rows if row[0]]
    return next(iter(logos), None), len(rows) - len(logos)


def feedback_recipients() -> list[str]:
    """Who is told about a report: the address set for it, the main contact point, or every coordinator."""
    settings = SiteSettings.current()
    main = main_contact_point()
    address = settings.feedback_email or (main.email if main else "")
    if address:
        return [address]
    coordinators = User.objects.filter(role=Role.COORDINATOR, is_active=True)
    return list(coordinators.order_by("pk").values_list("email", flat=True))
