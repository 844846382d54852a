"""The editor without JavaScript: every step as a form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.instruments.models import Instrument, InstrumentVersion


@pytest.fixture
def document(bensheim: MunicipalityRef) -> Any:
    """``document(instrument)``: the newest version's definition as it is now."""

    def read(instrument: Instrument) -> dict[str, Any]:
        with inside(realm_of(bensheim)):
            found: dict[str, Any] = instrument.versions.order_by("-number")[0].definition
            return found

    return read


def questions(document: dict[str, Any]) -> list[dict[str, Any]]:
    """All questions."""
    return [one for page in document["pages"] for group in page["groups"] for one in group["questions"]]


def base(instrument: Instrument) -> str:
    """The editor's address."""
    return f"/frageboegen/{instrument.pk}/entwurf/"


def add(guide: Client, instrument: Instrument, kind: str, **fields: Any) -> Any:
    """Add a question to the first group."""
    return guide.post(f"{base(instrument)}frage/neu/?gruppe=gruppe_1&art={kind}", fields)


def test_an_instrument_is_made_and_every_type_of_question_added(guide: Client, document: Any) -> None:
    """From nothing to a released version, as a guide does it."""
    made = guide.post("/frageboegen/neu/", {"title": "Grünflächen", "perspective": "residents"})
    assert made.status_code == 302
    instrument = Instrument(pk=int(made["Location"].split("/")[2]))
    assert guide.get(made["Location"]).status_code == 200
    add(guide, instrument, "single", text="Waren Sie da?", new_options="Ja\nNein", required="on")
    add(guide, instrument, "multi", text="Was fehlt?", new_options="Bänke\nSchatten\nNichts", at_most="2", hint="Tipp")
    add(guide, instrument, "scale", text="Wie schön?", first="1", last="5", label_1="gar nicht", dont_know="on")
    add(guide, instrument, "number", text="Wie oft?", min="0", max="2,5", decimals="1", unit="Mal")
    add(guide, instrument, "date", text="Wann?", min="01.01.2026", max="2026-12-31")
    add(guide, instrument, "text", text="Noch etwas?", text_length="200", long="on")
    add(guide, instrument, "note", text="Danke\nbis hier")
    found = questions(document(instrument))
    assert found == [
        {
            "code": "local_waren_sie_da", "type": "single", "text": {"de": "Waren Sie da?"}, "required": True,
            "options": [{"code": "ja", "text": {"de": "Ja"}}, {"code": "nein", "text": {"de": "Nein"}}],
        },
        {
            "code": "local_was_fehlt", "type": "multi", "text": {"de": "Was fehlt?"}, "hint": {"de": "Tipp"},
            "options": [
                {"code": "baenke", "text": {"de": "Bänke"}}, {"code": "schatten", "text": {"de": "Schatten"}},
                {"code": "nichts", "text": {"de": "Nichts"}},
            ],
            "at_most": 2,
        },
        {
            "code": "local_wie_schoen", "type": "scale", "text": {"de": "Wie schön?"}, "dont_know": True,
            "scale": {"from": 1, "to": 5, "labels": {"1": {"de": "gar nicht"}}},
        },
        {
            "code": "local_wie_oft", "type": "number", "text": {"de": "Wie oft?"},
            "number": {"min": 0, "max": 2.5, "decimals": 1, "unit": {"de": "Mal"}},
        },
        {
            "code": "local_wann", "type": "date", "text": {"de": "Wann?"},
            "date": {"min": "2026-01-01", "max": "2026-12-31"},
        },
        {"code": "local_noch_etwas", "type": "text", "text": {"de": "Noch etwas?"}, "text_length": 200, "long": True},
        {"code": "local_danke_bis_hier", "type": "note", "text": {"de": "Danke\nbis hier"}},
    ]  # fmt: skip
    for code in [one["code"] for one in found]:
        assert guide.get(f"{base(instrument)}frage/{code}/").status_code == 200
    released = guide.post(f"{base(instrument)}freigeben/", {"change_note": "Erste Fassung"})
    assert released.status_code == 302
    assert guide.get(base(instrument)).status_code == 404
    assert guide.get(f"/frageboegen/{instrument.pk}/version/1/").status_code == 200


def test_a_question_changes_and_keeps_codes_and_translations(guide: Client, own: Instrument, document: Any) -> None:
    """Options are renamed, moved, removed and added."""
    add(guide, own, "multi", text="Was fehlt?", new_options="A\nB\nC")
    address = f"{base(own)}frage/local_was_fehlt/"
    fields = {
        "text": "Was fehlt hier?", "option_0": "A!", "option_0_place": "3", "option_1": "", "option_2": "C",
        "option_2_place": "1", "option_2_exclusive": "on", "new_options": "D",
    }  # fmt: skip
    assert guide.post(address, fields).status_code == 302
    (changed,) = questions(document(own))
    assert changed["code"] == "local_was_fehlt"
    assert changed["text"] == {"de": "Was fehlt hier?"}
    assert changed["options"] == [
        {"code": "c", "text": {"de": "C"}, "exclusive": True},
        {"code": "a", "text": {"de": "A!"}},
        {"code": "d", "text": {"de": "D"}},
    ]


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("single", {"text": "", "new_options": "a\nb"}, "Bitte machen Sie hier eine Angabe"),
        ("single", {"text": "x", "new_options": "nur eine"}, "2 bis 60 Antworten"),
        ("single", {"text": "x", "new_options": "\n".join("a" * 61)}, "2 bis 60 Antworten"),
        ("single", {"text": "x", "new_options": "a" * 301 + "\nb"}, "höchstens 300 Zeichen"),
        ("multi", {"text": "x", "new_options": "a\nb", "at_most": "3"}, "So viele Antworten gibt es nicht"),
        ("scale", {"text": "x", "first": "5", "last": "1"}, "2 bis 11 Punkte"),
        ("number", {"text": "x", "min": "5", "max": "1"}, "vor dem kleinsten Wert"),
        ("number", {"text": "x", "min": "viel"}, "Bitte geben Sie eine Zahl ein"),
        ("date", {"text": "x", "min": "31.02.2026"}, "Tag.Monat.Jahr"),
        ("text", {"text": "x" * 1501, "text_length": "100"}, "1500"),
        ("text", {"text": "x", "text_length": "99999"}, "5000"),
        ("text", {"text": "a\x00b", "text_length": "100"}, "Null"),
    ],
)
def test_bad_questions_are_answered_with_422_and_nothing_is_stored(
    guide: Client, own: Instrument, document: Any, kind: str, fields: dict[str, str], words: str
) -> None:
    """Each with what is wrong, what was typed still there."""
    answer = add(guide, own, kind, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert questions(document(own)) == []


def test_parts_are_moved_copied_and_removed_and_all_of_it_undone(guide: Client, own: Instrument, document: Any) -> None:
    """One button each."""
    for text in ("Eins", "Zwei"):
        add(guide, own, "text", text=text, text_length="100")
    answer = guide.post(f"{base(own)}seite/neu/", {"title": "Zweite Seite"})
    assert answer.url.endswith("#zweite_seite"), "back where the new page is"
    answer = guide.post(f"{base(own)}seite/zweite_seite/gruppe/neu/", {"title": "Andere"})
    assert answer.url.endswith("#zweite_seite")

    def do(op: str, part: str, key: str) -> list[str]:
        answer = guide.post(f"{base(own)}teil/", {"op": op, "part": part, "key": key})
        assert answer.status_code == 302
        return [one["code"] for one in questions(document(own))]

    assert do("down", "question", "local_eins") == ["local_zwei", "local_eins"]
    do("down", "question", "local_eins")
    assert [one["code"] for one in document(own)["pages"][1]["groups"][0]["questions"]] == ["local_eins"]
    assert do("copy", "question", "local_zwei") == ["local_zwei", "local_zwei_2", "local_eins"]
    assert do("remove", "question", "local_zwei") == ["local_zwei_2", "local_eins"]
    assert do("up", "page", "zweite_seite") == ["local_eins", "local_zwei_2"]
    assert do("remove", "page", "seite_1") == ["local_eins"]
    for _step in range(6):
        guide.post(f"{base(own)}rueckgaengig/")
    assert [one["code"] for one in questions(document(own))] == ["local_eins", "local_zwei"]
    headed = guide.post(f"{base(own)}gruppe/andere/", {"title": "Neu benannt"})
    assert headed.status_code == 302
    assert document(own)["pages"][1]["groups"][0]["title"] == {"de": "Neu benannt"}


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"op": "explode", "part": "page", "key": "seite_1"}, {"op": "up", "part": "world", "key": "x"},
        {"op": "up", "part": "page", "key": "gone\r\nX: y\x00"}, {"op": "off", "part": "group", "key": "gruppe_1"},
        {"op": "copy", "part": "page", "key": "seite_1"},
    ],
)  # fmt: skip
def test_nonsense_from_buttons_changes_nothing(
    guide: Client, own: Instrument, document: Any, sent: dict[str, str]
) -> None:
    """Refused or answered with a message, never an error of ours."""
    before = document(own)
    assert guide.post(f"{base(own)}teil/", sent).status_code in {302, 400}
    assert document(own) == before


def test_the_core_is_locked_on_every_way(guide: Client, adopted: Instrument, document: Any) -> None:
    """Buttons are not shown, and their addresses refuse."""
    page = guide.get(base(adopted)).content.decode()
    assert "Kern, gesperrt" in page
    assert f"{base(adopted)}frage/need_housing/" not in page
    before = document(adopted)
    ways: list[tuple[str, dict[str, str]]] = [
        ("teil/", {"op": "remove", "part": "question", "key": "need_housing"}),
        ("teil/", {"op": "down", "part": "page", "key": "start"}),
        ("teil/", {"op": "off", "part": "group", "key": "needs"}),
        ("frage/local_x/", {"text": "x"}),
        ("frage/since/", {"text": "Anders"}),
        ("frage/need_housing/kennzahl/", {"topic": "work", "aspect": "need", "positive": "1"}),
        ("seite/start/", {"title": "Anders"}),
        ("gruppe/needs/", {"title": "Anders"}),
        ("kopf/", {"title": "Anders"}),
        ("frage/neu/?gruppe=needs&art=text", {"text": "x", "text_length": "9"}),
        ("bedingung/question/since/?frage=sex", {"how": "any_of", "values": "w"}),
    ]
    for way, sent in ways:
        assert guide.post(base(adopted) + way, sent).status_code in {302, 404, 422}, way
        assert document(adopted) == before, way
    guide.post(f"{base(adopted)}teil/", {"op": "off", "part": "group", "key": "family"})
    assert document(adopted)["pages"][1]["groups"][1]["enabled"] is False


def test_skip_logic_is_built_step_by_step(guide: Client, own: Instrument, document: Any) -> None:
    """Choose a question, then its answers; a second condition; join; remove."""
    add(guide, own, "single", text="Da?", new_options="Ja\nNein")
    add(guide, own, "number", text="Wie oft?")
    add(guide, own, "text", text="Warum?", text_length="100")
    address = f"{base(own)}bedingung/question/local_warum/"
    assert "local_wie_oft" in guide.get(address).content.decode()
    empty = guide.post(f"{address}?frage=local_da", {"how": "any_of"})
    assert empty.status_code == 422
    guide.post(f"{address}?frage=local_da", {"how": "any_of", "values": ["ja"]})
    assert questions(document(own))[2]["show_if"] == {"question": "local_da", "any_of": ["ja"]}
    guide.post(f"{address}?frage=local_wie_oft", {"how": "none_of", "number": "0"})
    parts = [{"question": "local_da", "any_of": ["ja"]}, {"question": "local_wie_oft", "none_of": ["0"]}]
    assert questions(document(own))[2]["show_if"] == {"all": parts}
    guide.post(f"{address}aendern/", {"joint": "any"})
    assert questions(document(own))[2]["show_if"] == {"any": parts}
    page = guide.get(base(own)).content.decode()
    assert "„Da?“ ist „Ja“" in page
    refused = guide.post(f"{base(own)}teil/", {"op": "remove", "part": "question", "key": "local_da"}, follow=True)
    assert "Davon hängt noch ab" in refused.content.decode()
    guide.post(f"{address}aendern/", {"remove": "1"})
    guide.post(f"{address}aendern/", {"remove": "0"})
    assert "show_if" not in questions(document(own))[2]
    assert guide.get(f"{address}?frage=local_warum").status_code == 404
    assert guide.get(f"{base(own)}bedingung/world/x/").status_code == 404


def test_languages_are_added_translated_reviewed_and_removed(guide: Client, own: Instrument, document: Any) -> None:
    """Gaps are counted; a changed German text opens the review again."""
    add(guide, own, "single", text="Da?", new_options="Ja\nNein")
    guide.post(f"{base(own)}sprachen/", {"language": "uk"})
    address = f"{base(own)}sprachen/uk/"
    page = guide.get(address)
    assert page.status_code == 200
    stand = page.context["stand"]
    pointers = [row.field for row in page.context["rows"]]
    assert len(pointers) == 6
    words = {pointer: f"т{number}" for number, pointer in enumerate(pointers)} | {"stand": stand, "t:fremd": "x"}
    assert guide.post(address, words).status_code == 302
    found = questions(document(own))[0]
    assert found["text"] == {"de": "Da?", "uk": "т3"}
    assert found["options"][1]["text"] == {"de": "Nein", "uk": "т5"}
    assert "Hier fehlt nichts" in guide.get(f"{address}?nur=luecken").content.decode()
    guide.post(f"{address}stand/", {"review": "reviewed", "reviewed_by": "Sprachmittlung"})
    assert document(own)["languages"]["uk"]["review"] == "reviewed"
    stale = guide.post(address, {**words, "stand": "alt"})
    assert stale.status_code == 422
    assert "т3" in stale.content.decode()
    assert guide.post(address, {**words, pointers[0]: "x\x00"}).status_code == 422
    guide.post(
        f"{base(own)}frage/local_da/", {"text": "Dort?", "option_0": "Ja", "option_1": "Nein", "new_options": ""}
    )
    assert document(own)["languages"]["uk"] == {"review": "draft"}
    guide.post(f"{address}entfernen/")
    assert questions(document(own))[0]["text"] == {"de": "Dort?"}
    assert guide.get(f"{base(own)}sprachen/de/").status_code == 404


def test_two_people_at_one_question(guide: Client, own: Instrument, document: Any) -> None:
    """The second one is told; what they typed stays; saving again counts."""
    add(guide, own, "text", text="Eins", text_length="100")
    address = f"{base(own)}frage/local_eins/"
    stand = guide.get(address).context["stand"]
    guide.post(address, {"text": "Zwei", "text_length": "100", "stand": stand})
    second = guide.post(address, {"text": "Drei", "text_length": "100", "stand": stand})
    assert second.status_code == 422
    assert "inzwischen geändert" in second.content.decode()
    assert "Drei" in second.content.decode()
    again = guide.post(address, {"text": "Drei", "text_length": "100", "stand": second.context["stand"]})
    assert again.status_code == 302
    assert questions(document(own))[0]["text"] == {"de": "Drei"}


def test_a_question_is_assigned_to_a_topic(guide: Client, own: Instrument, document: Any) -> None:
    """A need says which answers count."""
    add(guide, own, "single", text="Da?", new_options="Ja\nNein")
    address = f"{base(own)}frage/local_da/kennzahl/"
    assert guide.post(address, {"topic": "housing", "aspect": "need"}).status_code == 422
    guide.post(address, {"topic": "housing", "aspect": "need", "positive": ["ja"]})
    assert questions(document(own))[0]["measures"] == {"topic": "housing", "aspect": "need", "positive": ["ja"]}
    guide.post(address, {"topic": "", "aspect": ""})
    assert "measures" not in questions(document(own))[0]


def test_a_released_version_has_no_editor(guide: Client, adopted: Instrument, bensheim: MunicipalityRef) -> None:
    """Its addresses are not there."""
    with inside(realm_of(bensheim)):
        InstrumentVersion.objects.filter(instrument=adopted, released_at=None).delete()
    for way in ("", "frage/since/", "sprachen/", "freigeben/", "kopf/"):
        assert guide.get(base(adopted) + way).status_code == 404
    assert guide.post(f"{base(adopted)}beginnen/").status_code == 302
    assert guide.get(base(adopted)).status_code == 200
