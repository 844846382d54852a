"""A guide decides about a new version of a template and asks with it, by keyboard alone."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.accounts import PASSWORD
from tests.journeys import keyboard
from tests.journeys.questionnaire import NEW_QUESTION, TITLE
from tests.journeys.seeing import look


def sign_in(page: Page, host: str, email: str) -> None:
    """Address, password, Enter."""
    page.goto(f"{host}/anmelden/")
    page.get_by_label("E-Mail-Adresse").focus()
    page.keyboard.type(email)
    keyboard.write(page, page.get_by_label("Passwort", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}/")


def follow_the_notice(page: Page) -> None:
    """From the bell to the notice and to what is new."""
    keyboard.press(page, page.get_by_role("link", name="1 neuer Hinweis"))
    look(page, "update-notice")
    keyboard.press(page, page.get_by_role("link", name=f"Neue Fassung verfügbar: {TITLE}"))


def read_what_is_new(page: Page) -> None:
    """Both wordings with the words that went and came, the question that came, what the centre says of it."""
    expect(page.get_by_text("Sie haben Fassung 1. Neu ist Fassung 2.")).to_be_visible()
    expect(page.get_by_text("Wohnen klarer gefragt, Gesundheit ist neu.")).to_be_visible()
    gone = "".join(page.locator("del").all_inner_texts())
    come = "".join(page.locator("ins").all_inner_texts())
    assert "Unterstützung" in gone
    assert "Wohnungssuche" in come
    expect(page.get_by_text(NEW_QUESTION).first).to_be_visible()
    look(page, "update-difference")


def decide_later(page: Page) -> None:
    """Be reminded in some weeks."""
    keyboard.choose(page, page.get_by_label("später entscheiden"))
    keyboard.press(page, page.get_by_role("button", name="Entscheidung festhalten"))
    expect(page.get_by_text("Wir erinnern Sie am")).to_be_visible()
    look(page, "update-later")


def keep_the_own_version(page: Page, reason: str) -> None:
    """Without a reason it is asked for; then it stands in the history."""
    look_again(page)
    keyboard.choose(page, page.get_by_label("bei der jetzigen Fassung bleiben"))
    keyboard.press(page, page.get_by_role("button", name="Entscheidung festhalten"))
    look(page, "update-keep-reason")
    keyboard.write(page, page.get_by_label("Begründung"), reason)
    keyboard.press(page, page.get_by_role("button", name="Entscheidung festhalten"))
    expect(page.get_by_text("Sie bleiben bei Ihrer Fassung.")).to_be_visible()
    expect(page.get_by_text(reason)).to_be_visible()
    look(page, "update-kept")


def take_it_over(page: Page) -> None:
    """Adopt the new version after all."""
    look_again(page)
    keyboard.choose(page, page.get_by_label("übernehmen", exact=True))
    keyboard.press(page, page.get_by_role("button", name="Entscheidung festhalten"))
    expect(page.get_by_text("Die neue Fassung ist übernommen.")).to_be_visible()
    look(page, "update-adopted")


def look_again(page: Page) -> None:
    """From the template's page to what is new in it."""
    keyboard.press(page, page.get_by_role("link", name="Neue Fassung ansehen und entscheiden"))


def plan_the_next_wave(page: Page, title: str) -> None:
    """A wave with the new version, by link."""
    today = timezone.localdate()
    keyboard.press(page, page.get_by_role("link", name="Bedarfserhebungen").first)
    keyboard.press(page, page.get_by_role("link", name="Neue Welle"))
    keyboard.write(page, page.get_by_label("Titel"), title)
    version = page.get_by_label("Fragebogen")
    keyboard.select(page, version, f"{TITLE} · Drittstaatsangehörige · Fassung 2")
    keyboard.write_date(page, page.get_by_label("Beginnt am"), today)
    keyboard.write_date(page, page.get_by_label("Endet am"), today + timedelta(days=14))
    keyboard.press(page, page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("Die Welle ist angelegt.")).to_be_visible()
    look(page, "update-next-wave")
