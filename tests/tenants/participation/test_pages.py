"""Answering page by page: what is asked, kept, refused, and that a sheet is sent once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.participation.actions import delete_expired
from tenants.participation.models import ParticipationDraft, StoppedSheets
from tenants.participation.queries import Unsent, unsent_by_page
from tenants.surveys.actions import end_wave, make_codes
from tenants.surveys.models import InvitationCode, Response, SurveySettings, Wave
from tests.tenants.participation.visitor import Visitor
from tests.tenants.surveys.waves import ELIF, FULL, create_wave, monday, open_wave, plan


def responses(town: MunicipalityRef) -> list[Response]:
    """What was stored."""
    with inside(realm_of(town)):
        return list(Response.objects.all())


def drafts(town: MunicipalityRef) -> list[ParticipationDraft]:
    """What was begun."""
    with inside(realm_of(town)):
        return list(ParticipationDraft.objects.all())


def test_language_first_then_consent_then_pages_then_thanks(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    """The whole way in Arabic; nothing is left of the sheet but the response, and nothing in the trail."""
    visitor.open()
    names = [link.text.strip() for link in visitor.page.select(".k-language-choice a")]
    assert len(names) == 12
    assert "العربية" in names
    visitor.open("beginnen/ar/")
    assert visitor.page.html["dir"] == "rtl"
    assert visitor.page.html["lang"] == "ar"
    assert visitor.page.h1.text.strip() == "ما الذي تحتاج إليه؟"
    with inside(realm_of(bensheim)):
        before = Entry.objects.count()
    visitor.begin("ar")
    assert [field["value"] for field in visitor.page.select("input[type=radio]")] == ["yes", "no"]
    visitor.answer_all()
    assert visitor.url.endswith("/fertig/")
    assert "شكرا على المشاركة." in visitor.page.main.text
    (stored,) = responses(bensheim)
    assert (stored.answers, stored.language, stored.channel) == (FULL, "ar", "link")
    assert stored.week == monday(timezone.localdate())
    assert drafts(bensheim) == []
    with inside(realm_of(bensheim)):
        assert Entry.objects.count() == before


def test_an_answer_shows_a_question_on_the_same_page_without_script(visitor: Visitor) -> None:
    visitor.begin("de")
    assert visitor.page.select("[name=a_rooms]") == []
    visitor.send(a_lives_here="yes")
    assert len(visitor.page.select("[name=a_rooms]")) == 1
    assert visitor.page.select_one("[name=a_lives_here][checked]")["value"] == "yes"


def test_the_way_forks_by_the_answers(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    visitor.begin("de")
    visitor.send(a_lives_here="no")
    assert visitor.url.endswith("/bogen/needs/")
    visitor.send()
    assert visitor.url.endswith("/bogen/moved/")
    visitor.send(a_where="Köln")
    (stored,) = responses(bensheim)
    assert stored.answers == {"lives_here": "no", "where": "Köln"}


def test_what_is_wrong_is_said_in_the_persons_language_and_kept(visitor: Visitor) -> None:
    visitor.begin("ar")
    assert visitor.send().status_code == 422
    assert visitor.page.select_one(".k-errors a")["href"] == "#a_lives_here_0"
    visitor.send(a_lives_here="yes")
    visitor.send(a_lives_here="yes", a_rooms="zwölf")
    assert visitor.answer.status_code == 422
    assert visitor.page.select_one("[name=a_rooms]")["value"] == "zwölf"
    error = visitor.page.select_one("#a_rooms_error").text.strip()
    assert any("\u0600" <= letter <= "\u06ff" for letter in error)
    visitor.send(a_lives_here="yes", a_rooms="٣")
    assert visitor.url.endswith("/bogen/needs/")


def test_two_answers_to_a_question_that_takes_one_are_refused_and_none_is_chosen(
    bensheim: MunicipalityRef, visitor: Visitor
) -> None:
    """No browser sends them by itself; which of them counts is not ours to guess."""
    visitor.begin("de")
    assert visitor.send(a_lives_here=["yes", "no"]).status_code == 422
    assert visitor.page.select_one("#a_lives_here_error").text.strip() == "Bitte wählen Sie nur eine Antwort."
    assert visitor.page.select("[name=a_lives_here][checked]") == []
    assert drafts(bensheim)[0].answers == {}
    visitor.send(a_lives_here="yes")
    visitor.send(a_lives_here="yes", a_rooms="3")
    assert visitor.send(a_need_housing=["1", "2"]).status_code == 422
    visitor.send(a_need_housing="2")
    (stored,) = responses(bensheim)
    assert stored.answers == {"lives_here": "yes", "rooms": 3, "need_housing": 2}


def test_back_keeps_what_was_answered_and_a_changed_answer_drops_what_it_hides(
    bensheim: MunicipalityRef, visitor: Visitor
) -> None:
    visitor.begin("de")
    visitor.send(a_lives_here="yes")
    visitor.send(a_lives_here="yes", a_rooms="3")
    visitor.send(a_need_housing="1", go="back")
    assert visitor.url.endswith("/bogen/home/")
    assert visitor.page.select_one("[name=a_rooms]")["value"] == "3"
    visitor.send(a_lives_here="no", a_rooms="3")
    assert visitor.page.select_one("[name=a_need_housing][checked]")["value"] == "1"
    visitor.send(a_need_housing="1")
    visitor.send(a_where="Köln")
    (stored,) = responses(bensheim)
    assert stored.answers == {"lives_here": "no", "need_housing": 1, "where": "Köln"}


def test_the_language_changes_on_the_way(visitor: Visitor) -> None:
    visitor.begin("de")
    visitor.send(language="ar", a_lives_here="yes")
    assert visitor.page.html["lang"] == "ar"
    assert visitor.page.select_one("[name=a_lives_here][checked]")["value"] == "yes"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Diese Frage wird hier nicht gestellt."), ("ar", "هذا السؤال غير مطروح هنا.")],
)
@pytest.mark.parametrize("foreign", [{"a_where": "Köln"}, {"a_other": "x"}, {"a_": "x"}, {"a_<b>": "x"}])
def test_fields_nobody_asked_for_are_refused_with_a_reason(
    bensheim: MunicipalityRef, visitor: Visitor, foreign: dict[str, str], language: str, sentence: str
) -> None:
    """In the person's language; what was typed beside them stays, and without them it goes on."""
    visitor.begin(language)
    assert visitor.send(a_lives_here="no", **foreign).status_code == 422
    errors = visitor.page.select_one("#fehler[role=alert]")
    assert [line.text.strip() for line in errors.select("li")] == [sentence]
    assert visitor.page.html["lang"] == language
    assert visitor.page.select_one("[name=a_lives_here][checked]")["value"] == "no"
    assert drafts(bensheim)[0].answers == {}
    assert visitor.send(a_lives_here="no").status_code == 200
    assert visitor.url.endswith("/bogen/needs/")


@pytest.mark.parametrize("text", ["a\0b", "x" * 201])
def test_texts_that_do_not_fit_are_refused(bensheim: MunicipalityRef, visitor: Visitor, text: str) -> None:
    visitor.begin("de")
    visitor.send(a_lives_here="no")
    assert visitor.send(a_wish=text).status_code == 422
    assert drafts(bensheim)[0].answers == {"lives_here": "no"}


@pytest.mark.parametrize(
    ("begun", "path", "language", "sentence"),
    [
        ("ar", "bogen/home/", "ar", "النص طويل جداً."),
        ("de", "bogen/home/", "de", "Der Text ist zu lang."),
        ("de", "bogen/home/?sprache=ar", "ar", "النص طويل جداً."),
        ("", "beginnen/ar/", "ar", "النص طويل جداً."),
        ("", "bogen/home/", "de", "Der Text ist zu lang."),
    ],
)
def test_ten_megabytes_are_refused_in_the_persons_language(
    bensheim: MunicipalityRef, visitor: Visitor, begun: str, path: str, language: str, sentence: str
) -> None:
    if begun:
        visitor.begin(begun)
    visitor.answer = visitor.client.post(f"{visitor.home}{path}", {"a_lives_here": "x" * 10_000_000})
    assert visitor.answer.status_code == 413
    assert (visitor.page.html["lang"], visitor.page.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert sentence in visitor.page.main.text
    assert [draft.answers for draft in drafts(bensheim)] == ([{}] if begun else [])


def test_a_closed_wave_is_said_in_the_language_of_the_sheet(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    visitor.begin("ar")
    with inside(realm_of(bensheim)):
        end_wave(wave=Wave.objects.get(), by=ELIF)
    visitor.answer = visitor.client.post(f"{visitor.home}bogen/home/", {"a_lives_here": "yes"})
    assert (visitor.answer.status_code, visitor.page.html["lang"]) == (410, "ar")


def test_without_consent_nothing_begins(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    visitor.open("beginnen/ar/")
    assert visitor.send().status_code == 422
    assert visitor.page.select_one("#consent_error")
    assert drafts(bensheim) == []


@pytest.mark.parametrize("trick", [{"website": "http://x.example"}, {"stamp": "forged"}])
def test_programs_are_stopped_and_people_keep_what_they_wrote(
    bensheim: MunicipalityRef, visitor: Visitor, trick: dict[str, str]
) -> None:
    """The trap, and a stamp that was not made for this page."""
    visitor.open("beginnen/de/")
    assert visitor.send(consent="yes", **trick).status_code == 422
    assert drafts(bensheim) == []
    visitor.begin("de")
    assert visitor.send(a_lives_here="yes", **trick).status_code == 422
    assert visitor.page.select_one("[name=a_lives_here][checked]")["value"] == "yes"
    assert drafts(bensheim)[0].answers == {}


def test_a_page_sent_faster_than_anybody_reads_is_asked_again(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    with inside(realm_of(bensheim)):
        SurveySettings.objects.update(fill_seconds=2)
    visitor.begin("de")
    assert visitor.send(a_lives_here="no").status_code == 422
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        visitor.send(a_lives_here="no")
    assert visitor.url.endswith("/bogen/needs/")


def test_sending_twice_is_one_response(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    """A second click, and Back and sending again; whom the thanks did not reach is thanked then and not asked anew."""
    visitor.begin("de")
    visitor.send(a_lives_here="no")
    visitor.send()
    last, cookies = visitor.answer, visitor.client.cookies.copy()
    visitor.send(a_where="Köln")
    visitor.client.cookies, visitor.answer = cookies, last
    visitor.send(a_where="Köln")
    assert len(responses(bensheim)) == 1
    assert visitor.url.endswith("/fertig/")
    visitor.open("bogen/moved/")
    assert visitor.url.endswith("/fertig/")


def test_who_goes_back_after_the_thanks_finds_the_way_to_their_language(visitor: Visitor) -> None:
    """The browser keeps that the wave was answered and nothing else, as the privacy notice says."""
    visitor.begin("ar")
    visitor.answer_all()
    assert visitor.page.select(".k-languages a") == [], "the thanks themselves are in Arabic"
    visitor.open("bogen/home/")
    assert visitor.url.endswith("/fertig/")
    (arabic,) = visitor.page.select("a[hreflang=ar]")
    visitor.open(f"fertig/{arabic['href']}")
    assert visitor.page.html["lang"] == "ar"


def test_a_second_sheet_on_the_same_device_is_pointed_out(visitor: Visitor) -> None:
    visitor.begin("de")
    visitor.answer_all()
    visitor.open("beginnen/de/")
    assert "schon geantwortet" in visitor.page.main.text


def test_pause_and_go_on_with_a_code_on_another_device(
    bensheim: MunicipalityRef, visitor: Visitor, wave: Wave, client_for: Any
) -> None:
    """The first browser knows nothing of the sheet any more."""
    visitor.begin("ar")
    visitor.send(a_lives_here="yes")
    visitor.send(a_lives_here="yes", a_rooms="3")
    visitor.send(a_need_housing="2", go="pause")
    code = visitor.page.select_one(".k-code").text
    visitor.open("bogen/")
    assert visitor.url == visitor.home
    (draft,) = drafts(bensheim)
    assert code not in draft.resume_hash
    assert draft.expires_on == timezone.localdate() + timedelta(days=14)
    other = Visitor(client_for(bensheim), wave)
    other.open("weiter/?sprache=ar")
    assert other.send(code="AAAAA-AAAAA").status_code == 422
    other.send(code=code.lower().replace("-", " "))
    assert other.url.endswith("/bogen/needs/")
    assert other.page.select_one("[name=a_need_housing][checked]")["value"] == "2"
    other.send(a_need_housing="2")
    assert [stored.answers["need_housing"] for stored in responses(bensheim)] == [2]


def test_an_expired_code_says_so_and_the_sheet_is_deleted(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    with inside(realm_of(bensheim)):
        SurveySettings.objects.update(resume_days=5)
    visitor.begin("de")
    visitor.send(a_lives_here="yes", go="pause")
    code = visitor.page.select_one(".k-code").text
    with time_machine.travel(timezone.now() + timedelta(days=6)), inside(realm_of(bensheim)):
        visitor.open("weiter/")
        assert visitor.send(code=code).status_code == 422
        assert "gilt nicht mehr" in visitor.page.main.text
        assert delete_expired() == 1
        assert delete_expired() == 0


def test_of_sheets_that_end_unsent_a_number_stays(
    bensheim: MunicipalityRef, visitor: Visitor, wave: Wave, client_for: Any
) -> None:
    """Where people stop: begun sheets by page, first those that wait, then those that expired; nothing else."""
    visitor.begin("de")
    visitor.send(a_lives_here="yes")
    reached = drafts(bensheim)[0].page
    Visitor(client_for(bensheim), wave).begin("de")
    with inside(realm_of(bensheim)):
        assert unsent_by_page(wave) == {"": Unsent(waiting=1), reached: Unsent(waiting=1)}
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            assert delete_expired() == 2
            assert delete_expired() == 0
        assert unsent_by_page(wave) == {"": Unsent(stopped=1), reached: Unsent(stopped=1)}
    Visitor(client_for(bensheim), wave).begin("de")
    with inside(realm_of(bensheim)):
        assert unsent_by_page(wave)[""] == Unsent(waiting=1, stopped=1)
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            delete_expired()
        assert unsent_by_page(wave) == {"": Unsent(stopped=2), reached: Unsent(stopped=1)}
    assert {field.name for field in StoppedSheets._meta.get_fields()} == {"id", "wave", "page", "number"}


def test_guessing_codes_is_slowed_down(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    with inside(realm_of(bensheim)):
        SurveySettings.objects.update(code_tries=3)
    statuses = []
    for _try in range(5):
        visitor.open("weiter/?sprache=ar")
        statuses.append(visitor.send(code="AAAAA-AAAAA").status_code)
    assert statuses == [422, 422, 422, 429, 429]
    assert visitor.page.html["lang"] == "ar"


def test_a_flooded_wave_says_so_and_others_go_on(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, visitor: Visitor, client_for: Any
) -> None:
    """429 for the network that floods; another network and another town do not notice."""
    with inside(realm_of(bensheim)):
        SurveySettings.objects.update(starts_per_hour=3)
    statuses = []
    for _try in range(5):
        visitor.open("beginnen/ar/")
        statuses.append(visitor.send(consent="yes", follow=False).status_code)
    assert statuses == [302, 302, 302, 429, 429]
    elsewhere = Visitor(client_for(bensheim, REMOTE_ADDR="198.51.100.7"), Wave(token=visitor.home.split("/")[2]))
    elsewhere.open("beginnen/ar/")
    assert elsewhere.send(consent="yes", follow=False).status_code == 302
    with inside(realm_of(butzbach)):
        other_wave = open_wave()
    neighbour = Visitor(client_for(butzbach), other_wave)
    neighbour.open("beginnen/ar/")
    assert neighbour.send(consent="yes", follow=False).status_code == 302


def test_an_invitation_code_answers_once(bensheim: MunicipalityRef, client_for: Any, wave: Wave) -> None:
    """Used up when the sheet begins; given back when the sheet expires; nothing leads from code to response."""
    with inside(realm_of(bensheim)):
        by_code = open_wave(channels=["code"])
        _batch, (code, other) = make_codes(wave=by_code, label="Elternabend", size=2, by=ELIF)
        assert not InvitationCode.objects.filter(code_hash__icontains=code).exists()
    visitor = Visitor(client_for(bensheim), by_code)
    visitor.open("beginnen/de/")
    assert visitor.send(consent="yes").status_code == 422
    assert visitor.begin("de", code="WRONG-WRONG").status_code == 422
    visitor.begin("de", code=code.lower())
    visitor.answer_all()
    assert [stored.channel for stored in responses(bensheim)] == ["code"]
    assert Visitor(client_for(bensheim), by_code).begin("de", code=code).status_code == 422
    Visitor(client_for(bensheim), by_code).begin("de", code=other)
    with inside(realm_of(bensheim)):
        assert InvitationCode.objects.filter(used=True).count() == 2
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            assert delete_expired() == 1
        assert InvitationCode.objects.filter(used=True).count() == 1


def test_waves_that_take_no_answers_have_a_friendly_page(
    bensheim: MunicipalityRef, client_for: Any, wave: Wave
) -> None:
    later = timezone.localdate() + timedelta(days=2)
    with inside(realm_of(bensheim)):
        planned = create_wave(plan=plan(), by=ELIF)
        upcoming = open_wave(opens_on=later, closes_on=later)
        ended = end_wave(wave=open_wave(), by=ELIF)
    paper = Wave(token="unknown")
    expected = [(planned, 404, "gibt es nicht"), (upcoming, 404, "beginnt am"), (ended, 410, "ist beendet")]
    for found, status, text in [*expected, (paper, 404, "gibt es nicht")]:
        for path in ("", "beginnen/de/", "bogen/", "bogen/home/", "weiter/"):
            visitor = Visitor(client_for(bensheim), found)
            assert visitor.open(path).status_code == status
            assert text in visitor.page.main.text
    page = client_for(bensheim).get("/u/unknown/", headers={"accept-language": "ar-SY,ar;q=0.9"})
    assert 'lang="ar"' in page.text


def test_a_wave_that_ends_on_the_way_says_so(bensheim: MunicipalityRef, visitor: Visitor, wave: Wave) -> None:
    visitor.begin("de")
    visitor.send(a_lives_here="no")
    with inside(realm_of(bensheim)):
        end_wave(wave=wave, by=ELIF)
    assert visitor.send().status_code == 410
    assert responses(bensheim) == []


def test_another_towns_key_opens_nothing(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, visitor: Visitor, client_for: Any
) -> None:
    """The same token and a copied cookie in another town."""
    visitor.begin("de")
    with inside(realm_of(butzbach)):
        wave = open_wave()
        Wave.objects.filter(pk=wave.pk).update(token=visitor.home.split("/")[2])
        wave.refresh_from_db()
    thief = Visitor(client_for(butzbach), wave)
    thief.client.cookies = visitor.client.cookies
    thief.open("bogen/")
    assert thief.url == thief.home


def test_pages_are_never_kept_by_the_browser(visitor: Visitor) -> None:
    visitor.begin("de")
    assert "no-store" in visitor.answer["Cache-Control"]
    cookie = visitor.client.cookies["kisi_sheet"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == (visitor.home, True, "")


def test_a_page_costs_few_statements(bensheim: MunicipalityRef, visitor: Visitor) -> None:
    """At most seven, transactions aside, for showing, sending a page and sending the sheet."""
    visitor.begin("de")

    def counted(do: Any) -> int:
        with inside(realm_of(bensheim)), CaptureQueriesContext(connection) as queries:
            do()
        kinds = [query["sql"].split()[0] for query in queries.captured_queries]
        return len([kind for kind in kinds if kind in {"SELECT", "INSERT", "UPDATE", "DELETE"}])

    shown = counted(lambda: visitor.open("bogen/home/"))
    kept = counted(lambda: visitor.send(follow=False, a_lives_here="no"))
    visitor.open("bogen/needs/")
    visitor.send()
    sent = counted(lambda: visitor.send(follow=False, a_where="Köln"))
    assert (kept, sent) == (5, 7)  # one of them asks whether the town leaves surveys out
    assert shown <= 4  # left out?, wave, sheet, and what the frame says about the municipality
    assert len(responses(bensheim)) == 1
