"""Notices: told once, to the right person, in the way they wish; read, kept for later, forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kisi.accounts.models import User
from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from kisi.notifications import vocabulary
from kisi.notifications.actions import choose_channels, forget_old, notify
from kisi.notifications.models import Notice, NoticeSettings
from kisi.notifications.vocabulary import Channel, NoticeKind, UnknownKind, declare_kinds
from tests.accounts import person, sign_in


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_kinds", {})
    declare_kinds(
        NoticeKind("tests.probe", "Probe"),
        NoticeKind("tests.letter", "Brief", default=Channel.MAIL),
        NoticeKind("tests.people", "Nur für die Koordination", permission="people.manage"),
    )


@pytest.fixture
def elif_(in_bensheim: MunicipalityRef) -> User:
    """The guide."""
    return person(in_bensheim, Role.GUIDE)


@pytest.fixture
def marta(in_bensheim: MunicipalityRef) -> User:
    """The coordinator."""
    return person(in_bensheim, Role.COORDINATOR)


@pytest.fixture
def browser(elif_: User, in_bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The guide's browser."""
    return sign_in(client_for(in_bensheim), elif_, in_bensheim)


def tell(*people: User, title: str = "Etwas ist geschehen", kind: str = "tests.probe", **more: Any) -> int:
    return notify(recipients=[user.pk for user in people], kind=kind, title=title, by=more.pop("by", SYSTEM), **more)


def titles() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("recipient__name", "title"))


def test_everybody_named_is_told_once(elif_: User, marta: User) -> None:
    """One, and three; the same key again is not told again."""
    assert tell(elif_, key="a") == 1
    assert tell(elif_, key="a") == 0
    assert tell(elif_, marta, key="b") == 2
    assert len(titles()) == 3


def test_nobody_hears_of_their_own_deeds_and_nobody_who_left(elif_: User, marta: User) -> None:
    User.objects.filter(pk=marta.pk).update(is_active=False)
    assert tell(elif_, marta, by=elif_.actor) == 0
    assert tell(elif_, marta) == 1
    assert titles() == [("Elif Demir", "Etwas ist geschehen")]


def test_the_chosen_way_counts(elif_: User, marta: User) -> None:
    """Not at all, on screen, or also by e-mail – with the address of this town in it."""
    choose_channels(user=elif_, chosen={"tests.probe": Channel.NONE})
    assert tell(elif_, marta) == 1
    choose_channels(user=elif_, chosen={"tests.probe": Channel.MAIL})
    assert tell(elif_, title="Mit Post", text="Bitte ansehen.", url="/hinweise/") == 1
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (elif_.email, "Mit Post")
    assert "http://bensheim.kisi.localhost:8000/hinweise/" in mail.text
    assert "Bitte ansehen." in mail.text


def test_a_kind_nobody_declared_and_an_address_elsewhere_are_refused(elif_: User) -> None:
    with pytest.raises(UnknownKind):
        tell(elif_, kind="tests.unknown")
    for url in ("https://example.org/", "//example.org/", "/\\example.org", "hinweise/"):
        with pytest.raises(IntegrityError, match="this_host"), transaction.atomic():
            tell(elif_, url=url)


def test_the_bell_and_the_page(browser: Client, elif_: User) -> None:
    """The number shrinks with reading; what is read stands under “all”."""
    for title in ("Erstens", "Zweitens", "Drittens"):
        tell(elif_, title=title, url="/konto/")
    assert "3 neue Hinweise" in page(browser, "/")
    first = Notice.objects.get(title="Erstens")
    assert browser.get(f"/hinweise/{first.pk}/", secure=True)["Location"] == "/konto/"
    unread = page(browser, "/hinweise/")
    assert ("Erstens" in unread, "Zweitens" in unread) == (False, True)
    assert "Erstens" in page(browser, "/hinweise/?zeigen=alle")
    browser.post(f"/hinweise/{first.pk}/gelesen/", {"gelesen": "nein"}, secure=True)
    assert "3 neue Hinweise" in page(browser, "/")
    browser.post("/hinweise/alle-gelesen/", secure=True)
    assert "0 neue Hinweise" in page(browser, "/hinweise/")
    assert "Alles gelesen" in page(browser, "/hinweise/")


def page(browser: Client, address: str) -> str:
    answer = browser.get(address, secure=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_notices_of_others_cannot_be_found(browser: Client, marta: User) -> None:
    tell(marta, title="Nur für Marta")
    notice = Notice.objects.get()
    assert browser.get(f"/hinweise/{notice.pk}/", secure=True).status_code == 404
    assert browser.post(f"/hinweise/{notice.pk}/gelesen/", secure=True).status_code == 404
    assert "Nur für Marta" not in page(browser, "/hinweise/?zeigen=alle")
    browser.post("/hinweise/alle-gelesen/", secure=True)
    assert Notice.objects.get().read_at is None


def test_choosing_the_ways(browser: Client, elif_: User) -> None:
    """Every kind that can concern this person, and no other."""
    assert "Nur für die Koordination" not in page(browser, "/hinweise/wege/")
    answer = browser.post("/hinweise/wege/", {"kind_0": "none", "kind_1": "screen"}, secure=True)
    assert answer["Location"] == "/hinweise/"
    assert tell(elif_, kind="tests.letter") == 0
    assert tell(elif_, kind="tests.probe") == 1
    assert browser.post("/hinweise/wege/", {"kind_0": "taube"}, secure=True).status_code == 422


def test_old_notices_are_forgotten_by_the_settings(elif_: User) -> None:
    """Read ones early, unread ones late."""
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=20), tick=False):
        tell(elif_, title="gelesen")
        tell(elif_, title="ungelesen")
        Notice.objects.filter(title="gelesen").update(read_at=timezone.now())
    assert forget_old() == 0
    NoticeSettings.objects.create(read_days=10, unread_days=30)
    assert forget_old() == 1
    assert titles() == [("Elif Demir", "ungelesen")]
    with time_machine.travel(now + timedelta(days=11)):
        assert forget_old() == 1


def test_settings_of_the_municipality(marta: User, in_bensheim: MunicipalityRef, client_for: Any) -> None:
    """Within limits, with a row in the trail."""
    browser = sign_in(client_for(in_bensheim), marta, in_bensheim)
    address = "/einstellungen/hinweise/"
    assert browser.post(address, {"read_days": "0", "unread_days": "x"}, secure=True).status_code == 422
    assert browser.post(address, {"read_days": "7", "unread_days": "60"}, secure=True)["Location"] == "/einstellungen/"
    assert (NoticeSettings.current().read_days, NoticeSettings.current().unread_days) == (7, 60)
    assert Entry.objects.filter(event="notifications.settings_changed").count() == 1


def test_towns_do_not_see_each_other(bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any) -> None:
    for town in (bensheim, butzbach):
        with inside(realm_of(town)):
            tell(person(town, Role.GUIDE), title=f"Aus {town.name}")
    guide = sign_in(client_for(butzbach), person(butzbach, Role.GUIDE), butzbach)
    shown = page(guide, "/hinweise/")
    assert ("Aus Butzbach" in shown, "Aus Bensheim" in shown) == (True, False)
