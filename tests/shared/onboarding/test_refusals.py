"""What is refused, and that every faulty field is named at once with a way out."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, inside
from shared.library.actions import publish_version
from shared.library.models import Template, TemplateVersion
from shared.municipalities.models import Domain
from shared.onboarding.actions import AlreadyOnBoard, Coordinator, OnboardingRefused
from shared.onboarding.models import Onboarding
from tests.servers import Servers
from tests.shared.onboarding.jobs import INTEGRATOR, ask, work


def problems(**request: Any) -> list[tuple[str, str]]:
    """Pointer and code of every problem of a request that must be refused."""
    with pytest.raises(OnboardingRefused) as refusal:
        ask(**request)
    for problem in refusal.value.problems:
        assert len(problem.detail) > 20
        assert problem.detail.endswith((".", "“."))
    with inside(CENTRAL):
        assert not Onboarding.objects.exists()
    return [(problem.pointer, problem.code) for problem in refusal.value.problems]


def test_wrong_keys(ready: Servers) -> None:
    """Too short, too long, letters, foreign digits, Bavaria, a number, nothing; unknown and no longer used."""
    malformed: list[Any] = ["", "0643100", "064310020", "0643100x", "٠٦٤٣١٠٠٢", "09162000", 6431002, None]
    for ags in malformed:
        assert problems(ags=ags) == [("/ags", "malformed")], ags
    for ags in ("06431999", "06437002"):
        assert problems(ags=ags) == [("/ags", "unknown")], ags


def test_an_ags_that_is_no_longer_used_names_its_successor(ready: Servers) -> None:
    """Bromskirchen has belonged to Allendorf (Eder) since 2023."""
    with pytest.raises(OnboardingRefused) as refusal:
        ask("06635005")
    assert "Allendorf (Eder)" in refusal.value.problems[0].detail


def test_malformed_and_reserved_slugs(ready: Servers) -> None:
    """A slug is a part of a host name, and some names the platform needs itself."""
    malformed: list[Any] = ["", "Oberzent", "-oberzent", "oberzent-", "ober_zent", "ober.zent", "a" * 41, "ö", 7]
    for slug in [*malformed, "a\n", "a\x00"]:
        assert problems(slug=slug) == [("/slug", "invalid")], slug
    for slug in ("www", "api", "admin", "kisi", "wpad", "security", "healthz", "xn--80ak6aa92e"):
        assert problems(slug=slug) == [("/slug", "reserved")], slug


def test_a_slug_of_a_municipality_on_board(ready: Servers, bensheim: MunicipalityRef) -> None:
    """The detail proposes one that is free."""
    with pytest.raises(OnboardingRefused) as refusal:
        ask(slug=bensheim.slug)
    assert [(p.pointer, p.code) for p in refusal.value.problems] == [("/slug", "taken")]
    assert "bensheim-odenwaldkreis" in refusal.value.problems[0].detail


def test_a_slug_that_another_onboarding_has_reserved(ready: Servers) -> None:
    """A reservation counts before there is a municipality."""
    ask(slug="odenwald")
    with pytest.raises(OnboardingRefused) as refusal:
        ask("06436011", slug="odenwald")
    assert refusal.value.problems[0].code == "taken"


def test_a_slug_that_is_somebodys_domain(ready: Servers, bensheim: MunicipalityRef) -> None:
    """Two municipalities never answer on one host."""
    with inside(PROVISIONING):
        Domain.objects.create(domain="oberzent.kisi.localhost", tenant_id=bensheim.id)
    assert problems() == [("/slug", "taken")]


def test_coordinators_who_cannot_be_invited(ready: Servers) -> None:
    """An address that takes mail, and a name on one line of 1 to 150 characters."""
    emails: list[Any] = ["", "kim", "kim@", "kim@stadt", "kim@a.example\nbcc: x@y.example", "k" * 250 + "@x.example", 5]
    emails += ["kim@localhost", "kim@[10.0.0.1]", "kim@stadt.example\u202e", "kim@sta\u200bdt.example"]
    for email in emails:
        found = problems(coordinator=Coordinator(email=email, name="Kim Beispiel"))
        assert found == [("/coordinator/email", "invalid")], email
    names: list[Any] = ["", "   ", "K" * 151, "Kim\nBeispiel", "Kim\x00", None]
    for name in names:
        found = problems(coordinator=Coordinator(email="kim@stadt.example", name=name))
        assert found == [("/coordinator/name", "invalid")], name


def test_unknown_templates_are_named_by_position(ready: Servers) -> None:
    """Unknown, not published, not a key at all, twice."""
    with inside(CENTRAL):
        draft = Template.objects.create(key="entwurf", kind="text", title="Entwurf")
        TemplateVersion.objects.create(template=draft, number=1, content={}, change_note="x")
    wanted: list[Any] = ["erste-30-tage", "gibt-es-nicht", "entwurf", 7, "a\x00b", "erste-30-tage"]
    assert problems(templates=wanted) == [
        ("/templates/1", "unknown_template"),
        ("/templates/2", "unknown_template"),
        ("/templates/3", "unknown_template"),
        ("/templates/4", "unknown_template"),
        ("/templates/5", "invalid"),
    ]


def test_every_fault_is_named_at_once(ready: Servers) -> None:
    """Nobody has to try five times."""
    faults = problems(ags="1", slug="www", coordinator=Coordinator("kim", ""), templates=["x"])
    pointers = [pointer for pointer, _code in faults]
    assert pointers == ["/ags", "/slug", "/coordinator/email", "/coordinator/name", "/templates/0"]


def test_a_municipality_on_board_is_not_taken_on_again(ready: Servers, bensheim: MunicipalityRef) -> None:
    """Made without an onboarding: there is none to link to."""
    with pytest.raises(AlreadyOnBoard, match="an Bord") as refusal:
        ask(bensheim.ags)
    assert refusal.value.municipality is not None
    assert refusal.value.municipality.pk == bensheim.id
    assert refusal.value.onboarding is None


def test_a_municipality_on_its_way_is_not_taken_on_again(ready: Servers) -> None:
    """Before and after its row exists, and when it is on board."""
    onboarding = ask()
    with pytest.raises(AlreadyOnBoard, match="gerade") as refusal:
        ask(slug="anders")
    assert (refusal.value.municipality, refusal.value.onboarding) == (None, onboarding)
    work(onboarding)
    with pytest.raises(AlreadyOnBoard) as refusal:
        ask()
    assert refusal.value.municipality is not None
    assert refusal.value.onboarding == onboarding


def test_a_request_that_is_rolled_back_reserves_nothing(ready: Servers) -> None:
    """The caller's transaction decides."""
    with inside(CENTRAL), transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert ask().status == "queued"


def test_the_promised_version_is_adopted_even_when_a_newer_one_appears(ready: Servers) -> None:
    """The version is settled by the request."""
    onboarding = ask(templates=["erste-30-tage"])
    with inside(CENTRAL):
        content = TemplateVersion.objects.get(template__key="erste-30-tage").content
        what = {"key": "erste-30-tage", "kind": "checklist", "title": "Neu", "change_note": "Neu."}
        publish_version(**what, number=2, content=content, adopt_by_default=True, by=INTEGRATOR)
    assert onboarding.templates == [{"key": "erste-30-tage", "version": 1}]
    assert ask("06436011").templates[-1] == {"key": "erste-30-tage", "version": 2}
