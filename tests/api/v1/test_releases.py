"""``/metrics`` and ``/releases``: definitions and frozen figures for programs."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from kisi.core.actors import Actor
from kisi.core.periods import Period, period_at
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from shared.metrics.actions import request_release
from shared.metrics.definitions import mirror
from shared.metrics.models import Release
from shared.metrics.releasing.running import carry_on
from tests.api.caller import Caller
from tests.shared.metrics.conftest import hire


@pytest.fixture
def frozen(api: Caller, bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> Release:
    """A release with 4 accounts in Bensheim and 12 in Butzbach."""
    hire(bensheim, guide=3, coordinator=1)
    hire(butzbach, guide=12)
    period: Period = period_at(timezone.now())
    with inside(CENTRAL):
        run = request_release(period=period, by=Actor("user", "1", "Sabine Roth"))
        carry_on(run.pk)
        return Release.objects.get()


def test_definitions_explain_themselves(api: Caller) -> None:
    """Everything that stands beside a figure on screen."""
    mirror()
    answer = api("GET", "/api/v1/metrics")
    assert answer.status == 200
    one = next(found for found in answer.json["results"] if found["key"] == "accounts.active")
    assert (one["kind"], one["direction"], one["version"], one["revision"]) == ("count", "not_judged", 1, 1)
    assert one["why_it_matters"]
    assert one["breakdowns"] == [{"by": [], "adds_up": True}, {"by": ["role"], "adds_up": True}]
    assert api("GET", "/api/v1/metrics", if_none_match=answer.headers["ETag"]).status == 304


def test_releases_say_what_they_rest_on(api: Caller, frozen: Release) -> None:
    """Period, thresholds, who is missing; the list and the single one say the same."""
    listed = api("GET", "/api/v1/releases").json
    assert listed["count"] == 1
    one = api("GET", f"/api/v1/releases/{frozen.pk}").json
    assert listed["results"] == [one]
    assert (one["period"], one["municipalities_expected"], one["municipalities_reported"]) == (frozen.period, 3, 3)
    assert one["thresholds"]["base"] == 5
    assert one["missing"] == []


def test_figures_of_one_metric_and_level(api: Caller, frozen: Release) -> None:
    """Rounded, with names of areas; nothing but what was released."""
    answer = api("GET", f"/api/v1/releases/{frozen.pk}/figures?metric=accounts.active&level=municipality")
    assert answer.status == 200
    found = {(f["area"], f["area_name"]): (f["value"], f["hidden_because"]) for f in answer.json["results"]}
    assert found["06431002", "Bensheim"] == (5.0, "")
    assert found["06440005", "Butzbach"][0] in {10.0, 15.0}
    hidden = api("GET", f"/api/v1/releases/{frozen.pk}/figures?level=district").json["results"]
    assert {(f["value"], f["hidden_because"]) for f in hidden} == {(None, "few_municipalities")}


@pytest.mark.parametrize("accept", ["text/csv", "text/csv, application/json;q=0.5", "*/*", "application/json"])
def test_the_file_comes_whatever_is_accepted(api: Caller, frozen: Release, accept: str) -> None:
    """The address asks for it; without that, only JSON comes, and who cannot take it hears so."""
    path = f"/api/v1/releases/{frozen.pk}/figures"
    answer = api("GET", f"{path}?format=csv", accept=accept)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert api("GET", f"{path}?format=csv&limit=5", accept=accept).headers["Content-Type"] == "application/problem+json"
    assert api("GET", path, accept="text/csv").status == 406


def test_the_same_as_csv(api: Caller, frozen: Release) -> None:
    """All figures at once, in German notation."""
    answer = api("GET", f"/api/v1/releases/{frozen.pk}/figures?format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    counted = api("GET", f"/api/v1/releases/{frozen.pk}/figures").json["count"]
    assert len(rows) == counted
    bensheim = next(row for row in rows if row["area"] == "06431002")
    assert (bensheim["area_name"], bensheim["value"], bensheim["numerator"]) == ("Bensheim", "5,0", "5")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("metric=unbekannt", "?metric"),
        ("metric=", "?metric"),
        ("level=town", "?level"),
        ("format=xml", "?format"),
        ("format=csv&limit=5", "?limit"),
        ("limit=0", "?limit"),
        ("metrik=x", "?metrik"),
        ("metric=%00", "?metric"),
        ("level=state&level=district", "?level"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(api: Caller, frozen: Release, query: str, pointer: str) -> None:
    """400 that names the parameter."""
    answer = api("GET", f"/api/v1/releases/{frozen.pk}/figures?{query}")
    assert answer.status == 400
    assert pointer in answer.codes


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999999999", "-1", "x"])
def test_what_does_not_exist_is_404(api: Caller, number: str) -> None:
    """Releases and their figures."""
    assert api("GET", f"/api/v1/releases/{number}").status == 404
    assert api("GET", f"/api/v1/releases/{number}/figures").status == 404
