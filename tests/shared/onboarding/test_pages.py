"""Coming on board and leaving through the pages of the public host."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kisi.accounts.models import Invitation
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.models import Municipality
from shared.onboarding.models import Offboarding, Onboarding
from tests.accounts import person, sign_in
from tests.servers import Servers
from tests.shared.onboarding.jobs import OBERZENT, ask, work

FILLED = {"coordinator_name": "Kim Beispiel", "coordinator_email": "kim@oberzent.example", "slug": "oberzent"}
ADDRESS = f"/kommunen/aufnehmen/{OBERZENT}/"


@pytest.fixture
def operator(ready: Servers, client_for: Any) -> Client:
    """The operator's browser."""
    return sign_in(client_for(None), person(None, Role.OPERATOR), None)


@pytest.fixture
def ministry(ready: Servers, client_for: Any) -> Client:
    """The ministry's browser."""
    return sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)


def text(answer: Any) -> str:
    """A page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def count(model: Any) -> int:
    """How many rows there are on the public host."""
    with inside(CENTRAL):
        return model.objects.count()


def test_finding_the_town_as_one_types_and_without_a_script(operator: Client, bensheim: MunicipalityRef) -> None:
    """The same hits; who is on board is no link."""
    page = operator.get("/kommunen/aufnehmen/", {"q": "ober"}, secure=True)
    part = operator.get("/kommunen/aufnehmen/", {"q": "ober"}, secure=True, headers={"HX-Target": "treffer"})
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    for answer in (page, part):
        assert f'href="{ADDRESS}"' in answer.content.decode()
    taken = operator.get("/kommunen/aufnehmen/", {"q": "bensheim"}, secure=True)
    assert "ist schon dabei" in text(taken)
    assert f"/kommunen/aufnehmen/{bensheim.ags}/" not in taken.content.decode()
    assert "kennt dazu nichts" in text(operator.get("/kommunen/aufnehmen/", {"q": "xyz"}, secure=True))
    assert operator.get("/kommunen/aufnehmen/", {"q": "x\x00"}, secure=True).status_code == 422


def test_from_the_form_through_the_dry_run_to_the_open_workspace(operator: Client) -> None:
    """The confirmation changes nothing; the job then does what it said."""
    form = operator.get(ADDRESS, secure=True)
    assert form.context["form"].initial["slug"] == "oberzent"
    chosen = form.context["form"].initial["templates"]
    assert chosen != []
    shown = operator.post(ADDRESS, {**FILLED, "templates": chosen}, secure=True)
    assert shown.status_code == 200
    assert "Noch ist nichts geschehen" in text(shown)
    assert "http://oberzent.kisi.localhost" in text(shown)
    assert count(Onboarding) == 0
    back = operator.post(ADDRESS, {**FILLED, "templates": chosen, "back": "1"}, secure=True)
    assert 'value="kim@oberzent.example"' in back.content.decode()
    begun = operator.post(ADDRESS, {**FILLED, "templates": chosen, "confirmed": "1"}, secure=True)
    with inside(CENTRAL):
        job = Onboarding.objects.get()
    assert begun["Location"] == f"/aufnahmen/{job.pk}/"
    assert (job.requested_by_label, job.coordinator_email) == ("Tariq Aziz", "kim@oberzent.example")
    assert sorted(entry["key"] for entry in job.templates) == sorted(chosen)
    running = operator.get(f"/aufnahmen/{job.pk}/", secure=True)
    assert f'hx-get="/aufnahmen/{job.pk}/stand/"' in running.content.decode()
    assert "1 von 6 Schritten" in text(running)
    work(job)
    part = operator.get(f"/aufnahmen/{job.pk}/stand/", secure=True)
    assert 'id="zeiten" hx-swap-oob="innerHTML"' in part.content.decode(), "the times move with the bar"
    assert "6 von 6 Schritten" in text(part)
    assert "hx-get" not in part.content.decode()
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"coordinator_name": ""}, "coordinator_name"),
        ({"coordinator_name": "a\nb"}, "coordinator_name"),
        ({"coordinator_email": "kim"}, "coordinator_email"),
        ({"slug": "Ober Zent"}, "slug"),
        ({"slug": "api"}, "slug"),
        ({"slug": "bensheim"}, "slug"),
        ({"slug": "x\x00"}, "slug"),
        ({"templates": ["nope"]}, "templates"),
    ],
)
def test_a_fault_is_named_at_its_field_and_nothing_typed_is_lost(operator: Client, change: Any, field: str) -> None:
    """422 before the confirmation and when somebody skips it."""
    for more in ({}, {"confirmed": "1"}):
        answer = operator.post(ADDRESS, {**FILLED, **change, **more}, secure=True)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        kept = next(value for name, value in FILLED.items() if name != field)
        assert kept in answer.content.decode()
    assert count(Onboarding) == 0


def test_all_faults_are_named_at_once(operator: Client) -> None:
    """Also those that only the plan finds, while the form itself finds others; each field says one thing."""
    wrong = {"coordinator_name": "", "coordinator_email": "kim", "slug": "api"}
    answer = operator.post(ADDRESS, {**FILLED, **wrong}, secure=True)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert {field: len(said) for field, said in errors.items()} == dict.fromkeys(wrong, 1)
    assert "vorbehalten" in errors["slug"][0]


def test_a_town_that_is_on_its_way_is_not_taken_twice(operator: Client) -> None:
    """The page leads to the running job."""
    job = ask()
    answer = operator.post(ADDRESS, {**FILLED, "confirmed": "1"}, secure=True)
    assert answer.status_code == 422
    assert f'href="/aufnahmen/{job.pk}/"' in answer.content.decode()
    assert count(Onboarding) == 1


@pytest.mark.parametrize("ags", ["06999999", "x", "٠٦٤٣٧٠١٦", "0643701600000000000000000"])
def test_an_unknown_key_is_404(operator: Client, ags: str) -> None:
    """Whatever it is made of."""
    assert operator.get(f"/kommunen/aufnehmen/{ags}/", secure=True).status_code == 404


def test_a_failed_job_says_why_to_the_operator_only_and_is_repeated(
    operator: Client, ministry: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The ministry sees that it failed, not the database's words."""
    settings.KISI_JOB_FAILURES = 1
    monkeypatch.setattr("shared.onboarding.steps.onboarding.build_schema", lambda _schema: 1 / 0)
    job = work(ask())
    page, seen = operator.get(f"/aufnahmen/{job.pk}/", secure=True), ministry.get(f"/aufnahmen/{job.pk}/", secure=True)
    assert "ZeroDivisionError" in text(page)
    assert "Wiederholen" in text(page)
    assert "koordination@stadt.example" in text(page)
    for hidden in ("ZeroDivisionError", "Wiederholen", "koordination@stadt.example"):
        assert hidden not in text(seen)
    monkeypatch.undo()
    assert ministry.post(f"/aufnahmen/{job.pk}/wiederholen/", secure=True).status_code == 403
    operator.post(f"/aufnahmen/{job.pk}/wiederholen/", secure=True)
    assert work(job).status == "completed"
    again = operator.post(f"/aufnahmen/{job.pk}/wiederholen/", secure=True, follow=True)
    assert "Nur eine fehlgeschlagene Aufnahme" in text(again)


def test_the_invitation_is_sent_again_until_it_is_accepted(operator: Client) -> None:
    """A new letter in the town's own outbox, and a sentence when there is nothing left to send."""
    job = work(ask())
    town = municipality_by_slug("oberzent")
    page = f"/kommunen/{town.id}/"
    answer = operator.post(f"{page}einladung/", secure=True, follow=True)
    assert "mit einem neuen Link unterwegs" in text(answer)
    with inside(realm_of(town)):
        letters = list(OutgoingMail.objects.order_by("pk").values_list("recipient", flat=True))
        Invitation.objects.update(accepted_at=timezone.now())
    assert letters == [job.coordinator_email] * 2
    assert "schon angenommen" in text(operator.post(f"{page}einladung/", secure=True, follow=True))


def test_leaving_needs_the_name_and_can_be_taken_back(operator: Client, schwalbach: MunicipalityRef) -> None:
    """A wrong name changes nothing; during the grace period everything comes back."""
    page = f"/kommunen/{schwalbach.id}/verabschieden/"
    assert "Was dabei verloren geht" in text(operator.get(page, secure=True))
    for typed in ("", "schwalbach", "Schwalbach am Taunus "[:-2]):
        answer = operator.post(page, {"confirmation": typed, "grace_days": "5"}, secure=True)
        assert answer.status_code == 422
    for days in ("-1", "viele", "99999999999"):
        answer = operator.post(page, {"confirmation": schwalbach.name, "grace_days": days}, secure=True)
        assert list(answer.context["form"].errors) == ["grace_days"]
    assert count(Offboarding) == 0
    operator.post(page, {"confirmation": schwalbach.name, "grace_days": "5"}, secure=True)
    with inside(CENTRAL):
        job = Offboarding.objects.get()
    assert (job.grace_days, job.requested_by_label) == (5, "Tariq Aziz")
    assert work(job).status == "waiting"
    waiting = operator.get(f"/verabschiedungen/{job.pk}/", secure=True)
    assert "Verabschiedung zurücknehmen" in text(waiting)
    assert "SHA-256" in text(waiting)
    assert "hx-get" not in waiting.content.decode().split('id="stand"')[1].split("</div>")[0]
    again = operator.post(page, {"confirmation": schwalbach.name, "grace_days": "5"}, secure=True)
    assert "wird bereits verabschiedet" in text(again)
    operator.post(f"/verabschiedungen/{job.pk}/zuruecknehmen/", secure=True)
    assert work(job).status == "cancelled"
    with inside(CENTRAL):
        assert Municipality.objects.get(pk=schwalbach.id).status == "active"
    facts = (
        operator.get(f"/verabschiedungen/{job.pk}/", secure=True).content.decode().split('<dl class="k-definitions"')[1]
    )
    assert "Archiv" not in facts.split("</dl>")[0], "it is deleted, and nothing will be"
    too_late = operator.post(f"/verabschiedungen/{job.pk}/wiederholen/", secure=True, follow=True)
    assert "Nur eine fehlgeschlagene Verabschiedung" in text(too_late)


def test_the_page_of_a_town_shows_its_history(operator: Client, ministry: Client) -> None:
    """Facts for both, the technical state and actions for the operator."""
    work(ask())
    town = municipality_by_slug("oberzent")
    page, seen = (browser.get(f"/kommunen/{town.id}/", secure=True) for browser in (operator, ministry))
    for answer in (page, seen):
        assert "Odenwaldkreis" in text(answer)
        assert "http://oberzent." in text(answer)
        assert "Der Arbeitsbereich ist erreichbar" in text(answer)
    for words in ("auf dem Stand der Software", "noch nicht verankert", town.schema):
        assert words in text(page)
        assert words not in text(seen)
    assert "Kommune verabschieden" in text(page)
    assert "Kommune verabschieden" not in text(seen)
    with inside(CENTRAL):
        Municipality.objects.filter(pk=town.id).update(schema_state="older")
    assert "hinter der Software zurück" in text(operator.get(f"/kommunen/{town.id}/", secure=True))


def test_the_list_of_jobs_is_filtered(operator: Client, schwalbach: MunicipalityRef) -> None:
    """By name, kind and status."""
    ask()
    operator.post(
        f"/kommunen/{schwalbach.id}/verabschieden/", {"confirmation": schwalbach.name, "grace_days": "1"}, secure=True
    )
    for query, expected in (
        ({}, ["Schwalbach am Taunus", "Oberzent"]),
        ({"kind": "onboarding"}, ["Oberzent"]),
        ({"q": "schwal"}, ["Schwalbach am Taunus"]),
        ({"status": "failed"}, []),
    ):
        answer = operator.get("/aufnahmen/", query, secure=True)
        assert [line.cells[0].value for line in answer.context["list"].lines] == expected, query


def test_unknown_jobs_are_404(operator: Client) -> None:
    """Every address of a job."""
    unknown = "00000000-0000-4000-8000-000000000000"
    for kind in ("aufnahmen", "verabschiedungen"):
        for what in ("", "stand/"):
            assert operator.get(f"/{kind}/{unknown}/{what}", secure=True).status_code == 404
        assert operator.post(f"/{kind}/{unknown}/wiederholen/", secure=True).status_code == 404
    assert operator.post(f"/verabschiedungen/{unknown}/zuruecknehmen/", secure=True).status_code == 404
