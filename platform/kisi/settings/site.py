"""Settings of the public pages: limits, and facts of the state and the programme that may change."""

from __future__ import annotations

from kisi.settings.environment import Environment

_env = Environment()

# A logo: bytes of the file, pixels of its longest side.
KISI_LOGO_BYTES = _env.number("KISI_LOGO_BYTES", default=300_000)
KISI_LOGO_PIXELS = _env.number("KISI_LOGO_PIXELS", default=2_000)
# Seconds a town's website may keep the office hours before it asks again.
KISI_PUBLIC_CACHE_SECONDS = _env.number("KISI_PUBLIC_CACHE_SECONDS", default=300, minimum=0)

KISI_PROGRAMME = _env.text(
    "KISI_PROGRAMME", default="Kommunale Integrations-Guides zur Stärkung der Integrationserfolge (KISI)"
)
# Whom people can turn to when a report of a barrier is not answered (HVBIT § 6). The address is public on its page.
KISI_ENFORCEMENT_BODY = {
    "name": _env.text(
        "KISI_ENFORCEMENT_BODY",
        default="Durchsetzungs- und Überwachungsstelle barrierefreie Informationstechnik Hessen",
    ),
    "seat": _env.text("KISI_ENFORCEMENT_SEAT", default="beim Regierungspräsidium Gießen"),
    "url": _env.text("KISI_ENFORCEMENT_URL", default="https://lbit.hessen.de"),
    "email": _env.text("KISI_ENFORCEMENT_EMAIL", default=""),
}
