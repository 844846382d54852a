"""The library's pages on the public host."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kisi.core.realms import CENTRAL, inside
from kisi.core.roles import Role
from shared.library import files
from shared.library.actions import begin_version
from shared.library.forms import ContentForms
from shared.library.models import Template, TemplateVersion
from shared.library.vocabulary import State
from tests.accounts import person, sign_in
from tests.shared.library.samples import AUTHOR, CONTENTS, content, draft, reviewed, shipped

NASTY = '<img src=x onerror="alert(1)">'
ESCAPED = html.escape(NASTY)


@pytest.fixture
def editor(central: None, client_for: Any) -> Client:
    """Ute, who writes templates."""
    return sign_in(client_for(None), person(None, Role.TEMPLATE_EDITOR), None)


@pytest.fixture
def reviewer(central: None, client_for: Any) -> Client:
    """A second editor."""
    second = person(None, Role.TEMPLATE_EDITOR, email="zwei@example.org", name="Nils Berg")
    return sign_in(client_for(None), second, None)


@pytest.fixture
def analyst(central: None, client_for: Any) -> Client:
    """Somebody of the ministry, who reads."""
    return sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)


def text_of(answer: Any, status: int = 200) -> str:
    """The page as text."""
    assert answer.status_code == status, answer.status_code
    text: str = answer.content.decode()
    return text


def filled_in(kind: str, **head: str) -> dict[str, Any]:
    """What a browser sends for the sample content of a kind."""
    forms = ContentForms(kind, content(kind))
    sent: dict[str, Any] = {"title": f"Probe {kind}", "key": "probe", "summary": "Kurz.", "change_note": "Neu."} | head
    for form in [forms.main, *(form for rows in forms.lists for form in rows.forms.forms)]:
        for field in form:
            if (value := field.value()) not in (None, "", False):
                sent[field.html_name] = value
    for rows in forms.lists:
        sent |= {
            f"{rows.part.name}-TOTAL_FORMS": len(rows.forms.forms),
            f"{rows.part.name}-INITIAL_FORMS": 0,
        }
    return sent


def upload(data: bytes, name: str = "vorlage.json") -> dict[str, Any]:
    """A file in a form."""
    return {"file": SimpleUploadedFile(name, data, "application/json")}


@pytest.mark.parametrize("kind", [kind for kind in CONTENTS if kind != "survey"])
def test_a_template_is_written_with_the_form(editor: Client, kind: str) -> None:
    """What the form gives is the content, no more and no less; saving it again changes nothing."""
    answer = editor.post(f"/vorlagen/neu/{kind}/", filled_in(kind), secure=True)
    assert answer.status_code == 302, text_of(answer, answer.status_code)
    version = TemplateVersion.objects.get()
    assert (version.content, version.title, version.summary) == (content(kind), f"Probe {kind}", "Kurz.")
    editor.post("/vorlagen/probe/1/bearbeiten/", filled_in(kind), secure=True)
    assert version.steps.count() == 1
    page = text_of(editor.get("/vorlagen/probe/1/", secure=True))
    assert "Zur Prüfung geben" in page


def test_a_wrong_form_keeps_what_was_typed_and_names_the_place(editor: Client) -> None:
    """Nothing is saved."""
    sent = filled_in("checklist", title="") | {"entries-1-explanation": "", "entries-0-due_after_days": "nie"}
    page = text_of(editor.post("/vorlagen/neu/checklist/", sent, secure=True), 422)
    assert "Einträge, 1, Fällig nach (Tagen)" in html.unescape(page)
    assert "Einträge, 2, Erläuterung" in html.unescape(page)
    assert 'value="nie"' in page
    assert Template.objects.count() == 0


def test_more_rows_without_javascript(editor: Client) -> None:
    """The button shows what was typed and three empty rows; nothing is saved, nothing is judged."""
    sent = filled_in("checklist", title="Angefangen") | {"entries-0-title": "Getippt", "weitere": "entries"}
    page = text_of(editor.post("/vorlagen/neu/checklist/", sent, secure=True))
    assert 'value="Getippt"' in page
    assert 'value="Angefangen"' in page
    assert 'name="entries-TOTAL_FORMS" value="5"' in page
    assert Template.objects.count() == 0


def test_rows_are_reordered_removed_and_added(editor: Client) -> None:
    """A new row gets a key from its title; a kept one keeps its key."""
    version = draft()
    sent = filled_in("checklist") | {
        "entries-0-ORDER": "2",
        "entries-1-ORDER": "1",
        "entries-2-title": "Größe prüfen",
        "entries-2-explanation": "Neu.",
        "entries-2-due_after_days": "3",
    }
    editor.post(f"/vorlagen/entwurf/{version.number}/bearbeiten/", sent, secure=True)
    version.refresh_from_db()
    assert [entry["key"] for entry in version.content["entries"]] == ["zwei", "eins", "groesse-pruefen"]
    sent["entries-0-DELETE"] = "on"
    editor.post(f"/vorlagen/entwurf/{version.number}/bearbeiten/", sent, secure=True)
    version.refresh_from_db()
    assert [entry["title"] for entry in version.content["entries"]] == ["Zwei", "Größe prüfen"]


def test_a_draft_is_thrown_away_only_after_asking(editor: Client) -> None:
    """The page says what is lost; the template goes with its only version."""
    editor.post("/vorlagen/neu/text/", filled_in("text"), secure=True)
    page = text_of(editor.get("/vorlagen/probe/1/verwerfen/", secure=True))
    assert "Mit ihm verschwindet die ganze Vorlage." in page
    assert TemplateVersion.objects.count() == 1
    assert editor.post("/vorlagen/probe/1/verwerfen/", secure=True)["Location"] == "/vorlagen/"
    assert not Template.objects.exists()


def test_review_needs_a_second_person(editor: Client, reviewer: Client) -> None:
    """The author is told; the second editor sends back, then publishes."""
    editor.post("/vorlagen/neu/text/", filled_in("text"), secure=True)
    editor.post("/vorlagen/probe/1/zur-pruefung/", secure=True)
    for sent in (editor.get, lambda path, **extra: editor.post(path, {"verdict": "publish"}, **extra)):
        assert sent("/vorlagen/probe/1/pruefen/", secure=True)["Location"] == "/vorlagen/probe/1/"
        assert "Bitte lassen Sie jemand anderes prüfen." in text_of(editor.get("/vorlagen/probe/1/", secure=True))
    text_of(reviewer.post("/vorlagen/probe/1/pruefen/", {"verdict": "send_back"}, secure=True), 422)
    reviewer.post("/vorlagen/probe/1/pruefen/", {"verdict": "send_back", "comment": "Bitte kürzer."}, secure=True)
    assert "Bitte kürzer." in text_of(editor.get("/vorlagen/probe/1/", secure=True))
    editor.post("/vorlagen/probe/1/zur-pruefung/", secure=True)
    reviewer.post("/vorlagen/probe/1/pruefen/", {"verdict": "publish"}, secure=True)
    assert TemplateVersion.objects.get().state == State.PUBLISHED
    page = text_of(editor.get("/vorlagen/probe/", secure=True))
    assert "Geprüft und veröffentlicht" in page
    assert "Neue Fassung beginnen" in page


def test_drafts_are_for_editors_only(editor: Client, analyst: Client) -> None:
    """Whoever only reads gets the answer of something that does not exist."""
    shipped("offen")
    begin_version(template=Template.objects.get(key="offen"), by=AUTHOR)
    draft(key="geheim", title="Verborgenes")
    assert "Verborgenes" in text_of(editor.get("/vorlagen/", secure=True))
    assert "Verborgenes" not in text_of(analyst.get("/vorlagen/", secure=True))
    assert "Verborgenes" in text_of(editor.get("/suche/?q=geheim", secure=True))
    assert "Verborgenes" not in text_of(analyst.get("/suche/?q=geheim", secure=True))
    for address in ("geheim/", "geheim/1/", "geheim/1/datei/", "geheim/vergleich/", "offen/2/", "offen/2/datei/"):
        assert analyst.get(f"/vorlagen/{address}", secure=True).status_code == 404, address
        assert editor.get(f"/vorlagen/{address}", secure=True).status_code == 200, address
    assert "Fassung 2" not in text_of(analyst.get("/vorlagen/offen/", secure=True))
    assert analyst.get("/vorlagen/offen/vergleich/?von=1&bis=2", secure=True).status_code == 422


def test_the_list_filters_and_exports(editor: Client) -> None:
    """By words, kind, topic and state; the file holds what the screen shows."""
    shipped("sprache", "text", title="Aushang", topic="language")
    draft("measure", "wohnen", title="Wohnlotsen")
    cases = [("q=aushang", "Aushang"), ("kind=measure", "Wohnlotsen"), ("topic=language", "Aushang")]
    cases += [("q=wohnlotse maßnahme", "Wohnlotsen"), ("q=sprache aush", "Aushang")]
    for query, title in [*cases, ("state=draft", "Wohnlotsen"), ("state=published", "Aushang")]:
        page = text_of(editor.get(f"/vorlagen/?{query}&format=csv", secure=True))
        assert [one for one in ("Aushang", "Wohnlotsen") if one in page] == [title], query
    assert "Wohnlotsen" not in text_of(editor.get("/vorlagen/?q=wohnlotsen text", secure=True))
    assert editor.get("/vorlagen/?kind=lied", secure=True).status_code == 422


def test_versions_are_compared(editor: Client) -> None:
    """Words are marked, not only coloured; without numbers the two newest ones."""
    shipped("probe")
    changed = content("checklist")
    changed["entries"][0]["explanation"] = "Warum gerade eins."
    shipped("probe", number=2, content=changed)
    page = text_of(editor.get("/vorlagen/probe/vergleich/", secure=True))
    assert "Eintrag „Eins“" in page
    assert "<ins>" in page
    assert "gerade" in page.split("<ins>")[2].split("</ins>")[0]
    for query in ("von=1&bis=7", "von=x&bis=2", "von=1"):
        assert editor.get(f"/vorlagen/probe/vergleich/?{query}", secure=True).status_code == 422


def test_a_survey_is_read_as_an_outline(editor: Client) -> None:
    """Every question, the languages with their review states, and the text in one of them."""
    shipped("bedarf", "survey")
    page = text_of(editor.get("/vorlagen/bedarf/1/?sprache=uk", secure=True))
    for words in ("need_housing", "maschinell übersetzt", "Вітаємо", "Ausgangstext"):
        assert words in page
    assert "Frage need_housing" in text_of(editor.get("/vorlagen/bedarf/1/?sprache=klingonisch", secure=True))


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_file_goes_out_and_comes_in_again(editor: Client, kind: str) -> None:
    """As a new template, then as the next version, then into the draft."""
    shipped("probe", kind, topic="housing", summary="Kurz.")
    answer = editor.get("/vorlagen/probe/1/datei/", secure=True)
    assert answer["Content-Disposition"] == 'attachment; filename="probe.1.json"'
    data = answer.content
    assert editor.post("/vorlagen/einlesen/", upload(data), secure=True).status_code == 302
    assert TemplateVersion.objects.get(number=2).content == content(kind)
    document = json.loads(data)
    del document["checksum"]
    document["key"] = "probe-zwei"
    editor.post("/vorlagen/einlesen/", upload(json.dumps(document).encode()), secure=True)
    new = TemplateVersion.objects.get(template__key="probe-zwei")
    assert (new.state, new.topic, new.summary, new.content) == (State.DRAFT, "housing", "Kurz.", content(kind))
    document["title"] = "Anders"
    editor.post("/vorlagen/probe-zwei/1/einlesen/", upload(json.dumps(document).encode()), secure=True)
    new.refresh_from_db()
    assert new.title == "Anders"


def good_file() -> dict[str, Any]:
    """A file's document without a checksum."""
    return {
        "kisi_template": 1,
        "key": "probe",
        "kind": "checklist",
        "title": "Probe",
        "content": content("checklist"),
    }


BAD_FILES: list[tuple[bytes, str]] = [
    (b"", "kein JSON"),
    (b"\xff\xfe", "UTF-8"),
    (b"[" * 100_000, "lesen"),
    (b"{\n  x", "Zeile 2"),
    (b"[]", "kein Objekt"),
    (b'{"a": NaN}', "lesen"),
    (b'{"a": 1, "a": 2}', "lesen"),
    (b"{}", "kisi_template"),
    (b'{"kisi_template": 2}', "Format"),
    (json.dumps(good_file() | {"fremd": 1}).encode(), "fremd"),
    (json.dumps(good_file() | {"title": ""}).encode(), "title"),
    (json.dumps(good_file() | {"title": "x" * 201}).encode(), "title"),
    (json.dumps(good_file() | {"title": "a\0b"}).encode(), "Zeichen"),
    (json.dumps(good_file() | {"title": "\ud800"}).encode(), "Zeichen"),
    (json.dumps(good_file() | {"number": 10**400}).encode(), "Zahlen"),
    (json.dumps(good_file() | {"key": "Groß"}).encode(), "key"),
    (json.dumps(good_file() | {"key": "neu"}).encode(), "key"),
    (json.dumps(good_file() | {"kind": "song"}).encode(), "kind"),
    (json.dumps(good_file() | {"kind": ["text"]}).encode(), "kind"),
    (json.dumps(good_file() | {"topic": "garten"}).encode(), "topic"),
    (json.dumps(good_file() | {"checksum": "sha256:0"}).encode(), "Prüfsumme"),
    (json.dumps(good_file() | {"content": {"introduction": "x"}}).encode(), "entries"),
    (json.dumps(good_file() | {"kind": "survey", "content": {"format": 1}}).encode(), "title"),
    (b'{"kisi_template": 1, "title": "' + b"x" * 2_100_000 + b'"}', "zu groß"),
]


@pytest.mark.parametrize(("data", "words"), BAD_FILES, ids=[words for _data, words in BAD_FILES])
def test_a_bad_file_is_refused_with_a_reason(editor: Client, data: bytes, words: str) -> None:
    """422, one clear sentence, nothing saved."""
    page = text_of(editor.post("/vorlagen/einlesen/", upload(data or b" "), secure=True), 422)
    assert words in html.unescape(page)
    assert Template.objects.count() == 0


def test_a_file_of_another_kind_is_refused(editor: Client) -> None:
    """A key keeps its kind."""
    shipped("probe", "text")
    page = text_of(editor.post("/vorlagen/einlesen/", upload(json.dumps(good_file()).encode()), secure=True), 422)
    assert "anderer Art" in page


@pytest.mark.attack
@pytest.mark.parametrize("kind", CONTENTS)
def test_markup_in_a_template_stays_text(editor: Client, reviewer: Client, kind: str) -> None:
    """T30: an image that would run a script, in every text of every kind, on every page that shows it."""
    version = draft(kind, "probe", title=NASTY, content=nasty(content(kind)), change_note=NASTY, summary=NASTY)
    pages = ["/vorlagen/", "/vorlagen/probe/", "/vorlagen/probe/1/", "/vorlagen/probe/angebot/", "/suche/?q=onerror"]
    if kind != "survey":
        pages.append("/vorlagen/probe/1/bearbeiten/")
    reviewed(version)
    begin_version(template=version.template, by=AUTHOR)
    with inside(CENTRAL):
        TemplateVersion.objects.filter(number=2).update(
            title=f"{NASTY} b", content=nasty(content(kind), " b"), change_note=NASTY
        )
    for address in [*pages, "/vorlagen/probe/2/", "/vorlagen/probe/vergleich/"]:
        page = text_of(editor.get(address, secure=True, follow=True))
        assert NASTY not in page, address
        assert ESCAPED in page, address
    editor.post("/vorlagen/probe/2/zur-pruefung/", secure=True)
    assert NASTY not in text_of(reviewer.get("/vorlagen/probe/2/pruefen/", secure=True))


def nasty(value: Any, more: str = "", name: str = "") -> Any:
    """The same content with markup in every free text; words that mean something to the platform stay."""
    fixed = {"key", "kind", "type", "code", "family", "perspective", "review", "question", "any_of", "none_of"}
    fixed |= {"topic", "aspect", "positive", "demographic", "min", "max", "target_groups", "languages"}
    if name in fixed:
        return value
    if isinstance(value, dict):
        return {inner: nasty(one, more, inner) for inner, one in value.items()}
    if isinstance(value, list):
        return [nasty(one, more, name) for one in value]
    return f"{value} {NASTY}{more}" if isinstance(value, str) else value


@pytest.mark.attack
def test_mass_assignment_through_the_form(editor: Client) -> None:
    """T23: fields that the form does not have change nothing."""
    sent = filled_in("text") | {
        "published_at": "2026-01-01",
        "number": "7",
        "id": "99",
        "adopt_by_default": "on",
        "template": "1",
        "submitted_at": "2026-01-01",
    }
    editor.post("/vorlagen/neu/text/", sent, secure=True)
    version = TemplateVersion.objects.get()
    assert (version.number, version.state, version.template.adopt_by_default) == (1, State.DRAFT, False)


def test_written_files_carry_their_checksum(central: None) -> None:
    """Over everything else, whatever the order of the fields."""
    document = json.loads(files.written(shipped()))
    assert document["checksum"] == files.checksum_of(dict(reversed(document.items())))
    assert files.read(files.written(shipped("zwei"))).content == content("checklist")
