"""What people click in the library: writing and reviewing in the centre, adopting in a town."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.questionnaire import KEY, TITLE, as_file
from tests.journeys.seeing import look


def write_a_template(page: Page, definition: dict[str, Any]) -> None:
    """The editor begins a survey from a file and gives it to review."""
    page.get_by_role("link", name="Vorlagenbibliothek").first.click()
    page.get_by_role("link", name="Neue Vorlage").click()
    look(page, "editor-kinds")
    page.get_by_role("link", name="Bedarfserhebung").last.click()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Schlüssel").fill(KEY)
    page.get_by_label("Kurz gesagt").fill("Was Menschen in den ersten Monaten brauchen.")
    page.get_by_label("Was ist neu?").fill("Erste Fassung: Sprache, Schule, Arbeit, Wohnen.")
    page.get_by_label("Perspektive").select_option(label="Drittstaatsangehörige")
    page.get_by_label("Fragebogen").set_input_files(as_file(definition))
    look(page, "editor-form")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_text("Der Entwurf ist gespeichert.")).to_be_visible()
    look(page, "editor-draft")
    page.get_by_role("button", name="Zur Prüfung geben").click()
    expect(page.get_by_text("Prüfen und veröffentlichen muss jemand anderes.")).to_be_visible()
    expect(page.get_by_role("link", name="Prüfen", exact=True)).to_have_count(0)
    look(page, "editor-submitted")


def review_and_publish(page: Page) -> None:
    """The second editor follows the notice, reads the version and publishes it."""
    look(page, "reviewer-start")
    page.get_by_role("link", name="1 neuer Hinweis").click()
    look(page, "reviewer-notice")
    page.get_by_role("link", name=f"Zur Prüfung: {TITLE}").click()
    page.get_by_role("link", name="Prüfen", exact=True).click()
    look(page, "reviewer-review")
    page.get_by_label("veröffentlichen", exact=True).check()
    page.get_by_role("button", name="Abschließen").click()
    expect(page.get_by_text("Veröffentlicht. Die Kommunen sehen die neue Fassung")).to_be_visible()
    look(page, "reviewer-published")


def adopt_the_template(page: Page) -> None:
    """The guide finds the template in the library, reads it and copies it into the town."""
    page.get_by_role("link", name="Vorlagenbibliothek").first.click()
    look(page, "guide-library")
    page.get_by_role("link", name=TITLE).click()
    look(page, "guide-template")
    page.get_by_role("button", name="Fassung 1 übernehmen").click()
    expect(page.get_by_text(f"„{TITLE}“ ist übernommen.")).to_be_visible()
    look(page, "guide-adopted")
