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
    """From the adopted template: plan a wave by link for two weeks and release it; the address for participants."""
    today = timezone.localdate()
    page.get_by_role("link", name="Welle planen").click()
    look(page, "guide-wave-form")
    expect(page.get_by_label("Fragebogen").locator("option:checked")).to_have_text(
        f"{TITLE} · Drittstaatsangehörige · Fassung 1"
    )
    page.get_by_label("Titel").fill(title)
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


def read_the_result(page: Page, title: str, *, sheets: int) -> None:
    """From the list of waves to the wave, and from there to what its people say."""
    page.get_by_role("link", name="Bedarfserhebungen").first.click()
    page.get_by_role("link", name=title).first.click()
    look(page, "guide-wave-answered")
    page.get_by_role("main").get_by_role("link", name="Ergebnisse").click()
    expect(page.get_by_text(f"{sheets} Antwortbögen").first).to_be_visible()
    look(page, "guide-result")


def read_an_answer(page: Page, text: str) -> None:
    """What somebody wrote in their own words, and back to the numbers."""
    page.get_by_role("link", name="Antworten lesen").click()
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_role("link", name="Ersten Code anlegen")).to_be_visible()
    look(page, "guide-own-words")
    page.go_back()


def state_the_need(page: Page) -> None:
    """From the question about housing to a need with this evidence."""
    page.locator("#frage-need_housing").get_by_role("link", name="Bedarf formulieren").click()
    look(page, "guide-need-form")
    expect(page.get_by_label("Handlungsfeld")).to_have_value("housing")
    expect(page.get_by_role("group", name="Ergebnisse als Beleg").get_by_role("checkbox").first).to_be_checked()
    page.get_by_label("Bedarf", exact=True).fill(NEED)
    page.get_by_label("hoch").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1, name=NEED)).to_be_visible()
    look(page, "guide-need")


def decide_about_it(page: Page) -> None:
    """The decision with its reason stands in the history."""
    page.get_by_role("link", name="Entscheiden", exact=True).click()
    look(page, "guide-decide")
    page.get_by_label("entschieden", exact=True).check()
    page.get_by_label("Priorität").select_option(label="jetzt")
    page.get_by_label("Begründung").fill(REASON)
    page.get_by_role("button", name="Entscheidung festhalten").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    look(page, "guide-decided")
