"""One platform for the whole crawl, filled once: nobody who walks changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser

from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from shared.library import shipped
from shared.municipalities.register.loading import load_register
from tenants.surveys.models import Wave
from tests.journeys.accessibility.centre import fill_centre
from tests.journeys.accessibility.town import Values, come_on_board, fill_town
from tests.journeys.accessibility.walking import Part
from tests.live import chromium, serving
from tests.servers import Servers

WALK: Final = 3600
"""Seconds in which nobody is asked for the password once more."""


@dataclass(frozen=True)
class Platform:
    """Bensheim and the public host, answering browsers; what fills the addresses of both."""

    town: MunicipalityRef
    wave: Wave
    in_town: Values
    in_centre: Values
    port: int


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the crawl."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def platform(servers: Servers, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Everything there is to see, made once."""
    archive: Path = tmp_path_factory.mktemp("archive")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, serving() as port:
        patch.setattr(settings, "KISI_BASE_URL", f"http://kisi.localhost:{port}")
        patch.setattr(settings, "KISI_ARCHIVE_ROOT", archive)
        patch.setattr(settings, "KISI_MAIL", "mailbox")
        patch.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", WALK, raising=False)
        servers.fresh_database()
        with inside(CENTRAL):
            load_register()
        shipped.load()
        town, closed = map(servers.municipality, ("bensheim", "oestrich-winkel"))
        come_on_board(town, [(row["key"], row["number"]) for row in shipped.shipped_templates()])
        in_town = fill_town(town)
        in_centre = fill_centre(town, closed)
        with inside(realm_of(town)):
            cache.clear()
            wave = Wave.objects.get(pk=in_town["surveys"]["pk"])
        yield Platform(town, wave, in_town, in_centre, port)
    servers.forget_connections()


@pytest.fixture(scope="package")
def known() -> set[str]:
    """The contents that were looked at, by whomever."""
    return set()


@pytest.fixture(scope="package")
def built() -> dict[str, set[Part]]:
    """What the pages were made of that were looked at."""
    return {}
