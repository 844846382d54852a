"""A guide signed in at Bensheim, and an instrument to work on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.instruments import actions
from tenants.instruments.models import Instrument
from tests.accounts import person, sign_in
from tests.shared.instruments.samples import everything


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A client of a guide."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


@pytest.fixture
def own(bensheim: MunicipalityRef) -> Instrument:
    """An instrument of the town's own with an empty draft."""
    with inside(realm_of(bensheim)):
        return actions.create_instrument(title="Spielplätze", perspective="residents", by=SYSTEM).instrument


@pytest.fixture
def adopted(bensheim: MunicipalityRef) -> Instrument:
    """An adopted template with a draft begun."""
    with inside(realm_of(bensheim)):
        with transaction.atomic():
            adopt(TemplateCopy("kisi-bedarf-tcn", 1, "survey", "Bedarf", everything()), by=SYSTEM)
        instrument = Instrument.objects.get(origin_key="kisi-bedarf-tcn")
        actions.begin_draft(instrument=instrument, by=SYSTEM)
        return instrument
