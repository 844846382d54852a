"""What needs report to the state: equal to counting by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from kisi.core.facts import cell_key, collector
from kisi.core.periods import period_at, period_of
from tenants.needs import actions
from tenants.needs.models import Need
from tests.tenants.needs.test_actions import ELIF, a_need


def figures() -> dict[tuple[str, str], tuple[int, int | None]]:
    """Metric and cell → numerator and denominator against the declaration."""
    source = collector("tenants.needs.needs")
    found = source.count(source.look(period_at(timezone.now())))
    return {(one.metric, cell_key(one.cell)): (one.numerator, one.denominator) for one in found}


@pytest.mark.usefixtures("in_bensheim")
def test_none_one_and_three() -> None:
    assert figures() == {("needs.stated", ""): (0, None), ("needs.decided", ""): (0, 0)}
    need = a_need(perspectives=["residents", "administration"])
    a_need("Entwurf", is_draft=True)
    assert figures() == {
        ("needs.stated", ""): (1, None),
        ("needs.stated", "topic=education"): (1, None),
        ("needs.stated", "perspective=residents|topic=education"): (1, None),
        ("needs.stated", "perspective=administration|topic=education"): (1, None),
        ("needs.decided", ""): (0, 1),
        ("needs.decided", "topic=education"): (0, 1),
    }
    actions.decide(need=need, state="decided", priority="not", reason="kein Geld", by=ELIF)
    a_need("Wohnungen", topic="housing")
    same = a_need("Kita")
    assert figures()["needs.decided", ""] == (1, 3)
    actions.merge(duplicate=same, into=need, by=ELIF)
    assert figures()["needs.decided", ""] == (1, 2)
    assert figures()["needs.decided", "topic=education"] == (1, 1)


@pytest.mark.usefixtures("in_bensheim")
def test_every_change_is_noticed_and_other_periods_have_none() -> None:
    source, period = collector("tenants.needs.needs"), period_at(timezone.now())
    seen = {source.look(period).fingerprint}
    need = a_need()
    seen.add(source.look(period).fingerprint)
    actions.decide(need=need, state="decided", priority="now", reason="ja", by=ELIF)
    seen.add(source.look(period).fingerprint)
    actions.remove_need(need=need, by=ELIF)
    seen.add(source.look(period).fingerprint)
    actions.restore_need(need=need, by=ELIF)
    seen.add(source.look(period).fingerprint)
    assert len(seen) == 5
    assert [one.numerator for one in source.count(source.look(period_of("2020-H1")))] == [0, 0]


@pytest.mark.usefixtures("in_bensheim")
def test_a_need_is_counted_in_one_half_year() -> None:
    """A flow: no half-year counts a need that another counts, so releases of several carry nothing about each other."""
    for number, day in enumerate((date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)), start=1):
        need = a_need(f"Bedarf {number}")
        Need.objects.filter(pk=need.pk).update(stated_on=day)
    source = collector("tenants.needs.needs")
    halves = [next(one.numerator for one in source.count(source.look(period_of(f"2026-H{half}")))) for half in (1, 2)]
    assert halves == [1, 2]
