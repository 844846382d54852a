"""T22: no exact small number of a town is in anything the ministry can open, also not in the API's file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from kisi.core.periods import Period
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from shared.metrics.models import ReleaseInput
from shared.metrics.releasing import running
from tests.accounts import person, sign_in
from tests.shared.metrics.conftest import hire
from tests.shared.metrics.test_releases import STAFF, release


def not_rounded(text: str) -> list[str]:
    """Counts of accounts in the file that are no multiple of five."""
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    column = lines[0].index("Zähler")
    found = [line[column] for line in lines[1:] if "Konten" in line[0] and line[column]]
    assert found
    return [one for one in found if int(one) % 5]


def file_of(client: Any, number: int) -> str:
    """The list of all figures, as somebody takes it away."""
    answer = client.get(f"/hessen/staende/{number}/zahlen/?format=csv", secure=True)
    assert answer.status_code == 200
    return str(answer.content.decode("utf-8-sig"))


def test_the_file_of_a_real_release_holds_multiples_only(
    staffed: None, period: Period, butzbach: MunicipalityRef, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From rows in towns' schemas to the file; and the same with the rounding taken out, which must be found."""
    hire(butzbach, guide=12)
    analyst = sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)
    made = release(period)
    with inside(CENTRAL):
        true = {row.ags: row.cells[""][0] for row in ReleaseInput.objects.filter(release=made, metric=STAFF)}
    assert any(number % 5 for number in true.values()), "or there would be nothing to give away"
    assert not_rounded(file_of(analyst, made.pk)) == []
    assert analyst.get("/hessen/amif/", secure=True).status_code in {403, 404}

    def careless(task: Any, **more: Any) -> Any:
        done = protect(task, **more)
        for key, cell in list(done.cells.items()):
            if key.metric == STAFF and key.area in true and not key.cell:
                done.cells[key] = type(cell)(true[key.area], cell.reason, cell.base, cell.reach, cell.towns)
        return done

    protect = running.protect
    monkeypatch.setattr(running, "protect", careless)
    hire(butzbach, guide=1)
    assert not_rounded(file_of(analyst, release(period).pk))
