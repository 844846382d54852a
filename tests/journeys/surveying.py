"""What a guide clicks: opening a wave, reading its results, stating a need from them and deciding about it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.questionnaire import TITLE
from tests.journeys.seeing import look

NEED = "Wohnungen für Menschen, die neu ankommen"
REASON = "Zwei von drei Befragten brauchen dabei viel Unterstützung."


def open_a_wave(page: Page, title: str) -> str:
    """Plan a wave by link for the next two weeks and release it; the address for participants."""
    today = timezone.localdate()
    page.get_by_role("link", name="Bedarfserhebungen").first.click()
    page.get_by_role("link", name="Neue Welle").click()
    look(page, "guide-wave-form")
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Fragebogen").select_option(label=f"{TITLE} · Drittstaatsangehörige · Version 1")
    page.get_by_label("Beginnt am").fill(today.isoformat())
    page.get_by_label("Endet am").fill((today + timedelta(days=14)).isoformat())
    for other in ("Papierbogen", "Begleitetes Gespräch"):
        page.get_by_role("group", name="Wege").get_by_label(other).uncheck()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Die Welle ist angelegt.")).to_be_visible()
    look(page, "guide-wave-planned")
    page.get_by_role("link", name="Freigeben").first.click()
    look(page, "guide-wave-release")
    page.get_by_role("button", name="Freigeben").click()
    expect(page.get_by_text("Die Welle ist freigegeben.")).to_be_visible()
    look(page, "guide-wave-open")
    return page.locator(".k-address").inner_text().strip()
