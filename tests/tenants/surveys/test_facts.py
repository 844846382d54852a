"""What surveys report to the state: equal to counting by hand, comparable items only, quick."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kisi.core.facts import cell_key, collector
from kisi.core.periods import Period, period_of
from kisi.core.realms import MunicipalityRef
from shared.disclosure import CATALOGUE, check_catalogue
from shared.metrics.vocabulary import WAVES, WISHED_FOR
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.surveys.models import Response, Wave

SHIPPED = Path(__file__).parents[3] / "shared" / "library" / "data"
PERIOD = period_of("2026-H2")
FILES = {
    "third_country_nationals": "bedarf-drittstaatsangehoerige",
    "residents": "bedarf-einwohnerschaft",
    "administration": "bedarf-verwaltung",
}
TOPICS = ("housing", "work", "health")


def wave_of(perspective: str, origin: str = "central") -> Wave:
    """A wave with the central instrument of a perspective."""
    content = json.loads((SHIPPED / f"{FILES[perspective]}.1.json").read_text())["content"]
    instrument = Instrument.objects.create(
        title=perspective, perspective=perspective, origin_key=origin and f"{origin}-{perspective}"
    )
    version = InstrumentVersion.objects.create(
        instrument=instrument, number=1, definition=content, changed_by="Elif Demir"
    )
    return Wave.objects.create(
        title=perspective,
        token=f"{perspective}-{origin}",
        version=version,
        perspective=perspective,
        opens_on=date(2026, 7, 1),
        closes_on=date(2026, 12, 31),
        created_by="Elif Demir",
    )


def sheets(wave: Wave, number: int, chance: random.Random, *, monday: date = date(2026, 9, 7)) -> list[Response]:
    """Sheets with answers by chance; some questions are not answered."""
    return [
        Response(
            id=uuid.UUID(int=chance.getrandbits(128)),
            wave=wave,
            version=wave.version,
            channel=chance.choice(["link", "paper", "kiosk"]),
            language=chance.choice(["de", "ar", "uk"]),
            week=monday,
            consent_version=1,
            answers=_answers(chance),
        )
        for _ in range(number)
    ]


def _answers(chance: random.Random) -> dict[str, Any]:
    given: dict[str, Any] = {f"need_{t}": chance.choice([0, 1, 2, 3, "dk"]) for t in TOPICS if chance.random() < 0.8}
    given |= {"barriers": ["language", "time"], "open_text": "Mir fehlt ein Platz in der Kita."}
    if chance.random() < 0.7:
        given |= {"sex": chance.choice(["w", "m", "d", "na"]), "age_bracket": chance.choice(["u18", "18_60", "o60"])}
    return given


def figures(period: Period = PERIOD) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Metric and cell → numerator and denominator against the declarations; what is said of waves left out."""
    source = collector("tenants.surveys.answers")
    of_sheets = (one for one in source.count(source.look(period)) if one.metric not in {WAVES, WISHED_FOR})
    return {(one.metric, cell_key(one.cell)): (one.numerator, one.denominator) for one in of_sheets}


def by_hand(rows: list[Response]) -> Iterator[tuple[tuple[str, str], tuple[int, int | None]]]:
    """The same by walking through every sheet."""
    counts: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for row in rows:
        given = row.answers
        cells = [{}, {"perspective": row.wave.perspective}, {"channel": row.channel}, {"language": row.language}]
        cells.append({"sex": given.get("sex", "na"), "age_bracket": given.get("age_bracket", "na")})
        counts.update(cell_key(cell) for cell in cells)
        for topic in TOPICS:
            answer = given.get(f"need_{topic}", "dk")
            cell = cell_key({"topic": topic, "perspective": row.wave.perspective})
            asked[cell] += answer != "dk"
            seen[cell] += answer in {2, 3}
    for cell, number in counts.items():
        yield ("surveys.responses", cell), (number, None)
    for cell, number in asked.items():
        if number:
            yield ("surveys.need_seen", cell), (seen[cell], number)


@pytest.mark.parametrize("number", [1, 3, 120])
def test_figures_equal_a_count_by_hand(in_bensheim: MunicipalityRef, number: int) -> None:
    """Three perspectives, for one sheet, three, and many."""
    chance = random.Random(number)
    rows = [sheet for perspective in FILES for sheet in sheets(wave_of(perspective), number, chance)]
    Response.objects.bulk_create(rows)
    assert figures() == dict(by_hand(rows))


def test_a_question_with_several_answers_counts_a_sheet_once(in_bensheim: MunicipalityRef) -> None:
    """Whoever ticks two of the answers that speak for a need sees one need; who ticks only others sees none."""
    wave = wave_of("residents")
    definition = wave.version.definition
    question = next(
        question
        for page in definition["pages"] for group in page["groups"] for question in group["questions"]
        if question["code"] == "need_housing"
    )  # fmt: skip
    question["type"] = "multi"
    wave.version.save(update_fields=["definition"])
    rows = sheets(wave, 4, random.Random(1))
    for row, answer in zip(rows, (["2", "3"], ["0"], ["3"], None), strict=True):
        row.answers = {} if answer is None else {"need_housing": answer}
    Response.objects.bulk_create(rows)
    seen = {key: value for key, value in figures().items() if key[0] == "surveys.need_seen"}
    assert seen == {("surveys.need_seen", "perspective=residents|topic=housing"): (2, 3)}


def test_nothing_gives_a_total_of_zero(in_bensheim: MunicipalityRef) -> None:
    """A town that asked nobody reports that."""
    assert figures() == {("surveys.responses", ""): (0, None)}


def test_only_what_the_period_holds(in_bensheim: MunicipalityRef) -> None:
    """A week counts where its Monday lies: 29 June still in the first half."""
    wave, chance = wave_of("residents"), random.Random(1)
    Response.objects.bulk_create(sheets(wave, 2, chance, monday=date(2026, 6, 29)))
    Response.objects.bulk_create(sheets(wave, 3, chance, monday=date(2026, 7, 6)))
    assert figures()["surveys.responses", ""] == (3, None)
    assert figures(PERIOD.previous)["surveys.responses", ""] == (2, None)


def test_a_towns_own_instrument_counts_as_answers_and_not_as_need(in_bensheim: MunicipalityRef) -> None:
    """Its questions are not comparable, whatever they are called."""
    Response.objects.bulk_create(sheets(wave_of("residents", origin=""), 4, random.Random(1)))
    found = figures()
    assert found["surveys.responses", ""] == (4, None)
    assert [key for key in found if key[0] == "surveys.need_seen"] == []


def test_an_unknown_language_is_another_one(in_bensheim: MunicipalityRef) -> None:
    """The list of languages is closed, people are not."""
    rows = sheets(wave_of("residents"), 1, random.Random(1))
    rows[0].language = "xx"
    Response.objects.bulk_create(rows)
    assert figures()["surveys.responses", "language=other"] == (1, None)


def test_the_fingerprint_sees_what_came_and_went(in_bensheim: MunicipalityRef) -> None:
    """One sheet more, one less, one exchanged for another; another period does not matter."""
    source, wave, chance = collector("tenants.surveys.answers"), wave_of("residents"), random.Random(1)
    marks = [source.look(PERIOD).fingerprint]
    first, second, third = sheets(wave, 3, chance)
    for rows in ([first], [second]):
        Response.objects.bulk_create(rows)
        marks.append(source.look(PERIOD).fingerprint)
    second.delete()
    assert source.look(PERIOD).fingerprint == marks[1]
    Response.objects.bulk_create([third])
    marks.append(source.look(PERIOD).fingerprint)
    assert len(set(marks)) == 4
    Response.objects.bulk_create(sheets(wave, 1, chance, monday=PERIOD.first_day - timedelta(days=2)))
    assert source.look(PERIOD).fingerprint == marks[3]


def test_five_thousand_sheets_are_counted_at_once(in_bensheim: MunicipalityRef) -> None:
    """The state's budget is 5 seconds for 42 towns with two workers: 0.24 s a town."""
    chance = random.Random(7)
    rows = [sheet for perspective in FILES for sheet in sheets(wave_of(perspective), 1667, chance)]
    Response.objects.bulk_create(rows)
    started = time.perf_counter()
    figures()
    assert time.perf_counter() - started < 2


def test_the_catalogue_publishes_them_within_the_rules() -> None:
    """With these metrics declared."""
    check_catalogue(CATALOGUE)
    assert {"surveys.responses", "surveys.need_seen"} <= {entry.metric for entry in CATALOGUE.entries}


def test_only_what_a_sheet_came_to_is_counted_anew(in_bensheim: MunicipalityRef) -> None:
    """Two waves, a sheet more in one of them: the figures are those of a count by hand, the other wave is not read."""
    chance = random.Random(7)
    first, second = wave_of("residents"), wave_of("administration")
    rows = sheets(first, 20, chance) + sheets(second, 30, chance)
    Response.objects.bulk_create(rows)
    assert figures() == dict(by_hand(rows))
    more = sheets(first, 1, chance)
    Response.objects.bulk_create(more)
    with CaptureQueriesContext(connection) as asked:
        assert figures() == dict(by_hand(rows + more))
    counting = [query["sql"] for query in asked if "answers" in query["sql"]]
    assert len(counting) == 2
    assert not any(f"ARRAY[{second.pk}" in text or f"({second.pk}" in text for text in counting)


def test_a_sheet_that_is_taken_back_counts_no_longer(in_bensheim: MunicipalityRef) -> None:
    """And one in the place of another counts as itself: not the number of sheets says whether all is as it was."""
    chance = random.Random(8)
    rows = sheets(wave_of("residents"), 20, chance)
    Response.objects.bulk_create(rows)
    assert figures() == dict(by_hand(rows))
    rows.pop().delete()
    assert figures() == dict(by_hand(rows))
    rows.pop().delete()
    other = sheets(rows[0].wave, 1, chance)
    Response.objects.bulk_create(other)
    assert figures() == dict(by_hand(rows + other))
