"""Reads with more than one caller."""

from __future__ import annotations

from dataclasses import dataclass

from kisi.accounts.models import User
from kisi.core.roles import Role
from tenants.contact_points.queries import main_contact_point
from tenants.site.models import Logo, SiteSettings, SiteText


@dataclass(frozen=True, slots=True)
class LogoSeen:
    """What a page needs to show the logo."""

    digest: str
    width: int
    height: int


def newest_version(kind: str, language: str) -> SiteText | None:
    """The version that counts; None where nobody has written one."""
    return SiteText.objects.filter(kind=kind, language=language).order_by("-pk").first()


def own_text(kind: str, language: str) -> SiteText | None:
    """The municipality's own text in this language, else in German; None where the default counts. One statement."""
    newest: dict[str, SiteText] = {}
    for version in SiteText.objects.filter(kind=kind, language__in={language, "de"}).order_by("pk"):
        newest[version.language] = version
    found = (newest.get(code) for code in (language, "de"))
    return next((version for version in found if version is not None and version.body), None)


def logo_seen() -> LogoSeen | None:
    """The logo without its content."""
    row = Logo.objects.values_list("digest", "width", "height").first()
    return LogoSeen(*row) if row else None


def feedback_recipients() -> list[str]:
    """Who is told about a report: the address set for it, the main contact point, or every coordinator."""
    settings = SiteSettings.current()
    main = main_contact_point()
    address = settings.feedback_email or (main.email if main else "")
    if address:
        return [address]
    coordinators = User.objects.filter(role=Role.COORDINATOR, is_active=True)
    return list(coordinators.order_by("pk").values_list("email", flat=True))
