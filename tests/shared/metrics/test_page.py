"""The page of the collection: who is missing and why, and having a release made."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from kisi.core.periods import Period
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from shared.metrics.collection.running import collect
from shared.metrics.models import CollectionRun, ReleaseRun
from shared.metrics.vocabulary import RunReason
from tests.accounts import person, sign_in
from tests.servers import Servers


@pytest.fixture
def analyst(client_for: Any) -> Any:
    """Somebody of the ministry."""
    return sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)


def test_every_town_stands_there_also_before_the_first_collection(analyst: Any) -> None:
    """Not asked yet is neither done nor failed."""
    page = analyst.get("/erhebung/").content.decode()
    for name in ("Bensheim", "Butzbach", "Oestrich-Winkel"):
        assert name in page
    assert "0 von 3 Kommunen vollständig erhoben" in page
    assert "noch nicht erhoben" in page


def test_a_fault_is_named_and_can_be_filtered(
    analyst: Any, staffed: None, period: Period, bensheim: MunicipalityRef, database: Servers
) -> None:
    """The kind of fault, which attempt, when again."""
    logging.disable(logging.ERROR)
    with database.superuser_connection() as admin:
        admin.execute(f"REVOKE SELECT ON {bensheim.schema}.accounts_user FROM {bensheim.schema}")
    collect(period)
    logging.disable(logging.NOTSET)
    page = analyst.get("/erhebung/").content.decode()
    assert "2 von 3 Kommunen vollständig erhoben" in page
    assert "Der Datenbereich der Kommune lässt sich nicht lesen – ProgrammingError (42501). 1. Fehlversuch" in page
    only = analyst.get("/erhebung/?stand=failed&format=csv").content.decode()
    assert only.count("\r\n") == 2
    assert "Bensheim" in only
    assert analyst.get("/erhebung/?zeitraum=quatsch").status_code == 422
    assert analyst.get(f"/erhebung/?zeitraum={period.previous.key}").status_code == 200
    running = analyst.get(f"/erhebung/?zeitraum={period.key}")
    assert running.status_code == 200, "the page of a release leads here"
    assert f'<option value="{period.key}" selected>' in running.content.decode()
    assert f'<option value="{period.key}" selected>' in analyst.get("/erhebung/?zeitraum=").content.decode()


def test_what_runs_is_asked_for_again_until_it_is_over(analyst: Any, client_for: Any, period: Period) -> None:
    """While open the page replaces only what moves; at the end it is loaded anew. Without a session it stops asking."""
    asks = f'hx-get="/erhebung/fortschritt/?zeitraum={period.key}"'
    assert asks not in analyst.get("/erhebung/").content.decode()
    with inside(CENTRAL):
        run = CollectionRun.objects.create(period=period.key, reason=RunReason.SCHEDULE, towns=3)
    assert asks in analyst.get("/erhebung/").content.decode()
    part = analyst.get(f"/erhebung/fortschritt/?zeitraum={period.key}", headers={"HX-Request": "true"})
    assert "0 von 3 Kommunen" in part.content.decode()
    assert asks in part.content.decode()
    assert "HX-Refresh" not in part
    assert "<html" not in part.content.decode()
    stranger = client_for(None).get("/erhebung/fortschritt/", headers={"HX-Request": "true"})
    assert stranger.status_code == 286
    with inside(CENTRAL):
        CollectionRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    over = analyst.get(f"/erhebung/fortschritt/?zeitraum={period.key}", headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"


def test_the_page_speaks_of_the_newest_run(analyst: Any, period: Period) -> None:
    """Not of the one with the first number: grouped rows forget their order."""
    with inside(CENTRAL):
        for number, hours in (("0" * 32, 5), ("f" * 32, 1)):
            run = CollectionRun.objects.create(pk=UUID(number), period=period.key, reason=RunReason.SCHEDULE, towns=3)
            at = timezone.now() - timedelta(hours=hours)
            CollectionRun.objects.filter(pk=run.pk).update(started_at=at, finished_at=at)
    newest = timezone.localtime(timezone.now() - timedelta(hours=1))
    assert f"Zuletzt durchgesehen am {newest:%d.%m.%Y, %H:}" in analyst.get("/erhebung/").content.decode()


def test_a_release_is_asked_for(analyst: Any, staffed: None, period: Period) -> None:
    """One job; asked twice still one; a wrong period is refused with a sentence."""
    for _ in range(2):
        assert analyst.post("/erhebung/stand/", {"period": period.key}).status_code == 302
    with inside(CENTRAL):
        assert ReleaseRun.objects.get().requested_by == "Sabine Roth"
    page = analyst.post("/erhebung/stand/", {"period": "2001-H1"}, follow=True).content.decode()
    assert "Diesen Zeitraum gibt es nicht" in page
    assert "wird berechnet" in page


def test_only_the_ministry_has_releases_made(client_for: Any, database: Servers, period: Period) -> None:
    """The operator sees how far it is and has no button."""
    operator = sign_in(client_for(None), person(None, Role.OPERATOR), None)
    assert "einfrieren" not in operator.get("/erhebung/").content.decode()
    assert operator.post("/erhebung/stand/", {"period": period.key}).status_code == 403
