"""How many municipalities use which version: on the template's page, equal to counting by hand."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from kisi.core.periods import Period, period_at
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.disclosure import Catalogue, Entry, TooFine, check_catalogue
from shared.library.vocabulary import IN_USE, VERSION_AXIS
from shared.metrics.collection.running import collect
from shared.metrics.spread import Spread, spread_of
from tenants.adoptions import actions
from tests.accounts import person, sign_in
from tests.servers import Servers
from tests.shared.library.samples import AUTHOR, shipped

PAGE = "/vorlagen/probe/"


@pytest.fixture
def period() -> Period:
    """The running half-year."""
    from django.utils import timezone

    return period_at(timezone.now())


@pytest.fixture
def adopted(bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef) -> None:
    """Bensheim went from version 1 to 2, Butzbach stays with 1, Oestrich-Winkel has none."""
    with inside(CENTRAL):
        shipped("probe", "checklist", 1)
    for town in (bensheim, butzbach):
        adopt(town, 1)
    with inside(CENTRAL):
        shipped("probe", "checklist", 2)
    adopt(bensheim, 2)


def adopt(town: MunicipalityRef, version: int) -> None:
    """Take a version over."""
    with inside(realm_of(town)):
        actions.adopt_version(key="probe", version=version, by=AUTHOR)


def words_of(client: Any) -> str:
    """The page of the template as text."""
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def as_role(client_for: Any, role: Role) -> Any:
    """Somebody on the public host."""
    return sign_in(client_for(None), person(None, role), None)


@pytest.mark.parametrize("role", [Role.TEMPLATE_EDITOR, Role.MINISTRY_ANALYST])
def test_the_page_says_how_many_use_which_version(
    adopted: None, period: Period, client_for: Any, oestrich: MunicipalityRef, role: Role
) -> None:
    """Before the first collection that it is missing; then by version; an adoption shows after the next one."""
    client = as_role(client_for, role)
    assert "noch nicht erhoben" in words_of(client)
    collect(period)
    words = words_of(client)
    assert "in 2 von 3 Kommunen" in words
    assert "Erhoben am" in words
    assert words.count("in 1 Kommune") == 2
    assert "Bensheim" not in words
    adopt(oestrich, 2)
    assert "in 2 von 3 Kommunen" in words_of(client)
    collect(period)
    assert "in 3 von 3 Kommunen" in words_of(client)
    assert "in 2 Kommunen" in words_of(client)


def test_who_only_runs_the_platform_does_not_see_it(adopted: None, period: Period, client_for: Any) -> None:
    """The operator has no business with figures."""
    collect(period)
    assert "Übernommen" not in words_of(as_role(client_for, Role.OPERATOR))


def test_a_failed_town_is_missing_and_not_without_use(
    adopted: None, period: Period, client_for: Any, butzbach: MunicipalityRef, database: Servers
) -> None:
    """It is in neither number, and the page says that one is missing."""
    with database.superuser_connection() as admin:
        admin.execute(f"REVOKE SELECT ON {butzbach.schema}.adoptions_adoption FROM {butzbach.schema}")
    collect(period)
    with inside(CENTRAL):
        spread = spread_of(IN_USE, VERSION_AXIS)
    assert (spread.reported, spread.expected) == (2, 3)
    assert {name: n for name, n in spread.towns.items() if name.startswith("probe")} == {"probe.2": 1}
    words = words_of(as_role(client_for, Role.TEMPLATE_EDITOR))
    assert "in 1 von 2 Kommunen" in words
    assert "Eine weitere hat noch nichts gemeldet." in words


def test_without_a_collection_nothing_is_said(central: None) -> None:
    """No number, no zero."""
    assert spread_of(IN_USE, VERSION_AXIS) == Spread(expected=3)
    with pytest.raises(LookupError):
        spread_of("quatsch", VERSION_AXIS)


def test_an_open_axis_is_never_released() -> None:
    """Its cells are not known beforehand, so a missing one would tell something."""
    with pytest.raises(TooFine):
        check_catalogue(Catalogue(1, (Entry(IN_USE, state=((VERSION_AXIS,),)),)))
