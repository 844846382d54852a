"""An open wave in Bensheim and somebody who answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.surveys.models import SurveySettings, Wave
from tests.tenants.participation.visitor import Visitor
from tests.tenants.surveys.waves import open_wave


@pytest.fixture
def wave(bensheim: MunicipalityRef) -> Wave:
    """A wave that takes answers by every way; nobody has to wait on its pages."""
    with inside(realm_of(bensheim)):
        cache.clear()
        SurveySettings.objects.create(fill_seconds=0)
        return open_wave(targets={"total": 10, "language": {"ar": 5}})


@pytest.fixture
def visitor(bensheim: MunicipalityRef, wave: Wave, client_for: Any) -> Visitor:
    """Somebody's browser."""
    return Visitor(client_for(bensheim), wave)
