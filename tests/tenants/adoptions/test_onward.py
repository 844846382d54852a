"""Where an adopted template leads on to."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from tenants.adoptions import onward
from tenants.adoptions.actions import adopt_version
from tenants.adoptions.onward import Onward, declare_onward
from tenants.instruments.models import Instrument
from tenants.workspace.models import WorkspaceSettings
from tests.accounts import person, sign_in
from tests.journeys.questionnaire import KEY, TITLE, questionnaire
from tests.tenants.adoptions.conftest import Ship


@pytest.fixture
def questionnaire_here(in_bensheim: MunicipalityRef, ship: Ship) -> Instrument:
    """A published questionnaire that the town has adopted."""
    ship(KEY, "survey", title=TITLE, content=questionnaire())
    adopt_version(key=KEY, version=1, by=SYSTEM)
    return Instrument.objects.get(origin_key=KEY)


@pytest.mark.parametrize(("role", "may_plan"), [(Role.GUIDE, True), (Role.AUDITOR, False)])
def test_a_survey_leads_to_its_questionnaire_and_to_a_wave(
    in_bensheim: MunicipalityRef, client_for: Any, questionnaire_here: Instrument, role: Role, may_plan: bool
) -> None:
    """The wave's form has chosen it already; who may not plan waves is not led there."""
    client = sign_in(client_for(in_bensheim), person(in_bensheim, role), in_bensheim)
    tree = BeautifulSoup(client.get(f"/vorlagen/{KEY}/").content, "html.parser")
    links = {link.get_text(strip=True): link["href"] for link in tree.select(".k-head__actions a")}
    wanted = {
        "Zum Fragebogen": f"/frageboegen/{questionnaire_here.pk}/",
        "Welle planen": f"/erhebungen/neu/?vorlage={KEY}",
    }
    assert links == (wanted if may_plan else {"Zum Fragebogen": wanted["Zum Fragebogen"]})
    if may_plan:
        form = BeautifulSoup(client.get(links["Welle planen"]).content, "html.parser")
        (chosen,) = form.select("select[name=version] option[selected]")
        assert chosen.get_text() == f"{TITLE} · Drittstaatsangehörige · Fassung 1"


def test_no_way_leads_into_an_area_that_is_left_out(
    in_bensheim: MunicipalityRef, client_for: Any, questionnaire_here: Instrument
) -> None:
    """The copy stays, and its page."""
    WorkspaceSettings.objects.create(official_name="Stadt Bensheim", hidden_features=["surveys"])
    client = sign_in(client_for(in_bensheim), person(in_bensheim, Role.GUIDE), in_bensheim)
    shown = client.get(f"/vorlagen/{KEY}/")
    assert shown.status_code == 200
    assert not {"Zum Fragebogen", "Welle planen"} & {
        link.get_text(strip=True) for link in BeautifulSoup(shown.content, "html.parser").select("a")
    }


def test_a_second_way_of_the_same_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onward, "_ways", {})  # what a test declares must not stand on pages of the next
    declared = Onward("tests.way", "text", "Weg", "add", "library.view", str)
    declare_onward(declared)
    declare_onward(declared)
    with pytest.raises(ValueError, match=r"tests\.way"):
        declare_onward(Onward("tests.way", "text", "Umweg", "add", "library.view", str))
