"""A template gets a new version: a guide hears of it, reads what is new and decides – nothing changes by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from kisi.celery import app, register_tasks
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.schedule import SCHEDULE
from shared.library.actions import begin_version, create_template, publish, submit
from shared.library.actions.drafting import Wording
from shared.library.models import Template
from tenants.adoptions.actions import adopt_version
from tenants.instruments.models import InstrumentVersion
from tests.accounts import person
from tests.journeys import updating
from tests.journeys.neighbours import COLLEAGUE, people_answer
from tests.journeys.questionnaire import (
    KEY,
    NEW_QUESTION,
    NEW_WORDING,
    OLD_WORDING,
    TITLE,
    next_questionnaire,
    questionnaire,
)
from tests.journeys.seeing import DESK
from tests.live import serving
from tests.servers import Servers
from tests.shared.library.samples import AUTHOR, REVIEWER
from tests.tenants.surveys.waves import open_wave
from tests.workers import wait_until_idle, worker

pytestmark = pytest.mark.browser


@pytest.fixture
def town(database: Servers, bensheim: MunicipalityRef, settings: Any) -> Iterator[str]:
    """Bensheim's address: it has the first version, and a wave with it; the second version is out."""
    with inside(CENTRAL):
        first = Wording(TITLE, questionnaire(), "Erste Fassung.")
        publish(
            version=submit(version=create_template(key=KEY, kind="survey", wording=first, by=AUTHOR), by=AUTHOR),
            by=REVIEWER,
        )
    with inside(realm_of(bensheim)):
        adopt_version(key=KEY, version=1, by=COLLEAGUE)
        asked = InstrumentVersion.objects.select_related("instrument").get()
        people_answer(open_wave(asked, title="Herbst 2026", channels=["link"]), sheets=12, seeing_a_need=8)
    with inside(CENTRAL):
        second = Wording(TITLE, next_questionnaire(), "Wohnen klarer gefragt, Gesundheit ist neu.")
        draft = begin_version(template=Template.objects.get(key=KEY), wording=second, by=AUTHOR)
        publish(version=submit(version=draft, by=AUTHOR), by=REVIEWER)
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield f"http://bensheim.kisi.localhost:{port}"


@pytest.fixture
def told(town: str, database: Servers, environment: dict[str, str], tmp_path: Path) -> None:
    """A real worker has told the town, as it does every hour."""
    register_tasks()
    log = tmp_path / "worker.log"
    with worker(environment, log, pool="solo") as process:
        app.tasks[SCHEDULE["tell-of-new-versions"]["task"]].apply_async()
        wait_until_idle(database.redis_url, process, seconds=60, log=log)


def versions_in(town: MunicipalityRef) -> list[tuple[int, bool]]:
    """Number of each version of the questionnaire here, and whether it asks for housing in the old words."""
    with inside(realm_of(town)):
        rows = list(InstrumentVersion.objects.order_by("number"))
    return [(row.number, OLD_WORDING in str(row.definition)) for row in rows]


def test_a_guide_decides_about_a_new_version_by_keyboard(
    town: str, bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext], request: pytest.FixtureRequest
) -> None:
    """Notice, difference, later, keep, adopt; the next wave says what stays comparable with the one before."""
    guide = person(bensheim, Role.GUIDE)
    request.getfixturevalue("told")
    page = open_browser(**DESK).new_page()
    updating.sign_in(page, town, guide.email)
    updating.follow_the_notice(page)
    updating.read_what_is_new(page)

    before = versions_in(bensheim)
    assert before == [(1, True)]
    updating.decide_later(page)
    assert versions_in(bensheim) == before
    updating.keep_the_own_version(page, "Die Welle läuft noch, wir wechseln danach.")
    assert versions_in(bensheim) == before
    updating.take_it_over(page)
    assert versions_in(bensheim) == [(1, True), (2, False)]

    updating.plan_the_next_wave(page, "Frühjahr 2027")
    beside = page.locator("section", has=page.get_by_role("heading", name="Vergleich mit der Welle davor"))
    expect(beside).to_contain_text("8 Fragen bleiben mit „Herbst 2026“ (Fassung 1) vergleichbar.")
    expect(beside.locator("ul").nth(0)).to_have_text(NEW_WORDING)
    expect(beside.locator("ul").nth(1)).to_have_text(NEW_QUESTION)
