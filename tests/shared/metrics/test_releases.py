"""Releases: computed once, frozen for good, corrected only by a later one; the ministry reads them and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kisi.accounts.models import User
from kisi.audit.models import Entry
from kisi.core.actors import Actor
from kisi.core.facts import Breakdown, metric
from kisi.core.periods import Period
from kisi.core.realms import CENTRAL, MINISTRY, MunicipalityRef, inside, realm_of
from shared.disclosure import CATALOGUE, Catalogue, Level, Protected, Task, protect, protection
from shared.disclosure.rounding import Method, NoRounding, round_cells
from shared.disclosure.structure import Structure
from shared.metrics.actions import ReleaseRefused, read_amif_totals, request_release
from shared.metrics.models import AmifTotal, Release, ReleasedFigure, ReleaseInput, ReleaseRun
from shared.metrics.queries import changes_since_previous
from shared.metrics.releasing import freezing, inputs, running
from shared.metrics.releasing.freezing import cells_of_release
from shared.metrics.releasing.running import carry_on
from shared.metrics.vocabulary import JobStatus
from tests.servers import Servers
from tests.shared.metrics.conftest import hire

ANALYST = Actor("user", "1", "Sabine Roth")
STAFF = "accounts.active"


def release(period: Period) -> Release:
    """Have a release made, here and now."""
    with inside(CENTRAL):
        run = request_release(period=period, by=ANALYST)
        assert carry_on(run.pk)
        run.refresh_from_db()
        assert run.status == JobStatus.DONE, run.error
        assert run.release is not None
        return run.release


def figures(made: Release, level: str) -> dict[tuple[str, str], int | None]:
    """Area and cell of what was released at a level."""
    with inside(CENTRAL):
        rows = ReleasedFigure.objects.filter(release=made, level=level, metric=STAFF)
        return {(row.area, row.cell): row.numerator for row in rows}


def test_a_release_of_three_towns(staffed: None, period: Period) -> None:
    """4 + 1 + 0 accounts: rounded to fives, additive, every cell of every table there, districts of one town hidden."""
    made = release(period)
    assert (made.period, made.number, made.towns_expected, made.towns_reported) == (period.key, 1, 3, 3)
    assert made.is_interim
    assert made.missing == []
    towns = figures(made, "municipality")
    assert towns == {("06431002", ""): 5, ("06439012", ""): 0, ("06440005", ""): 0}
    assert figures(made, "district") == {("06431", ""): None, ("06439", ""): None, ("06440", ""): None}
    state = figures(made, "state")
    assert state["06", ""] == 5
    assert sum(number or 0 for (_area, cell), number in state.items() if cell) == 5
    assert set(state) == {("06", "")} | {
        ("06", f"role={role}") for role in ("guide", "coordinator", "contributor", "auditor")
    }
    with inside(CENTRAL):
        assert Entry.objects.filter(event="metrics.released").count() == 1
        stored = ReleaseInput.objects.get(release=made, ags="06431002", metric=STAFF)
        assert stored.cells[""] == [4, 0]


def test_the_same_numbers_give_no_second_release(staffed: None, period: Period) -> None:
    """Asked again: the release there is."""
    first = release(period)
    assert release(period) == first


def test_late_changes_become_a_visible_difference(staffed: None, period: Period, butzbach: MunicipalityRef) -> None:
    """The first release stays as it was; the second says what changed."""
    first = release(period)
    before = figures(first, "municipality")
    hire(butzbach, guide=12)
    second = release(period)
    assert (second.number, second.period) == (2, period.key)
    assert figures(first, "municipality") == before
    with inside(CENTRAL):
        changes = {(c.level, c.area, c.cell): (c.before, c.after) for c in changes_since_previous(second)}
    assert changes["municipality", "06440005", ""] in {(0, 10), (0, 15)}
    assert ("municipality", "06431002", "") not in changes
    assert ("municipality", "06439012", "") not in changes


def test_releases_of_an_older_catalogue_are_attacked_together_with_the_new_one(
    staffed: None, period: Period, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new table must not make earlier releases of the same people disappear from the attack."""
    old = Catalogue(CATALOGUE.version - 1, tuple(one for one in CATALOGUE.entries if one.metric == STAFF))
    with monkeypatch.context() as before:
        for module in (running, freezing, inputs):
            before.setattr(module, "CATALOGUE", old)
        first = release(period)
    assert first.catalogue_version == CATALOGUE.version - 1
    attacked: list[Task] = []

    def watched(task: Task, **more: Any) -> Protected:
        attacked.append(task)
        return protect(task, **more)

    monkeypatch.setattr(running, "protect", watched)
    hire(butzbach, guide=12)
    second = release(period)
    assert second.catalogue_version == CATALOGUE.version
    (task,) = attacked
    assert [{key.metric for key in one.cells} for one in task.earlier] == [{STAFF}]


def test_the_last_releases_of_the_period_are_attacked_together(
    staffed: None, period: Period, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """As many as the setting says, the oldest first; the gap between the first and the last is among them."""
    settings.KISI_RELEASES_ATTACKED_TOGETHER = 2
    attacked: list[list[int]] = []

    def watched(task: Task, **more: Any) -> Protected:
        numbers = [one.towns.figures[STAFF]["06440005"][""][0] for one in task.earlier]
        attacked.append(numbers)
        return protect(task, **more)

    monkeypatch.setattr(running, "protect", watched)
    for _ in range(4):
        release(period)
        hire(butzbach, guide=12)
    assert attacked == [[], [1], [1, 13], [13, 25]]


def test_the_newest_releases_of_other_half_years_are_attacked_together(
    staffed: None, period: Period, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The half-year before once, by its newest release; the one after where the earlier one is released again."""
    attacked: list[tuple[int, int, int]] = []

    def watched(task: Task, **more: Any) -> Protected:
        attacked.append((len(task.before), len(task.earlier), len(task.after)))
        return protect(task, **more)

    monkeypatch.setattr(running, "protect", watched)
    release(period.previous)
    release(period)
    hire(butzbach, guide=12)
    release(period)
    with inside(realm_of(butzbach)):
        User.objects.update(created_at=period.previous.starts_at)
    release(period.previous)
    assert attacked == [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 1)]


def test_a_town_without_numbers_is_missing_and_not_zero(
    staffed: None, period: Period, bensheim: MunicipalityRef, database: Servers
) -> None:
    """It stands in the list of missing ones and in no table."""
    with database.superuser_connection() as admin:
        admin.execute(f"REVOKE SELECT ON {bensheim.schema}.accounts_user FROM {bensheim.schema}")
    made = release(period)
    assert made.missing == [{"ags": "06431002", "name": "Bensheim", "collectors": ["kisi.accounts.staff"]}]
    assert (made.towns_expected, made.towns_reported) == (3, 2)
    assert set(figures(made, "municipality")) == {("06439012", ""), ("06440005", "")}


FORBIDDEN = [
    "UPDATE metrics_release SET number = 9",
    "DELETE FROM metrics_release",
    "UPDATE metrics_releasedfigure SET numerator = 9",
    "DELETE FROM metrics_releasedfigure",
    "TRUNCATE metrics_releasedfigure",
    "TRUNCATE metrics_release CASCADE",
    "DELETE FROM metrics_releaseinput",
    "UPDATE metrics_amiftotal SET numerator = 9",
    "INSERT INTO metrics_releasedfigure (release_id, metric, version, level, area, cell, numerator, hidden_because,"
    " base, reach, towns) SELECT id, 'x', 1, 'state', '06', '', 5, '', 5, 5, 3 FROM metrics_release",
    "INSERT INTO metrics_releaseinput (release_id, metric, ags, cells) SELECT id, 'x', '06', '{}' FROM metrics_release",
]


def test_a_frozen_release_is_forever(staffed: None, period: Period, database: Servers, with_amif: None) -> None:
    """Not even a superuser changes, deletes or adds to it by a plain statement."""
    release(period)
    with database.superuser_connection() as admin:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.RestrictViolation, match="Veröffentlichungsstand"):
                admin.execute(statement)


def test_the_ministry_reads_releases_and_nothing_else(staffed: None, period: Period, with_amif: None) -> None:
    """Its own database role: released tables yes; contributions, inputs, exact totals, jobs and towns no."""
    release(period)
    with inside(MINISTRY):
        assert Release.objects.count() == 1
        assert ReleasedFigure.objects.exists()
        for table in ("contribution", "fillstate", "releaseinput", "amiftotal", "releaserun", "collectionrun"):
            with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM metrics_{table}")
            connection.close()


def test_no_town_reaches_releases(staffed: None, period: Period, bensheim: MunicipalityRef) -> None:
    """Pages of the towns get benchmarks from the centre."""
    release(period)
    with inside(realm_of(bensheim)), pytest.raises(DatabaseError, match="permission denied"):
        Release.objects.count()
    connection.close()


@pytest.fixture
def with_amif(registry: None, database: Servers) -> Iterator[None]:
    """The accounts' metric as if it were an indicator of Annex VIII."""
    object.__setattr__(metric(STAFF), "annex_no", "3")
    yield
    object.__setattr__(metric(STAFF), "annex_no", "")


def test_exact_totals_stand_apart_and_reading_them_is_recorded(staffed: None, period: Period, with_amif: None) -> None:
    """The exact total of the whole state, never of a town."""
    made = release(period)
    with inside(CENTRAL):
        rows = read_amif_totals(release=made, by=ANALYST)
        totals = [(row.annex_no, row.cell, row.numerator, row.denominator) for row in rows]
        assert totals == [("2", "", 2, None), ("3", "", 5, None)]
        entry = Entry.objects.get(event="metrics.amif_read")
        assert (entry.actor_label, entry.is_read, entry.subject) == ("Sabine Roth", True, f"metrics.release:{made.pk}")
        assert "ags" not in {field.name for field in AmifTotal._meta.get_fields()}


@pytest.fixture
def about_persons(with_amif: None) -> Iterator[None]:
    """The same as if people were counted by sex, too."""
    declared = metric(STAFF)
    before = declared.breakdowns
    by_sex = Breakdown(("sex",), adds_up=False)
    object.__setattr__(declared, "breakdowns", (*before, by_sex))
    declared._by_dimensions[frozenset({"sex"})] = by_sex
    yield
    object.__setattr__(declared, "breakdowns", before)
    del declared._by_dimensions[frozenset({"sex"})]


def test_the_reporting_role_is_taken_to_know_all_exact_totals(
    staffed: None, period: Period, butzbach: MunicipalityRef, about_persons: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of this release and of those before it, also the cells that are not listed: these are zeros."""
    attacked: list[Task] = []

    def watched(task: Task, **more: Any) -> Protected:
        attacked.append(task)
        return protect(task, **more)

    monkeypatch.setattr(running, "protect", watched)
    release(period)
    hire(butzbach, guide=12)
    release(period)
    cells = {key.cell for key in attacked[1].known_exactly if key.metric == STAFF}
    assert {"", "sex=w", "sex=m", "sex=d"} <= cells
    assert attacked[1].earlier[0].known_exactly == attacked[1].known_exactly


def test_exact_totals_about_persons_need_enough_municipalities(
    staffed: None, period: Period, about_persons: None
) -> None:
    """Of two towns each would know the other's. How many towns are supported is not about persons and stays."""
    with inside(CENTRAL):
        run = request_release(period=period, by=ANALYST)
        ReleaseRun.objects.update(thresholds=run.thresholds | {"amif_municipalities": 4})
        assert carry_on(run.pk)
        made = Release.objects.get()
        assert set(AmifTotal.objects.values_list("annex_no", flat=True)) == {"2"}
    assert made.protocol["totals_withheld"] == {STAFF: "few_municipalities"}


def test_totals_that_tell_too_much_are_not_given(
    staffed: None, period: Period, with_amif: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the protection says of them is kept: they are in no row, and the release says why."""

    def wary(task: Task, **more: Any) -> Protected:
        done = protect(task, **more)
        done.totals_withheld.add(STAFF)
        return done

    monkeypatch.setattr(running, "protect", wary)
    made = release(period)
    with inside(CENTRAL):
        assert not AmifTotal.objects.filter(metric=STAFF).exists()
    assert made.protocol["totals_withheld"] == {STAFF: "withheld"}


def test_one_open_run_a_period(staffed: None, period: Period) -> None:
    """Asked twice: one job."""
    with inside(CENTRAL):
        first = request_release(period=period, by=ANALYST)
        assert request_release(period=period, by=ANALYST) == first
        assert ReleaseRun.objects.count() == 1


def test_one_release_after_the_other(staffed: None, period: Period, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two made at once would not be protected against what both tell together; the second is woken after the first."""
    woken: list[Any] = []
    monkeypatch.setattr(running, "wake", woken.append)
    with inside(CENTRAL):
        first = request_release(period=period.previous, by=ANALYST)
        second = request_release(period=period, by=ANALYST)
        tried: list[bool] = []

        def meanwhile(task: Task, **options: Any) -> Protected:
            tried.append(carry_on(second.pk))
            return protect(task, **options)

        monkeypatch.setattr(running, "protect", meanwhile)
        assert carry_on(first.pk)
        assert tried == [False]
        assert woken[-1] == second.pk
        monkeypatch.setattr(running, "protect", protect)
        assert carry_on(second.pk)
        assert {run.status for run in ReleaseRun.objects.all()} == {JobStatus.DONE}


def test_a_killed_run_begins_again_and_ends_once(staffed: None, period: Period, settings: Any) -> None:
    """Whoever claims it second does nothing; after a silence it is taken up."""
    with inside(CENTRAL):
        run = request_release(period=period, by=ANALYST)
        ReleaseRun.objects.update(status=JobStatus.RUNNING)
        assert not carry_on(run.pk)
        settings.KISI_RELEASE_STALE_SECONDS = 0
        assert carry_on(run.pk)
        assert not carry_on(run.pk)
        assert Release.objects.count() == 1


def test_what_can_not_be_released(central: None, period: Period) -> None:
    """Months, and the future."""
    from kisi.core.periods import period_of

    for wrong in (period_of("2026-01"), period.next):
        with pytest.raises(ReleaseRefused):
            request_release(period=wrong, by=ANALYST)


def test_what_no_rounding_protects_is_withheld_and_the_rest_appears(
    staffed: None, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: towns' accounts can not be rounded. The state's are there, the towns' rows say why they show nothing."""

    def rounding(structure: Structure, method: Method, **more: Any) -> list[int | None]:
        shown = zip(structure.keys, structure.published, strict=True)
        if any(one and key.metric == STAFF and key.level is Level.MUNICIPALITY for key, one in shown):
            raise NoRounding
        return round_cells(structure, method, **more)

    monkeypatch.setattr(protection, "round_cells", rounding)
    made = release(period)
    assert figures(made, "state")["06", ""] is not None
    assert set(figures(made, "municipality").values()) == {None}
    with inside(CENTRAL):
        rows = ReleasedFigure.objects.filter(release=made, metric=STAFF, level="municipality")
        assert {row.hidden_because for row in rows} == {"withheld"}
    assert made.protocol["withheld"] == [{"metric": STAFF, "level": "municipality", "axes": [], "cells": []}]
    monkeypatch.undo()
    with inside(CENTRAL):
        assert {key.area for key, cell in cells_of_release(made.pk).items() if key.metric == STAFF} == {"06"}


def test_a_planted_addition_is_found(staffed: None, period: Period, database: Servers) -> None:
    """Without its trigger a release can be added to: so the trigger is what the tests above see."""
    release(period)
    with database.superuser_connection() as admin:
        admin.execute("DROP TRIGGER metrics_releasedfigure_is_complete ON metrics_releasedfigure")
        admin.execute(FORBIDDEN[8])
    with inside(CENTRAL), transaction.atomic():
        assert ReleasedFigure.objects.filter(metric="x").count() == 1
