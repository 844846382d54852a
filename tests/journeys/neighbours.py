"""Sheets that came back elsewhere: made through the product's own actions, so that a figure may be published."""

from __future__ import annotations

import uuid
from typing import Final

from kisi.core.actors import Actor
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.adoptions.actions import adopt_version
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.actions import accept_responses
from tenants.surveys.actions.responses import Sheet
from tenants.surveys.models import Wave
from tests.journeys.questionnaire import KEY
from tests.tenants.surveys.waves import open_wave

COLLEAGUE: Final = Actor("user", "0", "Nadja Brück")
FREE_TEXT: Final = "Wir wohnen zu sechst in einem Zimmer in der Lindengasse"


def people_answer(wave: Wave, *, sheets: int, seeing_a_need: int, text: str = "") -> None:
    """So many sheets come back by the link; the first ``seeing_a_need`` need much support with housing."""
    wish = {"open_text": text} if text else {}
    answers = [{"need_housing": 3 if number < seeing_a_need else 0, **wish} for number in range(sheets)]
    rows = [
        Sheet(id=uuid.uuid4(), channel="link", language="de", consent_version=1, answers=given) for given in answers
    ]
    assert accept_responses(wave=wave, sheets=rows, by=COLLEAGUE) == sheets


def another_town(town: MunicipalityRef, *, sheets: int, seeing_a_need: int) -> None:
    """A town that adopts the same template and asks its people, too."""
    with inside(realm_of(town)):
        adopt_version(key=KEY, version=1, by=COLLEAGUE)
        asked = InstrumentVersion.objects.select_related("instrument").get(instrument__origin_key=KEY)
        wave = open_wave(asked, channels=["link"])
        people_answer(wave, sheets=sheets, seeing_a_need=seeing_a_need, text=FREE_TEXT)
