"""The platform's figures: filling towns with sheets, collecting, rounding – and one hand-written UNION ALL as rival."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg import sql

from kisi.core.periods import Period, period_at
from kisi.core.realms import CENTRAL, inside, realm_of
from kisi.core.vocabulary import Perspective, Topic
from kisi.tenancy.directory import all_municipalities
from shared.disclosure import CATALOGUE, Task, Thresholds, protect
from shared.library import shipped
from shared.metrics.collection.running import begin_run, work_on
from shared.metrics.releasing.inputs import read_inputs
from shared.metrics.vocabulary import RunReason
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.surveys.models import Wave

WORKERS: Final = 2
_CHUNK: Final = 250
"""Schemas in one UNION ALL."""
_SHEETS: Final = """
INSERT INTO surveys_response (id, wave_id, version_id, channel, language, week, consent_version, answers)
SELECT gen_random_uuid(), %(wave)s, %(version)s, (ARRAY['link', 'paper', 'kiosk', 'code'])[1 + floor(random() * 4)],
       (ARRAY['de', 'ar', 'uk', 'fa', 'tr', 'ru'])[1 + floor(random() * 6)], %(week)s, 1,
       jsonb_build_object('sex', (ARRAY['w', 'm', 'd', 'na'])[1 + floor(random() * 4)],
                          'age_bracket', (ARRAY['u18', '18_60', 'o60', 'na'])[1 + floor(random() * 4)],
                          'barriers', '["language", "time"]'::jsonb)
       || (SELECT jsonb_object_agg('need_' || topic, floor(random() * 4 + number * 0))
             FROM unnest(%(topics)s::text[]) topic)
  FROM generate_series(1, %(sheets)s) number
"""
_UNION_OF_SHEETS: Final = """
SELECT {name}, w.perspective, r.channel, r.language, r.answers ->> 'sex', r.answers ->> 'age_bracket', count(*)
  FROM {schema}.surveys_response r JOIN {schema}.surveys_wave w ON w.id = r.wave_id
 WHERE r.week BETWEEN {first} AND {last} GROUP BY 2, 3, 4, 5, 6
"""
_UNION_OF_NEEDS: Final = """
SELECT {name}, w.perspective, {counts}
  FROM {schema}.surveys_response r JOIN {schema}.surveys_wave w ON w.id = r.wave_id
 WHERE r.week BETWEEN {first} AND {last} GROUP BY 2
"""
_COUNTS: Final = sql.SQL(", ").join(
    sql.SQL(
        "count(*) FILTER (WHERE r.answers ->> {0} <> 'dk'), count(*) FILTER (WHERE r.answers ->> {0} IN ('2', '3'))"
    ).format(sql.Literal(f"need_{topic}"))
    for topic in Topic.values
)


def running_period() -> Period:
    """The half-year everything is filled into."""
    return period_at(timezone.now())


def seed_sheets(sheets: int) -> None:
    """Every town has three waves of the shipped instruments and about so many sheets in all."""
    contents = {one["content"]["perspective"]: one for one in shipped.shipped_templates() if one["kind"] == "survey"}
    for town in all_municipalities():
        with inside(realm_of(town)):
            for perspective in Perspective.values:
                _add_sheets(_wave(perspective, contents[perspective]), sheets // len(Perspective.values))
            connection.close()


def one_sheet_more() -> None:
    """Something changes in every town."""
    for town in all_municipalities():
        with inside(realm_of(town)):
            _add_sheets(Wave.objects.order_by("pk")[0], 1)


def _wave(perspective: str, template: dict[str, Any]) -> Wave:
    period = running_period()
    instrument, made = Instrument.objects.get_or_create(
        origin_key=template["key"], defaults={"title": perspective, "perspective": perspective}
    )
    if not made:
        return Wave.objects.get(perspective=perspective)
    version = InstrumentVersion.objects.create(
        instrument=instrument, number=1, definition=template["content"], changed_by="Bench", released_at=timezone.now()
    )
    return Wave.objects.create(
        title=perspective,
        token=perspective.replace("_", "-"),
        version=version,
        perspective=perspective,
        opens_on=period.first_day,
        closes_on=period.last_day,
        created_by="Bench",
    )


def _add_sheets(wave: Wave, sheets: int) -> None:
    first = running_period().first_day
    monday: date = first + timedelta(days=-first.weekday() % 7)
    values: dict[str, Any] = {
        "wave": wave.pk,
        "version": wave.version_id,
        "week": monday,
        "sheets": sheets,
        "topics": Topic.values,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHEETS, values)


def collect() -> float:
    """Everything once, with two workers at it; the seconds it took."""
    workers = _workers()
    started = time.perf_counter()
    with inside(CENTRAL):
        run = begin_run(running_period(), reason=RunReason.REQUEST, wake=False)
        batches = list(run.batches.values_list("pk", flat=True))
        # The processes begin with the first batch; a child must not talk through its parent's connection.
        connection.close()
    for done in [workers.submit(_work_centrally, batch) for batch in batches]:
        done.result()
    seconds = time.perf_counter() - started
    with inside(CENTRAL):
        run.refresh_from_db()
        if run.finished_at is None or any(run.batches.values_list("failed", flat=True)):
            raise RuntimeError("the collection did not come to its end")
    return seconds


@cache
def _workers() -> ProcessPoolExecutor:
    """Processes that stay, as Celery's do: the first run opens their connections, later ones find them open."""
    return ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("fork"))


def _work_centrally(batch: UUID) -> None:
    with inside(CENTRAL):
        work_on(batch)


def union_all() -> float:
    """The same tables by one hand-written statement over all schemas, as the owner of everything; seconds."""
    period = running_period()
    towns = all_municipalities()
    with psycopg.connect(
        os.environ["KISI_BENCH_SUPERUSER"], dbname=str(settings.DATABASES["default"]["NAME"]), autocommit=True
    ) as admin:
        started = time.perf_counter()
        for query in (_UNION_OF_SHEETS, _UNION_OF_NEEDS):
            for position in range(0, len(towns), _CHUNK):
                parts = [
                    sql.SQL(query).format(
                        name=sql.Literal(town.ags),
                        schema=sql.Identifier(town.schema),
                        first=sql.Literal(period.first_day),
                        last=sql.Literal(period.last_day),
                        counts=_COUNTS,
                    )
                    for town in towns[position : position + _CHUNK]
                ]
                admin.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
        return time.perf_counter() - started


def round_figures(*, is_attacked: bool) -> float:
    """What is collected, read and rounded for a release; with the attack that must find nothing, if wanted. Seconds."""
    started = time.perf_counter()
    with inside(CENTRAL):
        inputs = read_inputs(running_period())
    done = protect(
        Task(catalogue=CATALOGUE, towns=inputs.towns, thresholds=Thresholds(), seed="bench", is_attacked=is_attacked)
    )
    if not done.cells:
        raise RuntimeError("there was nothing to round")
    return time.perf_counter() - started


ACTIONS: Final[dict[str, Callable[..., Any]]] = {
    "seed_sheets": seed_sheets,
    "one_sheet_more": one_sheet_more,
    "collect": collect,
    "union_all": union_all,
    "round_figures": round_figures,
}
