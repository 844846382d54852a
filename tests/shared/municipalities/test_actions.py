"""Suspending a municipality and taking it up again; what the register says about one."""

from __future__ import annotations

from typing import Any

import pytest

from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef
from shared.municipalities.actions import (
    RevisionChanged,
    StatusNotPossible,
    activate_municipality,
    suspend_municipality,
)
from shared.municipalities.models import Municipality
from shared.municipalities.queries import municipality_on_board, on_board, place, places, ref_of
from shared.municipalities.register.loading import load_register
from tests.shared.onboarding.jobs import answer_of


def test_a_suspended_workspace_answers_503_and_comes_back(bensheim: MunicipalityRef, central: None) -> None:
    """Each change counts the revision up and leaves one audit row; repeating one changes nothing."""
    municipality = Municipality.objects.get(pk=bensheim.id)
    assert answer_of("bensheim") == 200
    suspended = suspend_municipality(municipality, by=SYSTEM)
    assert (suspended.status, suspended.revision) == ("suspended", municipality.revision + 1)
    assert suspend_municipality(municipality, by=SYSTEM).revision == suspended.revision
    assert answer_of("bensheim") == 503
    assert answer_of("butzbach") == 200
    active = activate_municipality(municipality, by=SYSTEM, revision=suspended.revision)
    assert (active.status, active.revision) == ("active", municipality.revision + 2)
    assert answer_of("bensheim") == 200
    events = Entry.objects.filter(subject=f"municipalities.municipality:{bensheim.id}").order_by("sequence")
    assert list(events.values_list("event", flat=True)) == ["municipalities.suspended", "municipalities.activated"]


def test_a_change_counts_at_once_where_it_was_made(bensheim: MunicipalityRef, central: None, client_for: Any) -> None:
    """A program that opens a workspace and looks at it must not find it closed."""
    municipality, visitor = Municipality.objects.get(pk=bensheim.id), client_for(bensheim)
    answers = []
    for change in (None, suspend_municipality, activate_municipality, suspend_municipality, activate_municipality):
        if change is not None:
            change(municipality, by=SYSTEM)
        answers.append(visitor.get("/impressum/", secure=True).status_code)
    assert answers == [200, 503, 200, 503, 200]


def test_who_saw_an_older_state_changes_nothing(bensheim: MunicipalityRef, central: None) -> None:
    """``If-Match`` of the API."""
    municipality = Municipality.objects.get(pk=bensheim.id)
    suspend_municipality(municipality, by=SYSTEM)
    with pytest.raises(RevisionChanged, match="neuen Stand"):
        activate_municipality(municipality, by=SYSTEM, revision=municipality.revision)


def test_only_a_working_municipality_can_be_suspended(bensheim: MunicipalityRef, central: None) -> None:
    """One that is coming, leaving or gone has another way."""
    municipality = Municipality.objects.get(pk=bensheim.id)
    for status, message in (("onboarding", "eingerichtet"), ("offboarding", "Verabschiedung"), ("left", "neu auf")):
        Municipality.objects.update(status=status)
        for action in (suspend_municipality, activate_municipality):
            with pytest.raises(StatusNotPossible, match=message):
                action(municipality, by=SYSTEM)


def test_what_is_known_about_a_municipality(bensheim: MunicipalityRef, central: None) -> None:
    """From the register and from the platform."""
    load_register()
    known = place("06431002")
    assert known is not None
    assert (known.name, known.district, known.kind) == ("Bensheim", "Landkreis Bergstraße", "town")
    assert known.population is not None
    assert known.population > 30_000
    assert list(places(["06431002", "06440005", "06999999"])) == ["06431002", "06440005"]
    assert place("06999999") is None
    municipality = municipality_on_board("06431002")
    assert municipality is not None
    assert ref_of(municipality) == bensheim
    Municipality.objects.filter(pk=bensheim.id).update(status="left")
    assert municipality_on_board("06431002") is None
    assert on_board().count() == 2
