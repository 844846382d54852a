"""Sent again after the first entry was removed: the list says so; nobody is led to a page that is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from kisi.accounts.models import SentForm
from kisi.core.actors import SYSTEM
from kisi.core.realms import inside
from tenants.contact_points import actions as contact_points
from tenants.contact_points.models import ContactPoint
from tenants.needs import actions as needs
from tenants.needs.models import Need
from tests.platform.kisi.accounts.test_sending_once import Page, page_of

__all__ = ["page_of"]


def _remove_need() -> None:
    needs.remove_need(need=Need.objects.get(), by=SYSTEM)


def _remove_contact_point() -> None:
    """There is always a main one: another takes that place first."""
    point = ContactPoint.objects.get()
    contact_points.add_contact_point(contact_point=ContactPoint(name="Bürgerhaus", is_main=True), by=SYSTEM)
    contact_points.remove_contact_point(contact_point=point, by=SYSTEM)


def told(page: Page, address: str) -> str:
    """All messages of the page somebody lands on."""
    landed = page.client.get(address)
    assert landed.status_code == 200
    return " ".join(one.get_text() for one in BeautifulSoup(landed.content, "html.parser").select(".k-messages li"))


@pytest.mark.parametrize(
    ("route", "remove", "list_page"),
    [
        ("bedarfe/neu/", _remove_need, "/bedarfe/"),
        ("bedarfe/<int:pk>/belege/neu/", _remove_need, "/bedarfe/"),
        ("anlaufstellen/neu/", _remove_contact_point, "/anlaufstellen/"),
    ],
    ids=["need", "evidence of a need", "contact point"],
)
def test_what_was_removed_leads_to_the_list(
    route: str, remove: Callable[[], None], list_page: str, page_of: Callable[[str], Page]
) -> None:
    page = page_of(route)
    form = page.form()
    first = page.send(form)
    assert page.client.get(first["Location"]).status_code == 200
    with inside(page.realm):
        remove()
    assert page.client.get(first["Location"]).status_code == 404
    rows = page.rows()
    second = page.send(form)
    assert page.rows() == rows
    assert second["Location"] == list_page
    assert "inzwischen nicht mehr da" in told(page, second["Location"])


def test_two_entries_are_not_two_where_the_first_is_gone(page_of: Callable[[str], Page]) -> None:
    page = page_of("bedarfe/neu/")
    form = page.form()
    page.send(form)
    with inside(page.realm):
        _remove_need()
    second = page.send({**form, "title": "Hort"})
    assert "zwei Einträge" not in told(page, second["Location"])


def test_messages_that_wait_are_shown_where_somebody_lands(page_of: Callable[[str], Page]) -> None:
    """The page that is asked whether it is there is drawn for nobody, and takes nothing away."""
    page = page_of("bedarfe/neu/")
    form = page.form()
    first = page.send(form)
    second = page.send(form)
    assert second["Location"] == first["Location"]
    shown = told(page, second["Location"])
    assert "Gespeichert." in shown
    assert "zählt einmal" in shown


@pytest.mark.parametrize(
    ("led_to", "nearest"),
    [("/bedarfe/999999/belege/5/?x=1#y", "/bedarfe/"), ("/gibt/es/nicht/", "/"), ("/bedarfe/?x=1", "/bedarfe/?x=1")],
    ids=["two steps up", "nothing but the start page", "with a query"],
)
def test_the_nearest_page_above_that_answers(led_to: str, nearest: str, page_of: Callable[[str], Page]) -> None:
    page = page_of("bedarfe/neu/")
    form = page.form()
    page.send(form)
    with inside(page.realm):
        SentForm.objects.update(led_to=led_to)
    assert page.send(form)["Location"] == nearest
