"""The ministry's pages: every figure from one frozen release, whatever stands elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection

from kisi.core.realms import MINISTRY, inside
from shared.metrics.models import Release
from shared.ministry.thresholds import WORDS, threshold_words
from shared.ministry.wording import published
from tests.shared.ministry.frozen import BENSHEIM, freeze, need, three_towns


def soup_of(client: Any, address: str, status: int = 200) -> Any:
    """A page as a tree."""
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return BeautifulSoup(answer.content, "html.parser")


def rows_of(page: BeautifulSoup, key: str) -> list[list[str]]:
    """The cells of a list as a reader sees them."""
    lines = page.select(f"#liste-{key} tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in line.select("th, td")] for line in lines]


def cards_of(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """Key figures: label → value and note."""
    found = {}
    for card in page.select(".k-figure"):
        texts = [part.get_text(" ", strip=True) for part in card.select("dt, dd")]
        found[texts[0]] = (texts[1], texts[2] if len(texts) > 2 else "")
    return found


def test_without_a_release_the_page_says_what_to_do(analyst: Any, reporter: Any) -> None:
    """The analyst gets a button, the reporter a sentence; no page is empty or broken."""
    assert soup_of(analyst, "/hessen/").select_one("a[href='/hessen/staende/neu/']")
    page = soup_of(reporter, "/hessen/")
    assert not page.select_one("a[href='/hessen/staende/neu/']")
    assert "Einen Stand friert das Ministerium ein" in page.get_text()
    for address in ("kennzahlen/surveys.responses/", "handlungsfelder/housing/", "perspektiven/residents/"):
        assert "Noch kein Veröffentlichungsstand" in soup_of(analyst, f"/hessen/{address}").get_text()


def test_key_figures_table_and_freshness(analyst: Any, release: Release) -> None:
    """Exactly what the release holds, with day and number of towns beside it."""
    page = soup_of(analyst, "/hessen/")
    assert "Stand 28.06.2026, 13:01 Uhr · 3 von 3 Kommunen" in page.get_text()
    cards = cards_of(page)
    assert cards["Kommunen mit Zahlen"] == ("3", "von 3, alle sind dabei")
    assert cards["Antwortbögen"] == ("240", "noch kein früherer Zeitraum zum Vergleich")
    assert cards["Aktive Konten"][0] == "20"
    assert [row[0].split()[0] for row in rows_of(page, "gebiete")] == ["Bensheim", "Butzbach", "Oestrich-Winkel"]
    assert [row[2] for row in rows_of(page, "gebiete")] == ["160", "60", "20"]
    assert len(page.select(".k-map a")) == 3
    assert page.select_one(".k-map a")["aria-label"].endswith("Antwortbögen")
    assert "Eine 0 heißt „0 bis 4“" in page.get_text()


def test_who_is_missing_is_named_and_no_zero(analyst: Any, database: Any) -> None:
    """On the overview itself, not only where a release is explained."""
    missing = [{"ags": "06440005", "name": "Butzbach"}]
    freeze("2026-H1", three_towns(), towns_expected=4, missing=missing)
    page = soup_of(analyst, "/hessen/")
    assert "Ohne vollständige Zahlen in diesem Stand; sie zählen nicht als Null: Butzbach" in " ".join(
        page.get_text().split()
    )
    assert cards_of(page)["Kommunen mit Zahlen"] == ("3", "von 4, eine fehlt")


def test_a_district_that_does_not_exist_is_said(analyst: Any, release: Release) -> None:
    """The field is hidden; what is wrong with it is not."""
    assert "Diesen Landkreis gibt es nicht" in soup_of(analyst, "/hessen/?kreis=mond", 422).get_text()


def test_the_trend_is_against_the_period_before(analyst: Any, release: Release) -> None:
    """Twice as many; a difference below two steps of rounding is none."""
    freeze("2026-H2", three_towns(factor=2))
    cards = cards_of(soup_of(analyst, "/hessen/"))
    assert cards["Antwortbögen"] == ("480", "+100 % zum 1. Halbjahr 2026")
    freeze("2027-H1", {**three_towns(factor=2), ("surveys.responses", "06", ""): (485, None)})
    assert cards_of(soup_of(analyst, "/hessen/"))["Antwortbögen"][1] == "kaum anders als im 2. Halbjahr 2026"


def test_an_older_release_can_be_chosen(analyst: Any, release: Release) -> None:
    """Its own figures, not the newest ones; an unknown one is refused."""
    freeze("2026-H2", three_towns(factor=2))
    assert cards_of(soup_of(analyst, f"/hessen/?stand={release.pk}"))["Antwortbögen"][0] == "240"
    assert cards_of(soup_of(analyst, "/hessen/"))["Antwortbögen"][0] == "480"
    soup_of(analyst, "/hessen/?stand=987654", status=422)


@pytest.mark.parametrize(
    "address", ["/hessen/", "/hessen/handlungsfelder/work/", "/hessen/kennzahlen/surveys.need_seen/"]
)
def test_the_newest_release_may_be_named(analyst: Any, release: Release, address: str) -> None:
    """As links from one page to the next do; it is the one that is chosen in the list."""
    newest = freeze("2026-H2", three_towns())
    page = soup_of(analyst, f"{address}?stand={newest.pk}")
    assert [one["value"] for one in page.select("select[name=stand] option[selected]")] == [str(newest.pk)]
    assert page.select(".k-filter__error, [id$=_error]") == []


@pytest.mark.parametrize(
    "query",
    ["stand=x", "zahl=quatsch", "zahl=surveys.responses", "ebene=dorf", "kreis=09", "zahl=%00", "stand=%00", "zahl=:"],
)
def test_wrong_choices_are_refused(analyst: Any, release: Release, query: str) -> None:
    """422 with the page around it, never an error of the server."""
    soup_of(analyst, f"/hessen/?{query}", status=422)


def test_shares_show_their_denominator_or_why_they_are_hidden(analyst: Any, release: Release) -> None:
    """Oestrich-Winkel has 10 answers only: no number, a reason, and no place on the map."""
    page = soup_of(analyst, "/hessen/?zahl=surveys.need_seen:perspective%3Dresidents%7Ctopic%3Dwork")
    rows = rows_of(page, "gebiete")
    assert [row[2:] for row in rows] == [
        ["18,8", "80", "–"],
        ["50,0", "30", "–"],
        ["–", "–", "zu kleine Grundgesamtheit"],
    ]
    assert len(page.select(".k-map a")) == 2


def test_the_matrix_says_who_sees_which_need(analyst: Any, release: Release) -> None:
    """Topics down, perspectives across; each leads to its page."""
    page = soup_of(analyst, "/hessen/")
    lines = page.select(".k-matrix tbody tr")
    assert len(lines) == 12
    assert [cell.get_text(strip=True) for cell in lines[2].select("td")] == ["12,5 %", "12,5 %", "12,5 %"]
    assert lines[2].select_one("a")["href"] == f"/hessen/handlungsfelder/work/?stand={release.pk}"


def test_one_entry_of_the_menu_is_marked(analyst: Any, release: Release) -> None:
    """Releases stand beneath the overview's address and have an entry of their own."""
    marked = soup_of(analyst, f"/hessen/staende/{release.pk}/").select(
        "nav[aria-label='Hauptnavigation'] [aria-current]"
    )
    assert [link.get_text(strip=True) for link in marked] == ["Veröffentlichungsstände"]


def test_districts_lead_to_their_municipalities(analyst: Any, release: Release) -> None:
    """A district of one town is hidden; the filter by district keeps its towns."""
    page = soup_of(analyst, "/hessen/?ebene=district")
    assert {row[-1] for row in rows_of(page, "gebiete")} == {"zu wenige Kommunen"}
    only = rows_of(soup_of(analyst, "/hessen/?kreis=06431"), "gebiete")
    assert [row[1] for row in only] == [BENSHEIM]


def test_page_of_a_metric(analyst: Any, release: Release) -> None:
    """Definition, direction, review, parts; a metric nobody publishes is not found."""
    text = soup_of(analyst, "/hessen/kennzahlen/surveys.responses/").get_text(" ", strip=True)
    assert "Vollständig abgegebene Antwortbögen" in text
    assert "wird nicht bewertet" in text
    assert "26.11.2027" in text
    assert "Nach Perspektive" in text
    soup_of(analyst, "/hessen/kennzahlen/surveys.need_seen/")
    soup_of(analyst, "/hessen/kennzahlen/quatsch/", status=404)
    soup_of(analyst, "/hessen/kennzahlen/surveys.responses/?stand=0", status=422)


def test_a_metric_leads_to_the_map_only_where_it_is_on_it(analyst: Any, release: Release) -> None:
    """A total that is counted for the state alone has no link; every link there is works."""
    freeze("2026-H2", {**three_towns(), ("needs.stated", "06", ""): (35, None)})
    found = {}
    for one in published():
        link = soup_of(analyst, f"/hessen/kennzahlen/{one.key}/").select_one("main a[href*='zahl=']")
        if link is not None:
            found[one.key] = link["href"]
    assert "surveys.responses" in found
    assert "needs.stated" not in found
    for address in found.values():
        soup_of(analyst, address)


def test_pages_of_topics_and_perspectives(analyst: Any, release: Release) -> None:
    """Each share with what it rests on."""
    page = soup_of(analyst, "/hessen/handlungsfelder/work/")
    assert [cell.get_text(strip=True) for cell in page.select(".k-bars__value")] == ["12,5\u00a0%"] * 3
    assert "rund 120 Antworten" in page.get_text()
    assert len(soup_of(analyst, "/hessen/perspektiven/residents/").select(".k-bars tbody tr")) == 12
    soup_of(analyst, "/hessen/handlungsfelder/wetter/", status=404)
    soup_of(analyst, "/hessen/perspektiven/alle/", status=404)


def test_page_of_a_release(analyst: Any, database: Any) -> None:
    """Thresholds, checksum, who is missing, what it corrects."""
    first = freeze("2026-H1", {("surveys.responses", "06", ""): (100, None)})
    missing = [{"ags": BENSHEIM, "name": "Bensheim", "collectors": []}]
    second = freeze(
        "2026-H1", {("surveys.responses", "06", ""): (105, None)}, number=2, missing=missing, towns_reported=2
    )
    page = soup_of(analyst, f"/hessen/staende/{second.pk}/")
    assert rows_of(page, "korrekturen") == [["Antwortbögen", "Hessen", "insgesamt", "100", "105"]]
    text = page.get_text(" ", strip=True)
    assert "2 von 3 Kommunen" in text
    assert "Bensheim" in text
    assert "a" * 64 in text
    assert "Keine Korrekturen" in soup_of(analyst, f"/hessen/staende/{first.pk}/").get_text()
    listed = rows_of(soup_of(analyst, "/hessen/staende/"), "staende")
    assert [row[0] for row in listed] == ["1. Halbjahr 2026 · Stand 2", "1. Halbjahr 2026 · Stand 1"]
    for address in ("", "zahlen/", "bericht.pdf"):
        assert analyst.get(f"/hessen/staende/987654/{address}").status_code == 404


def test_a_release_says_what_is_withheld_and_why(analyst: Any, reporter: Any, database: Any) -> None:
    """Which table of which metric at which level, in words; totals on the page of those who would get them."""
    withheld = [
        {"metric": "surveys.responses", "level": "municipality", "axes": ["perspective"], "cells": []},
        {
            "metric": "surveys.need_seen",
            "level": "district",
            "axes": ["perspective", "topic"],
            "cells": [need("work", "residents")],
        },
    ]
    protocol: dict[str, Any] = {"attempts": 1, "attacks": 1, "fallbacks": 0, "cells": 1, "withheld": withheld}
    protocol["totals_withheld"] = {"accounts.active": "few_municipalities"}
    made = freeze("2026-H1", {("surveys.responses", "06", ""): (100, None)}, protocol=protocol)
    page = soup_of(analyst, f"/hessen/staende/{made.pk}/")
    lines = [line.get_text(strip=True) for line in page.select(".k-notice li")]
    assert lines[0] == "„Antwortbögen“ nach Perspektive, für Kommunen"
    assert lines[1].endswith(
        "für Landkreise und kreisfreie Städte – davon: Aufnahmegesellschaft · Arbeit und Ausbildung"
    )
    assert "Keine Rundung hätte sicher verhindert" in page.get_text()
    text = soup_of(reporter, "/hessen/amif/").get_text(" ", strip=True)
    assert "die Summe wäre die Zahl einer einzelnen" in text


def test_a_release_is_asked_for_and_followed(analyst: Any, reporter: Any) -> None:
    """The form explains, the job has a page, a wrong period is refused; the reporter may not."""
    assert "niemand ändern oder löschen" in soup_of(analyst, "/hessen/staende/neu/").get_text()
    assert analyst.post("/hessen/staende/neu/", {"period": "2001-H1"}).status_code == 422
    answer = analyst.post("/hessen/staende/neu/", {"period": _running()})
    assert answer.status_code == 302
    page = soup_of(analyst, answer.url)
    assert "Der Stand wird berechnet" in page.get_text()
    assert page.select_one("#stand-in-arbeit")["hx-get"] == answer.url
    assert reporter.post("/hessen/staende/neu/", {"period": _running()}).status_code == 403


def _running() -> str:
    from django.utils import timezone

    from kisi.core.periods import period_at

    return period_at(timezone.now()).key


def test_the_reading_role_sees_nothing_else(release: Release) -> None:
    """What a page would like to show beyond releases is refused by the database."""
    with inside(MINISTRY), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM metrics_releasedfigure")
        assert cursor.fetchone()[0] > 0
        for table in ("metrics_contribution", "metrics_releaseinput", "metrics_amiftotal", "accounts_user"):
            with pytest.raises(DatabaseError):
                cursor.execute(f"SELECT 1 FROM {table}")


def test_thresholds_stand_in_the_order_of_their_words() -> None:
    """What belongs together stands together; one nobody knows any more comes last, by its key."""
    said = [str(words) for words, _number in threshold_words({"older": 1, "ratio_area": 20, "base": 5})]
    assert said == [str(WORDS["base"]), str(WORDS["ratio_area"]), "older"]
