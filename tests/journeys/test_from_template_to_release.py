"""The whole way: a template is written in the centre, people answer in a town, the state reads a rounded figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from kisi.celery import app, register_tasks
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.schedule import SCHEDULE
from shared.metrics.models import Contribution, ReleasedFigure, ReleaseInput
from shared.metrics.queries import cell_labels
from shared.municipalities.register.loading import load_register
from tenants.needs.models import Need
from tenants.surveys.models import Response, SurveySettings, Wave
from tests.accounts import person
from tests.journeys import ministering, surveying, templates
from tests.journeys.answering import answer_in_arabic
from tests.journeys.neighbours import FREE_TEXT, another_town, people_answer
from tests.journeys.questionnaire import questionnaire
from tests.journeys.seeing import DESK, PHONE, sign_in
from tests.live import serving
from tests.servers import Servers
from tests.workers import wait_until_idle, worker

pytestmark = pytest.mark.browser

WISH = "أبحث عن شقة لعائلتي قرب المدرسة"
HOUSING = "perspective=third_country_nationals|topic=housing"
HOUSING_NAME = "Perspektive: Drittstaatsangehörige, Handlungsfeld: Wohnen"
NEED_SEEN = "surveys.need_seen"
TOO_FEW = "zu wenige Antworten"

type Collect = Callable[[], None]


@pytest.fixture
def hosts(database: Servers, settings: Any) -> Iterator[tuple[str, str]]:
    """The public host's address and Bensheim's."""
    with inside(CENTRAL):
        load_register()
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield settings.KISI_BASE_URL, f"http://bensheim.kisi.localhost:{port}"


@pytest.fixture
def collect(database: Servers, environment: dict[str, str], tmp_path: Path) -> Iterator[Collect]:
    """A real worker; ``collect()`` sends what beat sends and waits until the worker is through with what follows."""
    register_tasks()
    log = tmp_path / "worker.log"
    # Beat's message counts as due after each answer here, not every five minutes.
    with worker(environment | {"KISI_COLLECT_SECONDS": "1"}, log, pool="prefork", concurrency=2) as process:

        def collect() -> None:
            app.tasks[SCHEDULE["collect-figures"]["task"]].apply_async()
            wait_until_idle(database.redis_url, process, seconds=60, log=log)

        yield collect


@pytest.fixture
def small_town(schwalbach: MunicipalityRef) -> MunicipalityRef:
    """A town where so few answer that nobody may read their number."""
    return schwalbach


def contributed(town: MunicipalityRef) -> tuple[int, int | None]:
    """What the town itself has told the state about housing: (see a need, answered)."""
    with inside(realm_of(town)):
        return Contribution.objects.values_list("numerator", "denominator").get(metric=NEED_SEEN, cell=HOUSING)


def computed_from(town: MunicipalityRef) -> tuple[int, int]:
    """The exact numbers of the town about housing that the release was computed from; they never leave the centre."""
    with inside(CENTRAL):
        numerator, denominator = ReleaseInput.objects.get(metric=NEED_SEEN, ags=town.ags).cells[HOUSING]
    return numerator, denominator


def released_figures() -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """What the release says about the needs seen in towns: (key, axes in words) → (numerator, denominator)."""
    with inside(CENTRAL):
        rows = list(ReleasedFigure.objects.filter(metric=NEED_SEEN, level="municipality"))
    words = {row.cell: ", ".join(f"{axis}: {value}" for axis, value in cell_labels(row.cell).items()) for row in rows}
    return {(row.area, words[row.cell]): (row.numerator, row.denominator) for row in rows}


def state_share() -> str:
    """Per cent of the whole state as the release has it: of rounded numbers, not of the exact 67 and 123."""
    with inside(CENTRAL):
        row = ReleasedFigure.objects.get(metric=NEED_SEEN, level="state", cell=HOUSING)
    assert (row.numerator % 5, row.denominator % 5) == (0, 0)
    return f"{100 * row.numerator / row.denominator:.1f}".replace(".", ",")


def numbers_of(line: ministering.Line) -> tuple[int | None, int | None]:
    """Numerator and denominator in a line of a file."""
    numerator, denominator = (int(line[name]) if line[name] else None for name in ("Zähler", "Nenner"))
    return numerator, denominator


def answers_in(town: MunicipalityRef) -> list[Response]:
    """Every sheet in Arabic."""
    with inside(realm_of(town)):
        return list(Response.objects.filter(language="ar"))


def test_from_a_template_to_the_states_figure(
    hosts: tuple[str, str],
    collect: Collect,
    bensheim: MunicipalityRef,
    butzbach: MunicipalityRef,
    oestrich: MunicipalityRef,
    small_town: MunicipalityRef,
    open_browser: Callable[..., BrowserContext],
) -> None:
    """Editor, reviewer, guide, a person with a phone, worker, guide again, ministry."""
    centre, town = hosts
    editor = person(None, Role.TEMPLATE_EDITOR)
    reviewer = person(None, Role.TEMPLATE_EDITOR, email="zweite@example.org", name="Ada Lang")
    guide, analyst = person(bensheim, Role.GUIDE), person(None, Role.MINISTRY_ANALYST)
    with inside(realm_of(bensheim)):
        SurveySettings.objects.create(fill_seconds=0, privacy_contact="integration@bensheim.example")

    page = open_browser(**DESK).new_page()
    sign_in(page, centre, editor.email)
    templates.write_a_template(page, questionnaire())

    page = open_browser(**DESK).new_page()
    sign_in(page, centre, reviewer.email)
    templates.review_and_publish(page)

    desk = open_browser(**DESK).new_page()
    sign_in(desk, town, guide.email)
    templates.adopt_the_template(desk)
    address = surveying.open_a_wave(desk, "Herbst 2026")

    another_town(butzbach, sheets=35, seeing_a_need=20)
    another_town(oestrich, sheets=40, seeing_a_need=15)
    another_town(small_town, sheets=3, seeing_a_need=2)
    with inside(realm_of(bensheim)):
        people_answer(Wave.objects.get(), sheets=44, seeing_a_need=29)
    collect()
    assert contributed(bensheim) == (29, 44)

    phone = open_browser(java_script_enabled=False, **PHONE).new_page()
    answer_in_arabic(phone, address, text=WISH, chosen={"need_housing": "3"})
    (answer,) = answers_in(bensheim)
    assert (answer.channel, answer.answers["open_text"], answer.answers["need_housing"]) == ("link", WISH, 3)

    surveying.read_the_result(desk, "Herbst 2026", sheets=45)
    surveying.read_an_answer(desk, WISH)
    surveying.state_the_need(desk)
    surveying.decide_about_it(desk)
    with inside(realm_of(bensheim)):
        need = Need.objects.get()
        (evidence,) = need.evidence.all()
        assert (need.state, need.priority, evidence.n) == ("decided", "now", 45)

    collect()
    assert contributed(bensheim) == (30, 45)

    page = open_browser(**DESK).new_page()
    sign_in(page, centre, analyst.email)
    ministering.see_the_collection(page, towns=4)
    ministering.freeze_a_release(page)
    ministering.see_all_figures(page)
    chosen = {"metric": "Sehen einen Bedarf", "level": "Kommune"}
    with_a_number = ministering.figures_on_the_page(page, **chosen, lines="nur mit Zahl")
    on_the_page = ministering.figures_on_the_page(page, **chosen)
    in_the_file = ministering.figures_in_the_file(page)
    assert computed_from(small_town) == (2, 3)
    small = [line for line in in_the_file if line["Gebiet"] == "Schwalbach am Taunus"]
    assert small
    assert {(line["Wert"], *numbers_of(line), line["Hinweis"]) for line in small} == {("", None, None, TOO_FEW)}
    assert with_a_number == [line for line in in_the_file if line["Nenner"]]
    assert on_the_page == in_the_file[: len(on_the_page)]
    assert {(line["Schlüssel"], line["Merkmale"]): numbers_of(line) for line in in_the_file} == released_figures()
    (bensheims,) = [line for line in in_the_file if line["Gebiet"] == "Bensheim" and line["Merkmale"] == HOUSING_NAME]
    assert (bensheims["Wert"], *numbers_of(bensheims)) == ("66,7", 30, 45)
    assert computed_from(bensheim) == (30, 45)

    overview, topic = ministering.read_about_housing(page)
    assert f"{state_share()} %" in overview
    assert state_share() in topic
    texts = ministering.every_text_one_can_reach(page)
    assert {"/", "/hessen/", "/erhebung/"} <= texts.keys()
    assert any(address.endswith("format=csv") for address in texts)
    said_in_towns = (WISH, FREE_TEXT, surveying.NEED, surveying.REASON)
    assert [(address, words) for address, text in texts.items() for words in said_in_towns if words in text] == []
