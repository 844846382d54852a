"""Adopt, keep, later: what a town decides, and what it is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from kisi.audit.models import Entry
from kisi.core import adoption
from kisi.core.actors import Actor
from kisi.core.adoption import TemplateCopy, adopts
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from kisi.notifications.models import Notice
from shared.library.actions import begin_version, change_offer
from shared.library.models import Template
from shared.library.vocabulary import Offer
from tenants.adoptions.actions import adopt_version, keep_current, put_off, tell_of_new_versions
from tenants.adoptions.models import Adoption, Decision
from tenants.adoptions.problems import AdoptionProblem
from tenants.adoptions.queries import offered_template, offered_templates, waiting_templates
from tenants.adoptions.vocabulary import Choice, Standing
from tests.accounts import person
from tests.shared.library.samples import AUTHOR, content
from tests.tenants.adoptions.conftest import Ship

ELIF = Actor("user", "1", "Elif Demir")
pytestmark = pytest.mark.usefixtures("in_bensheim")


def standing_of(key: str = "probe") -> tuple[Standing, bool]:
    """How a template stands, and whether it waits."""
    offered = offered_template(key)
    assert offered is not None
    return offered.standing, offered.is_waiting


def test_a_town_adopts_what_the_centre_published(ship: Ship) -> None:
    """The copy is whole, and belongs to the town: a later version changes nothing in it."""
    ship()
    assert standing_of() == (Standing.NOT_ADOPTED, False)
    row = adopt_version(key="probe", version=1, by=ELIF)
    assert (row.content, row.kind, row.title, row.adopted_by) == (
        content("checklist"), "checklist", "Probe checklist", "Elif Demir",
    )  # fmt: skip
    assert standing_of() == (Standing.ADOPTED, False)
    ship(number=2, title="Neu")
    assert standing_of() == (Standing.NEW_VERSION, True)
    row.refresh_from_db()
    assert row.title == "Probe checklist"
    assert Entry.objects.filter(event="adoptions.template_adopted").count() == 1


def test_one_of_three_is_newer(ship: Ship) -> None:
    """Rows do not mix."""
    for key in ("a", "b", "c"):
        ship(key)
        adopt_version(key=key, version=1, by=ELIF)
    ship("b", number=2)
    assert [offered.key for offered in waiting_templates()] == ["b"]
    assert [(offered.key, offered.adopted, offered.newest) for offered in offered_templates()] == [
        ("a", 1, 1), ("b", 1, 2), ("c", 1, 1),
    ]  # fmt: skip


def test_the_adopter_is_given_what_the_town_had(two_versions: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can carry over the town's own part."""
    monkeypatch.setattr(adoption, "_adopters", {})
    given: list[TemplateCopy] = []
    adopts("checklist")(lambda copy, _by: given.append(copy))
    Adoption.objects.create(template_key="probe", version=1, kind="checklist", title="Alt", content={"x": 1})
    adopt_version(key="probe", version=2, by=ELIF, reason="Klarer.")
    assert given[0].version == 2
    assert given[0].previous == TemplateCopy("probe", 1, "checklist", "Alt", {"x": 1})
    assert list(Decision.objects.values_list("choice", "version", "reason")) == [("adopt", 2, "Klarer.")]


def test_keeping_needs_a_reason_and_ends_the_waiting_until_the_next_version(ship: Ship, two_versions: None) -> None:
    """Decided is decided; a third version asks again."""
    Adoption.objects.create(template_key="probe", version=1, kind="checklist", title="x", content={})
    with pytest.raises(AdoptionProblem, match="warum"):
        keep_current(key="probe", version=2, reason=" ", by=ELIF)
    keep_current(key="probe", version=2, reason="Passt uns besser.", by=ELIF)
    assert standing_of() == (Standing.NEW_VERSION, False)
    assert Entry.objects.get(event="adoptions.version_kept").details == {"version": 2, "stays_with": 1}
    ship(number=3)
    assert standing_of() == (Standing.NEW_VERSION, True)


def test_later_waits_again_on_its_day(two_versions: None) -> None:
    """Not a day before; and today is too early to be put off to."""
    Adoption.objects.create(template_key="probe", version=1, kind="checklist", title="x", content={})
    with time_machine.travel("2026-11-25 12:00+01:00", tick=False):
        with pytest.raises(AdoptionProblem, match="Zukunft"):
            put_off(key="probe", version=2, remind_on=date(2026, 11, 25), by=ELIF)
        put_off(key="probe", version=2, remind_on=date(2026, 12, 1), by=ELIF)
    for day, waits in (("2026-11-30 23:30+01:00", False), ("2026-12-01 00:30+01:00", True)):
        with time_machine.travel(day, tick=False):
            assert standing_of() == (Standing.NEW_VERSION, waits), day


def test_only_the_newest_version_can_be_decided_about(ship: Ship, two_versions: None) -> None:
    """Whoever read version 2 does not adopt version 3 unseen, nor a draft, nor what nobody published."""
    ship(number=3)
    for version in (2, 4, 99):
        with pytest.raises(AdoptionProblem, match="andere Fassung"):
            adopt_version(key="probe", version=version, by=ELIF)
    with inside(CENTRAL):
        begin_version(template=Template.objects.get(), by=AUTHOR)
    with pytest.raises(AdoptionProblem):
        adopt_version(key="probe", version=4, by=ELIF)
    with pytest.raises(AdoptionProblem):
        adopt_version(key="fehlt", version=1, by=ELIF)
    with pytest.raises(AdoptionProblem, match="nichts zu entscheiden"):
        keep_current(key="probe", version=3, reason="x", by=ELIF)
    assert (Adoption.objects.count(), Decision.objects.count()) == (0, 0)


def test_adopting_twice_has_one_effect(ship: Ship) -> None:
    """The second one is told."""
    ship()
    adopt_version(key="probe", version=1, by=ELIF)
    with pytest.raises(AdoptionProblem, match="schon"):
        adopt_version(key="probe", version=1, by=ELIF)
    assert (Adoption.objects.count(), Decision.objects.count()) == (1, 1)


def test_an_adopter_that_fails_leaves_nothing(ship: Ship, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy, decision and what is made of it are one transaction."""
    monkeypatch.setattr(adoption, "_adopters", {})

    @adopts("checklist")
    def fail(_copy: TemplateCopy, _by: Actor) -> None:
        raise RuntimeError("kaputt")

    ship()
    with pytest.raises(RuntimeError):
        adopt_version(key="probe", version=1, by=ELIF)
    assert (Adoption.objects.count(), Decision.objects.count()) == (0, 0)


def test_what_is_no_longer_recommended_is_adopted_by_nobody(two_versions: None, bensheim: MunicipalityRef) -> None:
    """Who has it keeps it and is not asked; others do not see it."""
    with inside(CENTRAL):
        change_offer(template=Template.objects.get(), offer=Offer.WITHDRAWN, reason="Überholt.", by=AUTHOR)
    assert offered_template("probe") is None
    with pytest.raises(AdoptionProblem):
        adopt_version(key="probe", version=2, by=ELIF)
    Adoption.objects.create(template_key="probe", version=1, kind="checklist", title="x", content={})
    assert standing_of() == (Standing.ADOPTED, False)
    with pytest.raises(AdoptionProblem, match="nicht mehr empfohlen"):
        adopt_version(key="probe", version=2, by=ELIF)


def test_those_who_may_adopt_are_told_once(two_versions: None, bensheim: MunicipalityRef) -> None:
    """Coordination and guides, not auditors; again on the day it was put off to."""
    guide, _auditor = person(bensheim, Role.GUIDE), person(bensheim, Role.AUDITOR)
    assert tell_of_new_versions() == 0
    Adoption.objects.create(template_key="probe", version=1, kind="checklist", title="x", content={})
    with time_machine.travel("2026-11-25 12:00+01:00", tick=False):
        assert [tell_of_new_versions(), tell_of_new_versions()] == [1, 0]
        put_off(key="probe", version=2, remind_on=date(2026, 12, 1), by=ELIF)
        assert tell_of_new_versions() == 0
    with time_machine.travel("2026-12-01 12:00+01:00", tick=False):
        assert [tell_of_new_versions(), tell_of_new_versions()] == [1, 0]
    notice = Notice.objects.order_by("pk")[0]
    assert (notice.recipient_id, notice.title, notice.url) == (
        guide.pk, "Neue Fassung verfügbar: Probe neu", "/vorlagen/probe/entscheiden/",
    )  # fmt: skip


def test_the_latest_decision_counts(two_versions: None) -> None:
    """Whoever changes their mind is not held to the first one."""
    Adoption.objects.create(template_key="probe", version=1, kind="checklist", title="x", content={})
    keep_current(key="probe", version=2, reason="Nein.", by=ELIF)
    put_off(key="probe", version=2, remind_on=date(2099, 1, 1), by=ELIF)
    offered: Any = offered_template("probe")
    assert offered.decided.choice == Choice.LATER
    adopt_version(key="probe", version=2, by=ELIF)
    assert standing_of() == (Standing.ADOPTED, False)
    assert [decision.choice for decision in Decision.objects.all()] == ["adopt", "later", "keep"]
