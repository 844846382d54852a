"""Publishing, the code book, coding, the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.audit.models import Entry
from kisi.core.actors import Actor
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.core.vocabulary import Perspective
from kisi.ui.languages import PARTICIPANT_LANGUAGES, language_named
from tenants.results import actions
from tenants.results.models import AnswerCode, Coding, Publication, ResultsSettings
from tenants.results.problems import NotPublishable, ResultsProblem
from tenants.results.publishing import public_figures, public_result
from tenants.results.queries import result_of
from tenants.site.words import words_of
from tenants.surveys.checking import definition_of
from tests.accounts import person, sign_in
from tests.tenants.results.test_pages import soup, words
from tests.tenants.results.waves import store, wave_of

ELIF = Actor("user", "1", "Elif Demir")


@pytest.fixture
def coordinator(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A coordinator's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


def test_publish_and_withdraw_on_screen(coordinator: Client, client_for: Any, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store(wave, *[{"need_housing": 3 if at < 21 else 0} for at in range(31)])
    address = f"/ergebnisse/wellen/{wave.pk}/veroeffentlichen/need_housing/"
    assert f'href="{address}"' in coordinator.get(f"/ergebnisse/wellen/{wave.pk}/").content.decode()
    assert "mindestens 20 Antworten" in words(soup(coordinator.get(address)))
    visitor = client_for(bensheim)
    assert "Ergebnisse unserer Befragungen" not in words(soup(visitor.get("/")))
    coordinator.post(address)
    public = words(soup(visitor.get("/")))
    assert "70 %" in public
    assert "68 %" not in public
    arabic = soup(visitor.get("/?sprache=ar"))
    assert "استبيان «" in words(arabic), "the frame is in Arabic too"
    assert words_of("ar")["german_only"] not in words(arabic)
    with inside(realm_of(bensheim)):
        store(wave, *[{"need_housing": 0}] * 100)
    assert "70 %" in words(soup(visitor.get("/")))
    coordinator.post(f"/ergebnisse/wellen/{wave.pk}/zurueckziehen/need_housing/")
    assert "Ergebnisse unserer Befragungen" not in words(soup(visitor.get("/")))
    with inside(realm_of(bensheim)):
        events = Entry.objects.filter(event__startswith="results.").order_by("pk").values_list("event", flat=True)
        assert list(events) == ["results.published", "results.withdrawn"]


@pytest.mark.parametrize("perspective", Perspective.values)
def test_several_questions_are_published_in_one_step(
    coordinator: Client, client_for: Any, bensheim: MunicipalityRef, perspective: str
) -> None:
    """Of every perspective; what is public already is not offered again."""
    with inside(realm_of(bensheim)):
        wave = wave_of(perspective)
        store(wave, *[{"need_housing": 3, "need_work": 1}] * 30, *[{"need_health": 1}] * 29)
    address = f"/ergebnisse/wellen/{wave.pk}/veroeffentlichen/"
    assert f'href="{address}"' in coordinator.get(f"/ergebnisse/wellen/{wave.pk}/").text
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    assert f'href="{address}"' not in guide.get(f"/ergebnisse/wellen/{wave.pk}/").text
    offered = [one["value"] for one in soup(coordinator.get(address)).select("[name=question]")]
    assert sorted(offered) == ["need_housing", "need_work"]
    answer = coordinator.post(address, {"question": offered}, follow=True)
    assert "2 Ergebnisse stehen jetzt auf der öffentlichen Seite." in words(soup(answer))
    assert len(soup(client_for(bensheim).get("/?sprache=ti")).select("table.k-bars")) == 2
    assert "keine weitere Frage" in words(soup(coordinator.get(address)))


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ([], "mindestens eine Frage"),
        (["need_housing", "need_work"], "mindestens 30 Antworten"),
        (["need_housing", "a\0b"], "gibt es in der Welle nicht"),
        (["need_housing", "open_text"], "mit festen Antworten"),
    ],
)
def test_all_chosen_questions_are_published_or_none(
    coordinator: Client, bensheim: MunicipalityRef, chosen: list[str], reason: str
) -> None:
    """With the reason, and with what was chosen still chosen."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store(wave, *[{"need_housing": 3, "open_text": "Bus"}] * 30, {"need_work": 1})
    answer = coordinator.post(f"/ergebnisse/wellen/{wave.pk}/veroeffentlichen/", {"question": chosen})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert reason in words(page)
    assert len(page.select("[name=question][checked]")) == bool(chosen)
    with inside(realm_of(bensheim)):
        assert not Publication.objects.exists()


def shown_in(visitor: Client, language: str) -> tuple[str, list[str], list[str]]:
    """The published question, its answers, and their shares, as a visitor reads them in a language."""
    section = soup(visitor.get("/", {"sprache": language})).select_one("section[aria-labelledby=bereich-results]")
    assert section is not None
    heading = section.select_one("h3")
    assert heading is not None
    answers = [one.get_text() for one in section.select("th[scope=row]")]
    return heading.get_text(), answers, [one.get_text() for one in section.select(".k-bars__value")]


@pytest.mark.parametrize("language", [language.code for language in PARTICIPANT_LANGUAGES])
def test_a_result_is_public_in_every_language_it_was_asked_in(
    client_for: Any, bensheim: MunicipalityRef, language: str
) -> None:
    """Words of the questionnaire's own translation; the numbers are those of the day."""
    with inside(realm_of(bensheim)):
        wave = wave_of("third_country_nationals")
        store(wave, *[{"need_housing": 3 if at < 21 else 0} for at in range(31)])
        actions.publish(wave=wave, question_code="need_housing", by=ELIF)
        question = definition_of(wave.version).question("need_housing")
    asked, answers, shares = shown_in(client_for(bensheim), language)
    assert question.scale is not None
    labels = [question.scale.labels[int(value)][language] for value in question.values if value != "dk"]
    assert asked == question.text[language]
    assert answers == [f"{value} – {label}" for value, label in zip(question.values, labels, strict=False)]
    assert shares == ["30\xa0%", "0\xa0%", "0\xa0%", "70\xa0%"]


def test_words_without_a_translation_are_german_and_say_so(client_for: Any, bensheim: MunicipalityRef) -> None:
    """A town's own question that nobody has translated; and a result of before answers were kept by their value."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store(wave, *[{"need_housing": 3}] * 30)
        publication = actions.publish(wave=wave, question_code="need_housing", by=ELIF)
        for answer in publication.figures["answers"]:
            del answer["value"]
        publication.save()
    page = soup(client_for(bensheim).get("/?sprache=ar"))
    labels = page.select("section[aria-labelledby=bereich-results] th[scope=row]")
    assert {(one["lang"], one["dir"]) for one in labels} == {("de", "ltr")}
    assert words_of("ar")["german_only"] in words(page)


def test_a_title_without_a_translation_is_marked_inside_the_sentence(in_bensheim: MunicipalityRef) -> None:
    """And what stands in it is text."""
    wave = wave_of("residents")
    store(wave, *[{"need_housing": 3}] * 30)
    result = result_of(wave)
    figures = public_figures(result, "need_housing", ResultsSettings(), reported=result)
    asked = definition_of(wave.version)
    german = replace(asked, title={"de": "Bus & <b>Bahn</b>"})
    for definition, marks in ((german, 1), (asked, 0)):
        found = public_result(figures, definition, asked.question("need_housing"), language_named("ar"))
        assert found.frame.count('<span lang="de" dir="ltr">Bus &amp; &lt;b&gt;Bahn&lt;/b&gt;</span>') == marks
        assert "30" in found.frame


def test_few_or_free_answers_are_never_public(in_bensheim: MunicipalityRef) -> None:
    wave = wave_of("residents")
    store(wave, *[{"need_housing": 3, "open_text": "Bus"}] * 29)
    for code in ("need_housing", "open_text", "nothing_like_it"):
        with pytest.raises(NotPublishable):
            actions.publish(wave=wave, question_code=code, by=ELIF)
    assert not Publication.objects.exists()
    store(wave, {"need_housing": 3, "open_text": "Bus"})
    actions.publish(wave=wave, question_code="need_housing", by=ELIF)
    with pytest.raises(NotPublishable):
        actions.publish(wave=wave, question_code="open_text", by=ELIF)


def test_answers_are_read_one_by_one(coordinator: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        first, second, third = sorted(
            store(wave, *[{"open_text": text} for text in ("Der Bus fehlt", "<b>Kita</b>", "Danke")]),
            key=lambda one: one.pk,
        )
    coordinator.post("/ergebnisse/codebuch/neu/", {"label": "Busse", "topic": "mobility", "description": ""})
    with inside(realm_of(bensheim)):
        code = AnswerCode.objects.get()
    page = f"/ergebnisse/wellen/{wave.pk}/freitexte/open_text/"
    assert str(first.pk) in coordinator.get(page).content.decode()
    assert str(second.pk) in coordinator.get(page, {"nach": first.pk}).content.decode()
    answer = coordinator.post(f"{page}lesen/", {"bogen": first.pk, "codes": [code.pk]}, follow=True)
    assert "1 gelesen, 2 noch offen." in words(soup(answer))
    assert str(second.pk) in answer.content.decode()
    coordinator.post(f"{page}lesen/", {"bogen": second.pk})
    done = coordinator.post(f"{page}lesen/", {"bogen": third.pk, "codes": [code.pk]}, follow=True)
    assert "keine ungelesenen Antworten" in words(soup(done))
    listed = words(soup(coordinator.get(page, {"code": code.pk})))
    assert third.answers["open_text"] in listed
    with inside(realm_of(bensheim)):
        assert Coding.objects.count() == 3
        for entry in Entry.objects.filter(event="results.answer_coded"):
            assert str(first.pk) not in f"{entry.subject}{entry.details}"
    coordinator.post(f"/ergebnisse/codebuch/{code.pk}/ablegen/")
    assert "Abgelegt" in words(soup(coordinator.get("/ergebnisse/codebuch/")))
    coordinator.post(f"/ergebnisse/codebuch/{code.pk}/zurueckholen/")
    assert "Abgelegt" not in words(soup(coordinator.get("/ergebnisse/codebuch/")))


def test_bad_input_is_refused(coordinator: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        (response,) = store(wave, {"open_text": "Bus", "need_housing": 3})
        with pytest.raises(ResultsProblem):
            actions.code_answer(response=response, question_code="need_housing", codes=[], by=ELIF)
    page = f"/ergebnisse/wellen/{wave.pk}/freitexte/open_text/"
    assert coordinator.post(f"{page}lesen/", {"bogen": response.pk, "codes": ["x", 999]}).status_code == 422
    for values in ({"bogen": "nix"}, {"bogen": "00000000-0000-4000-8000-000000000000"}):
        assert coordinator.post(f"{page}lesen/", values).status_code == 404
    assert coordinator.get(page, {"nach": "\x00", "code": "9" * 30}).status_code == 404
    assert coordinator.get(page, {"code": "²"}).status_code == 200
    assert coordinator.get(f"/ergebnisse/wellen/{wave.pk}/freitexte/need_housing/").status_code == 404
    cross = f"/ergebnisse/wellen/{wave.pk}/kreuztabelle/"
    assert coordinator.get(cross, {"frage": "open_text", "nach": "sex"}).status_code == 422
    assert coordinator.get(cross, {"frage": "need_housing", "nach": "answers__sex"}).status_code == 422
    assert coordinator.get("/ergebnisse/verlauf/", {"perspektive": "x", "frage": "\x00"}).status_code == 200
    for values in ({"label": "a\x00b"}, {"label": "x" * 81}, {"label": ""}, {"label": "ok", "topic": "moon"}):
        assert coordinator.post("/ergebnisse/codebuch/neu/", values).status_code == 422
    assert coordinator.post("/ergebnisse/einstellungen/", {"smallest_cell": "1"}).status_code == 422


def test_rules_are_changed_with_a_trail(in_bensheim: MunicipalityRef) -> None:
    settings = ResultsSettings.current()
    settings.smallest_cell = 7
    actions.change_settings(settings=settings, by=ELIF)
    actions.change_settings(settings=ResultsSettings.current(), by=ELIF)
    entries = [entry.details for entry in Entry.objects.filter(event="results.settings_changed")]
    assert entries == [{"smallest_cell": [5, 7]}]
