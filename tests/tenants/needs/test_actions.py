"""What can be done with needs: nothing is lost, everything can be taken back, decisions are never changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from kisi.audit.models import Entry
from kisi.core.actors import Actor
from kisi.core.open_work import hand_over_all, open_work_of
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from kisi.notifications.models import Notice
from tenants.needs import actions
from tenants.needs.models import Decision, Evidence, Immutable, Need
from tenants.needs.problems import CannotMerge, NoSuchStep
from tenants.needs.queries import decisions_of, evidence_of, family_of, listed, waiting_for_decision
from tests.accounts import person

ELIF = Actor("user", "0", "Elif Demir")


def a_need(title: str = "Kita-Plätze", *, evidence: int = 0, is_draft: bool = False, **values: Any) -> Need:
    """A stored need in „education“, seen by residents, with this much evidence."""
    values = {"topic": "education", "perspectives": ["residents"], **values}
    rows = [Evidence(kind="observation", text=f"{title} {number}") for number in range(evidence)]
    return actions.add_need(need=Need(title=title, **values), evidence=rows, is_draft=is_draft, by=ELIF)


@pytest.mark.usefixtures("in_bensheim")
def test_every_step_is_decided_and_kept() -> None:
    need = a_need(is_draft=True)
    assert (need.state, need.stated_on) == ("draft", None)
    with pytest.raises(NoSuchStep):
        actions.decide(need=need, state="met", reason="geht nicht", by=ELIF)
    with pytest.raises(NoSuchStep, match="Priorität"):
        actions.decide(need=actions.decide(need=need, state="stated", by=ELIF).need, state="decided", by=ELIF)
    for state, priority in (("decided", "next"), ("decided", "now"), ("in_work", ""), ("met", "")):
        actions.decide(need=need, state=state, priority=priority, reason="Beschluss", by=ELIF)
    need.refresh_from_db()
    assert (need.state, need.priority) == ("met", "now")
    assert [(one.state, one.priority) for one in decisions_of(family_of(need))] == [
        ("met", "now"),
        ("in_work", "now"),
        ("decided", "now"),
        ("decided", "next"),
        ("stated", ""),
    ]
    assert Entry.objects.filter(event="needs.decided").count() == 5


@pytest.mark.usefixtures("in_bensheim")
def test_decisions_are_never_changed() -> None:
    decision = a_need().decisions.get()
    decision.reason = "anders"
    with pytest.raises(Immutable):
        decision.save()
    with pytest.raises(Immutable):
        decision.delete()
    assert Decision.objects.get().reason == ""


@pytest.mark.usefixtures("in_bensheim")
@pytest.mark.parametrize("way", ["update", "delete"])
def test_the_database_refuses_what_goes_past_the_model(way: str) -> None:
    decision = a_need().decisions.get()
    stored = Decision.objects.filter(pk=decision.pk)
    with pytest.raises(ProgrammingError, match="needs_decision"), transaction.atomic():
        stored.update(reason="anders") if way == "update" else stored._raw_delete(stored.db)
    assert Decision.objects.get().reason == ""


@pytest.mark.usefixtures("in_bensheim")
def test_merging_keeps_everything_and_can_be_taken_back() -> None:
    one, two, three = a_need("Eins", evidence=1), a_need("Zwei", evidence=2), a_need("Drei", evidence=3)
    Need.objects.filter(pk=one.pk).update(perspectives=["administration"])
    actions.merge(duplicate=one, into=two, by=ELIF)
    actions.merge(duplicate=two, into=three, by=ELIF)
    assert [(row.title, row.evidence_count) for row in listed()] == [("Drei", 6)]
    assert evidence_of(family_of(three)).count() == 6
    assert decisions_of(family_of(three)).count() == 3
    three.refresh_from_db()
    assert three.perspectives == ["residents", "administration"]
    actions.separate(need=two, by=ELIF)
    assert {row.title: row.evidence_count for row in listed()} == {"Drei": 3, "Zwei": 3}
    actions.separate(need=one, by=ELIF)
    assert {row.title: row.evidence_count for row in listed()} == {"Drei": 3, "Zwei": 2, "Eins": 1}


@pytest.mark.usefixtures("in_bensheim")
def test_what_cannot_be_merged() -> None:
    one, other = a_need("Eins"), a_need("Andere", topic="work")
    for into in (one, other):
        with pytest.raises(CannotMerge):
            actions.merge(duplicate=one, into=into, by=ELIF)
    assert Need.objects.present().count() == 2


@pytest.mark.usefixtures("in_bensheim")
def test_removal_is_taken_back() -> None:
    need = a_need()
    actions.remove_need(need=need, by=ELIF)
    assert not listed().exists()
    with pytest.raises(Need.DoesNotExist):
        actions.decide(need=need, state="dropped", reason="weg", by=ELIF)
    actions.restore_need(need=need, by=ELIF)
    assert listed().get().title == "Kita-Plätze"


@pytest.mark.usefixtures("in_bensheim")
def test_evidence_is_taken_back_too() -> None:
    need = a_need(evidence=3)
    row = evidence_of(family_of(need))[0]
    actions.remove_evidence(evidence=row, by=ELIF)
    assert listed().get().evidence_count == 2
    actions.restore_evidence(evidence=row, by=ELIF)
    assert listed().get().evidence_count == 3


@pytest.mark.usefixtures("in_bensheim")
def test_wrong_values_are_refused() -> None:
    for values in ({"topic": "weather"}, {"perspectives": ["martians"]}, {"perspectives": "residents"}, {"reach": -1}):
        with pytest.raises(ValidationError):
            a_need(**values)
    assert not Need.objects.exists()


def test_the_responsible_person_hears_of_it_and_hands_over(bensheim: MunicipalityRef, in_bensheim: None) -> None:
    guide, coordinator = person(bensheim, Role.GUIDE), person(bensheim, Role.COORDINATOR)
    need = a_need(responsible=guide)
    actions.decide(need=need, state="decided", priority="now", reason="Dringend", by=ELIF)
    told = list(Notice.objects.filter(recipient=guide).order_by("pk").values_list("kind", flat=True))
    assert told == ["needs.responsible", "needs.decided"]
    assert [(kind.key, number) for kind, number in open_work_of(guide.pk)] == [("needs.responsible", 1)]
    assert hand_over_all(guide.pk, coordinator.pk, ELIF) == {"needs.responsible": 1}
    need.refresh_from_db()
    assert need.responsible_id == coordinator.pk


@pytest.mark.usefixtures("in_bensheim")
def test_what_waits_for_a_decision() -> None:
    assert waiting_for_decision().number == 0
    first, _second, third = a_need("Eins"), a_need("Zwei"), a_need("Drei")
    a_need("Entwurf", is_draft=True)
    Need.objects.filter(pk=third.pk).update(stated_on="2020-01-01")
    actions.decide(need=first, state="dropped", reason="erledigt", by=ELIF)
    waiting = waiting_for_decision()
    assert (waiting.number, waiting.overdue, [row.title for row in waiting.first]) == (2, 1, ["Drei", "Zwei"])
