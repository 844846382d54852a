"""Help: every screen has its page, found by the question mark, the index and the search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kisi.core.access import decision_of
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from kisi.help.pages import MalformedHelp, help_files, help_pages, page_in, page_of_screen, plain_text, rendered
from tests.accounts import person, sign_in

URLCONFS = ("kisi.urls_tenant", "kisi.urls_public")
NO_SCREENS = {
    "ministry:report",
    "accounts:end_other_sessions", "accounts:end_session", "accounts:remove_municipal_sign_in", "accounts:deactivate",
    "accounts:reactivate", "accounts:remove_factors", "accounts:invite_again", "accounts:withdraw_invitation",
    "audit:check", "mail:html",
    "needs:remove_evidence", "needs:report_file", "needs:restore", "needs:restore_evidence", "needs:separate",
    "notifications:all_read", "notifications:open", "notifications:read",
    "adoptions:adopt", "workspace:settle_entry",
    "workspace:show_checklist", "workspace:start_checklist",
    "contact_points:restore", "contact_points:remove_exception", "contact_points:restore_exception",
    "site:imprint", "site:privacy", "site:accessibility", "site:feedback", "site:thanks", "site:logo",
    "site:office_hours_ics", "site:remove_logo",
    "results:read", "results:report", "results:report_word", "results:restore_code", "results:retire_code",
    "instruments:archive", "instruments:begin", "instruments:change_conditions",
    "instruments:do", "instruments:json", "instruments:remove_language", "instruments:restore",
    "instruments:review", "instruments:undo", "instruments:xlsform", "instrument_schema",
    "library:begin", "library:file", "library:recall", "library:submit", "library:xlsform", "metrics:progress",
    "onboarding:cancel", "onboarding:onboarding_progress", "onboarding:offboarding_progress",
    "onboarding:repeat_invitation", "onboarding:retry", "onboarding:retry_leaving",
    "operation:run_check", "participation:take_back", "privacy:register_file", "privacy:own_data_file", "surveys:qr",
}  # fmt: skip
"""Addresses that only change something, lead on, are part of another page, or are for visitors."""


def named(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All addresses that have a name, with their views."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name, pattern.callback


def screens() -> set[str]:
    """Every screen of both hosts for people who are signed in."""
    found = set()
    for urlconf in URLCONFS:
        for name, view in named(get_resolver(urlconf).url_patterns):
            decision = decision_of(view)
            if decision is not None and not decision.is_public:
                found.add(name)
    return found - NO_SCREENS


def test_every_screen_has_help() -> None:
    assert sorted(screens() - set(page_of_screen())) == []


def test_no_help_for_screens_that_are_gone() -> None:
    known = {name for urlconf in URLCONFS for name, _view in named(get_resolver(urlconf).url_patterns)}
    assert sorted(set(page_of_screen()) - known) == []


def test_one_page_a_name_and_one_a_screen() -> None:
    """Two files of one name would hide each other."""
    names = [file.stem for file in help_files()]
    assert sorted(names) == sorted(set(names))
    shown = [screen for page in help_pages().values() for screen in page.screens]
    assert sorted(shown) == sorted(set(shown))


@pytest.mark.parametrize("page", help_pages().values(), ids=lambda page: page.key)
def test_pages_are_short_and_made_of_known_parts(page: Any) -> None:
    """A title, a first sentence, no HTML, no words that guides do not know."""
    assert 0 < len(page.title) <= 60
    assert 40 <= len(page.summary) <= 400
    assert len(page.source) < 4000
    assert "<" not in page.source
    html = rendered(page.source)
    assert "<h1" not in html
    assert "screen:" not in html


def test_html_in_a_file_stays_text() -> None:
    html = rendered("Hallo <script>alert(1)</script> [x](javascript:alert(1)) [y](screen:gibt:es:nicht)")
    assert "<script" not in html
    assert "href" not in html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Titel\n", "beginnt nicht"),
        ("---\nfarbe: rot\n---\n# Titel\n", "keine der Angaben"),
        ("---\norder: 1\n---\nOhne Überschrift\n", "Überschrift"),
    ],
)
def test_malformed_files_are_named(text: str, said: str) -> None:
    with pytest.raises(MalformedHelp, match=said):
        page_in("probe", text)


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def page(browser: Client, address: str) -> BeautifulSoup:
    answer = browser.get(address, secure=True)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize(
    ("address", "key"),
    [("/", "arbeitsplatz"), ("/personen/", "personen"), ("/hinweise/", "hinweise"), ("/suche/", "suche")],
)
def test_the_question_mark_leads_to_the_help_of_this_screen(guide: Client, address: str, key: str) -> None:
    link = page(guide, address).select_one(".k-topbar__help")
    assert link is not None
    assert link["href"] == f"/hilfe/zu/{key}/"
    assert help_pages()[key].title in page(guide, str(link["href"])).get_text()


def test_the_index_names_what_this_person_meets(guide: Client, client_for: Any) -> None:
    """Guides read nothing about settings, the public host nothing about checklists; unknown pages are 404."""
    shown = page(guide, "/hilfe/").get_text()
    assert ("Checklisten" in shown, "Bereiche ein- und ausblenden" in shown) == (True, False)
    operator = sign_in(client_for(None), person(None, Role.OPERATOR), None)
    shown = page(operator, "/hilfe/").get_text()
    assert ("Haken" in shown, "Angaben zur Kommune" in shown) == (False, False)
    assert guide.get("/hilfe/zu/gibt-es-nicht/", secure=True).status_code == 404


def test_help_is_found_by_words(guide: Client) -> None:
    """On its own page and in the global search; by the beginning of a word, whatever the case."""
    titles = [link.get_text() for link in page(guide, "/hilfe/?q=NOTFALLC").select(".k-card__link")]
    assert titles == ["Zweiter Faktor"]
    assert "Zweiter Faktor" in page(guide, "/suche/?q=notfallcodes").get_text()
    assert "gibt es in der Hilfe nichts" in page(guide, "/hilfe/?q=xyzzy").get_text()


def test_plain_words_have_blanks_only_where_they_were_written() -> None:
    """Marks around a word leave none behind; a line and a paragraph do."""
    assert plain_text("Das Zeichen (oder `h`) führt\n**direkt** dorthin.\n\nUnd zurück.") == (
        "Das Zeichen (oder h) führt direkt dorthin. Und zurück."
    )


def test_what_stands_under_a_heading_is_shown_beside_the_form_it_is_meant_for() -> None:
    head = "---\nscreens: a:b a:c\nhints: a:b = Eins | a:c a:d = Zwei\n---\n"
    page = page_in("probe", f"{head}# Probe\nDavor.\n\n## Eins\n- erst\n\n## Zwei\nletzt\n")
    assert page.hints == {"a:b": "- erst", "a:c": "letzt", "a:d": "letzt"}


def test_a_heading_that_is_not_there_is_named() -> None:
    with pytest.raises(MalformedHelp, match="## Drei"):
        page_in("probe", "---\nscreens: a:b\nhints: a:b = Drei\n---\n# Probe\nText.\n")


def test_the_form_for_a_need_has_hints_from_its_help(bensheim: MunicipalityRef, client_for: Any) -> None:
    """And the way to all of it; a form about which the help has no hints has no panel."""
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    shown = BeautifulSoup(guide.get("/bedarfe/neu/").content, "html.parser").get_text(" ", strip=True)
    assert "Hinweise Am schnellsten geht es aus den Ergebnissen" in shown
    assert "Mehr dazu in der Hilfe" in shown
    assert "Mehr dazu in der Hilfe" not in guide.get("/konto/").content.decode()
