"""A town beside its peers: what it sees, what it never sees, and when nothing is drawn."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kisi.core.facts import metric
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.benchmarks.actions import draw_bands
from shared.benchmarks.models import Band
from shared.metrics.models import Contribution, Release
from tests.accounts import person, sign_in
from tests.servers import Servers
from tests.shared.ministry.frozen import NEED_SEEN, RESPONSES, need
from tests.shared.ministry.frozen import freeze as freeze_figures

PERIOD = "2026-H1"
WORK = need("work", "residents")


def freeze(towns: int, *, need_of: int = 60, stand: int = 1) -> Release:
    """A release of so many towns of the district 06431 with its bands: 10, 20, … responses, 25 per cent need."""
    cells: dict[Any, Any] = {}
    for number in range(1, towns + 1):
        ags = f"{6431000 + number:08d}"
        cells[RESPONSES, ags, ""] = (10 * number, None)
        cells[NEED_SEEN, ags, WORK] = (need_of // 4, need_of)
    return freeze_figures(PERIOD, cells, number=stand, beside=draw_bands)


def reports(town: MunicipalityRef, key: str, cell: str, numerator: int, denominator: int | None = None) -> None:
    """What the town itself counted."""
    with inside(realm_of(town)):
        Contribution.objects.create(
            role=town.schema, metric=key, period=PERIOD, cell=cell, numerator=numerator, denominator=denominator,
            definition=metric(key).digest, version=metric(key).version, collected_at=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def guide(client_for: Any, bensheim: MunicipalityRef) -> Any:
    """A guide of Bensheim (06431002)."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def text_of(client: Any, query: str = "") -> str:
    """The page as text."""
    answer = client.get(f"/vergleich/?{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_before_any_release_the_page_says_so(guide: Any) -> None:
    """Nothing to do for the town."""
    assert "Noch nichts zu vergleichen" in text_of(guide)


def test_own_value_beside_the_band_of_the_district(guide: Any, bensheim: MunicipalityRef) -> None:
    """Ten towns: middle half 32.5 to 77.5, shown whole; 87 lies above; more is not judged; no name of a peer."""
    freeze(10)
    reports(bensheim, RESPONSES, "", 87)
    text = text_of(guide, "gruppe=district")
    assert "Eigener Wert 87" in text
    assert "Median 55" in text
    assert "Ihr Wert liegt über der mittleren Hälfte von 10 Kommunen (32 bis 78)." in text
    assert "weder besser noch schlechter" in text
    assert "06431001" not in text
    assert "Butzbach" not in text


def test_a_town_that_was_not_asked_yet_has_no_zero(guide: Any, bensheim: MunicipalityRef) -> None:
    """Without any figure: a sentence; with a total, a perspective nobody answered from is a zero."""
    freeze(10)
    text = text_of(guide, "gruppe=all")
    assert "noch keine Zahlen erhoben" in text
    assert "Eigener Wert" not in text
    reports(bensheim, RESPONSES, "", 0)
    assert "Eigener Wert 0" in text_of(guide, "gruppe=all")


def test_chart_and_sentence_say_the_same_to_the_last_digit(guide: Any, bensheim: MunicipalityRef) -> None:
    """14.95 per cent: as a binary number it lies below, and the chart once said 14.9 where the sentence said 15.0."""
    shares = [149] * 3 + [151] * 7
    cells: dict[Any, Any] = {
        (NEED_SEEN, f"{6431001 + number:08d}", WORK): (share, 1000) for number, share in enumerate(shares)
    }
    freeze_figures(PERIOD, cells, beside=draw_bands)
    reports(bensheim, NEED_SEEN, WORK, 15, 100)
    with inside(CENTRAL):
        band = Band.objects.get(group_kind="all", cell=WORK)
    text = text_of(guide, f"zahl={NEED_SEEN}:residents&gruppe=all")
    told = re.search(r"Kommunen \((\S+) % bis (\S+) %\)", text)
    drawn = re.search(r"mittlere Hälfte: (\S+) % bis (\S+) %", text)
    assert str(band.lower) == "14.95"
    assert told
    assert drawn
    assert told.groups() == drawn.groups()


def test_one_reason_is_said_once(guide: Any, bensheim: MunicipalityRef) -> None:
    """For all figures it holds for."""
    freeze(3)
    reports(bensheim, RESPONSES, "", 87)
    assert text_of(guide, "gruppe=district").count("gibt es in diesem Stand keine Zahlen") == 1


def test_all_need_ten_a_group_five(guide: Any, bensheim: MunicipalityRef) -> None:
    """Nine towns: a band of the district, none of all."""
    freeze(9)
    reports(bensheim, RESPONSES, "", 87)
    assert "Median 50" in text_of(guide, "gruppe=district")
    text = text_of(guide, "gruppe=all")
    assert "zeigen 9 Kommunen einen Wert, nötig sind 10" in text
    assert "Median" not in text


def test_a_share_over_too_few_of_ones_own_is_not_drawn(guide: Any, bensheim: MunicipalityRef) -> None:
    """29 answers: no band and why; 30: a band."""
    freeze(10)
    reports(bensheim, NEED_SEEN, WORK, 20, 29)
    assert "Bei Ihnen liegen 29 Antworten vor, nötig sind 30" in text_of(
        guide, f"zahl={NEED_SEEN}:residents&gruppe=all"
    )
    with inside(realm_of(bensheim)):
        Contribution.objects.all().delete()
    reports(bensheim, NEED_SEEN, WORK, 15, 30)
    text = text_of(guide, f"zahl={NEED_SEEN}:residents&gruppe=all")
    assert "Eigener Wert 50,0 %" in text
    assert "(25,0 % bis 25,0 %)" in text


@pytest.mark.parametrize("query", ["gruppe=freunde", "zahl=quatsch", "zahl=%00", "gruppe=%00"])
def test_wrong_choices_are_refused(guide: Any, database: Servers, query: str) -> None:
    """422, never an error of the server."""
    freeze(3)
    assert guide.get(f"/vergleich/?{query}").status_code == 422


def test_a_town_reads_bands_and_no_peers_value(database: Servers, bensheim: MunicipalityRef) -> None:
    """The database refuses releases and figures; bands can be read and not written."""
    freeze(10)
    with inside(realm_of(bensheim)):
        assert Band.objects.filter(group_kind="all", metric=RESPONSES).get().towns == 10
        for statement in (
            "SELECT 1 FROM metrics_releasedfigure",
            "SELECT 1 FROM metrics_release",
            "SELECT 1 FROM metrics_releaseinput",
            "DELETE FROM benchmarks_band",
            "UPDATE benchmarks_band SET towns = 1",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_bands_are_frozen_with_their_release(database: Servers) -> None:
    """Nothing is added later, nothing changed, not even by a superuser's plain statement."""
    release = freeze(10)
    with inside(CENTRAL), pytest.raises(DatabaseError):
        draw_bands(release)
    with database.superuser_connection() as admin:
        for statement in (
            "UPDATE benchmarks_band SET towns = 1",
            "DELETE FROM benchmarks_band",
            "TRUNCATE benchmarks_band",
        ):
            with pytest.raises(Exception, match="nicht mehr geändert"), admin.transaction():
                admin.execute(statement)


def test_the_ministry_sees_every_group_without_names(client_for: Any, database: Servers) -> None:
    """A row for each figure and group, as exact as the municipalities see it, as page and file."""
    analyst = sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)
    assert "Keine Vergleichsbänder" in analyst.get("/hessen/vergleich/").content.decode()
    freeze(10)
    lines = analyst.get("/hessen/vergleich/?gruppe=all&format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1:] == ['"insgesamt";"alle Kommunen im Projekt";"10";"32";"55";"78";""']
    lines = analyst.get(f"/hessen/vergleich/?gruppe=all&zahl={NEED_SEEN}:residents&format=csv").content.decode()
    assert '"10";"25,0";"25,0";"25,0";"%"' in lines
    assert analyst.get("/hessen/vergleich/?gruppe=freunde").status_code == 422


def test_groups_that_are_too_small_are_counted_not_listed(client_for: Any, database: Servers) -> None:
    """Nine of all towns: no row of dashes but what is needed, what there is, and the way out."""
    analyst = sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)
    freeze(9)
    text = " ".join(analyst.get("/hessen/vergleich/?gruppe=all").content.decode().split())
    assert "Nötig sind 10 Kommunen mit einem Wert, die größte Gruppe hat 9." in text
    assert "Wählen Sie eine andere Vergleichsgruppe oder eine andere Kennzahl." in text
    assert "alle Kommunen im Projekt</td>" not in text
    assert "Hier ist keine Vergleichsgruppe" not in analyst.get("/hessen/vergleich/?gruppe=district").content.decode()


def test_overlapping_groups_tell_no_more_than_the_release(bensheim: MunicipalityRef, database: Servers) -> None:
    """Whoever subtracts one group from another finds at most a released value: bands are made of nothing else.

    Two worlds with the same released figures and other true ones have the same bands, in every group.
    """
    first = freeze(10)
    reports(bensheim, RESPONSES, "", 987)
    reports(bensheim, NEED_SEEN, WORK, 59, 60)
    second = freeze(10, stand=2)
    with inside(CENTRAL):
        drawn = [
            list(
                Band.objects.filter(release=one)
                .order_by("metric", "cell", "group_kind", "group")
                .values_list("metric", "cell", "group_kind", "group", "towns", "lower", "median", "upper")
            )
            for one in (first, second)
        ]
    assert drawn[0] == drawn[1]
    assert {kind for _metric, _cell, kind, *_numbers in drawn[0]} >= {"all", "district"}
