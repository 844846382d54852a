"""The list of municipalities on the public host, and closing and opening a workspace there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from shared.municipalities.models import Municipality
from shared.municipalities.queries import found_places
from shared.municipalities.register.loading import load_register
from shared.municipalities.sizes import size_band_of, size_bands
from tests.accounts import person, sign_in


@pytest.fixture
def operator(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The operator's browser; the register is loaded."""
    with inside(CENTRAL):
        load_register()
    return sign_in(client_for(None), person(None, Role.OPERATOR), None)


def names(answer: Any) -> list[str]:
    """The names a list shows, in their order."""
    return [line.cells[0].value for line in answer.context["list"].lines]


def test_the_list_is_searched_filtered_sorted_and_exported(operator: Client) -> None:
    """All three towns of every test; Bensheim lies in the Bergstraße."""
    assert names(operator.get("/kommunen/", secure=True)) == ["Bensheim", "Butzbach", "Oestrich-Winkel"]
    descending = operator.get("/kommunen/", {"sortierung": "-name"}, secure=True)
    assert names(descending) == ["Oestrich-Winkel", "Butzbach", "Bensheim"]
    for query, expected in (
        ({"q": "bens"}, ["Bensheim"]),
        ({"q": "0644"}, ["Butzbach"]),
        ({"q": "rheingau winkel"}, ["Oestrich-Winkel"]),
        ({"district": "Wetteraukreis"}, ["Butzbach"]),
        ({"status": "suspended"}, []),
        ({"status": "active", "size": "3"}, ["Bensheim", "Butzbach"]),
    ):
        assert names(operator.get("/kommunen/", query, secure=True)) == expected, query
    file = operator.get("/kommunen/", {"q": "bens", "format": "csv"}, secure=True).content.decode("utf-8-sig")
    lines = file.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith('"Bensheim";"06431002";"aktiv";"Landkreis Bergstraße";')
    assert operator.get("/kommunen/", {"status": "king"}, secure=True).status_code == 422


def test_a_filter_with_a_nul_byte_is_refused(operator: Client) -> None:
    """And not handed to the database."""
    assert operator.get("/kommunen/", {"q": "a\x00b"}, secure=True).status_code == 422


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Bensheim", ["06431002"]),
        ("06431002", ["06431002"]),
        ("06431 0002 002", ["06431002"]),
        ("0643100020021", []),
        ("gibt es nicht", []),
        ("  ", []),
    ],
)
def test_the_register_is_searched_by_name_and_key(central: None, words: str, expected: list[str]) -> None:
    """An ARS of twelve digits counts as the AGS within it."""
    load_register()
    found = [place.ags for place in found_places(words, limit=5)]
    assert found == expected


def test_size_bands_meet_at_their_limits(settings: Any) -> None:
    """A limit belongs to the band above."""
    settings.KISI_SIZE_BANDS = (5_000, 20_000)
    assert size_bands() == {
        "0": "unter 5.000",
        "1": "5.000 bis unter 20.000",
        "2": "ab 20.000",
        "unknown": "unbekannt",
    }
    assert [size_band_of(count) for count in (0, 4_999, 5_000, 19_999, 20_000, None)] == [
        "0",
        "0",
        "1",
        "1",
        "2",
        "unknown",
    ]


def test_closing_says_what_happens_and_opening_takes_it_back(operator: Client, bensheim: MunicipalityRef) -> None:
    """GET changes nothing; both are in the trail under the operator's name."""
    page = f"/kommunen/{bensheim.id}/"
    assert "wird nichts gelöscht" in operator.get(f"{page}aussetzen/", secure=True).content.decode()
    assert _status(bensheim) == "active"
    answer = operator.post(f"{page}aussetzen/", secure=True, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert _status(bensheim) == "suspended"
    operator.post(f"{page}oeffnen/", secure=True)
    assert _status(bensheim) == "active"
    with inside(CENTRAL):
        entries = Entry.objects.filter(event__startswith="municipalities.").order_by("sequence")
        events = list(entries.values_list("event", "actor_label"))
    assert events == [("municipalities.suspended", "Tariq Aziz"), ("municipalities.activated", "Tariq Aziz")]


def test_a_town_that_leaves_is_not_closed(operator: Client, bensheim: MunicipalityRef) -> None:
    """The refusal is shown as a sentence."""
    with inside(CENTRAL):
        Municipality.objects.filter(pk=bensheim.id).update(status="offboarding")
    answer = operator.post(f"/kommunen/{bensheim.id}/aussetzen/", secure=True, follow=True)
    assert "wird verabschiedet. Nehmen Sie zuerst" in answer.content.decode()
    assert _status(bensheim) == "offboarding"


@pytest.mark.parametrize("pk", [987_654_321, 10**30])
def test_an_unknown_town_is_404(operator: Client, pk: int) -> None:
    """Also where no row could ever have the number."""
    for what in ("", "aussetzen/", "oeffnen/", "verabschieden/"):
        assert operator.get(f"/kommunen/{pk}/{what}", secure=True).status_code == 404, what
    assert operator.post(f"/kommunen/{pk}/einladung/", secure=True).status_code == 404


def _status(municipality: MunicipalityRef) -> str:
    with inside(CENTRAL):
        return Municipality.objects.get(pk=municipality.id).status
