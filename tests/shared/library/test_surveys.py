"""Surveys in the library come from files: definitions, XLSForm of our own and of others."""

from __future__ import annotations

import html
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from kisi.core.roles import Role
from shared.instruments.definition import problems_of
from shared.library.models import Template, TemplateVersion
from shared.library.surveys import for_all_towns
from tests.accounts import person, sign_in
from tests.shared.instruments.samples import definition, group, page, question
from tests.shared.library.samples import content, shipped

HEAD = {"title": "Bedarf", "key": "bedarf", "change_note": "Neu.", "perspective": "residents"}


@pytest.fixture
def editor(central: None, client_for: Any) -> Client:
    """Ute, who writes templates."""
    return sign_in(client_for(None), person(None, Role.TEMPLATE_EDITOR), None)


def spreadsheet(*questions: tuple[str, str, str], choices: tuple[tuple[str, str, str], ...] = ()) -> bytes:
    """A spreadsheet as other tools write it."""
    book = Workbook()
    survey: Any = book.active
    survey.title = "survey"
    for row in (("type", "name", "label"), *questions):
        survey.append(row)
    sheet = book.create_sheet("choices")
    for row in (("list_name", "name", "label"), *choices):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(data: bytes, name: str, **head: str) -> dict[str, Any]:
    """What a browser sends."""
    return HEAD | head | {"file": SimpleUploadedFile(name, data)}


def test_a_survey_begins_from_a_definition(editor: Client) -> None:
    """Whole, as a draft."""
    data = json.dumps(content("survey")).encode()
    assert editor.post("/vorlagen/neu/survey/", sent(data, "x.json"), secure=True).status_code == 302
    version = TemplateVersion.objects.get()
    assert (version.content, version.template.kind, version.title) == (content("survey"), "survey", "Bedarf")


def test_our_own_spreadsheet_comes_back_as_it_went(editor: Client) -> None:
    """Out as XLSForm, in as the draft of the next version: nothing changed in core and optional parts."""
    document = content("survey")
    document["pages"].pop()
    shipped("bedarf", "survey", content=document)
    answer = editor.get("/vorlagen/bedarf/1/xlsform/", secure=True)
    assert answer["Content-Disposition"].endswith('"bedarf.1.xlsx"')
    editor.post("/vorlagen/bedarf/neue-fassung/", secure=True)
    change = sent(answer.content, "bedarf.xlsx", title="Bedarf 2")
    answer = editor.post("/vorlagen/bedarf/2/bearbeiten/", change, secure=True)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    version = TemplateVersion.objects.get(number=2)
    assert version.content["pages"] == document["pages"]
    assert version.title == "Bedarf 2"


def test_a_spreadsheet_from_elsewhere_becomes_an_optional_part(editor: Client) -> None:
    """In the library nothing belongs to one town: no local groups, no local codes, also not in conditions."""
    data = spreadsheet(
        ("select_one yn", "help", "Brauchen Sie Hilfe?"),
        ("text", "which", "Welche?"),
        choices=(("yn", "yes", "Ja"), ("yn", "no", "Nein")),
    )
    answer = editor.post("/vorlagen/neu/survey/", sent(data, "fremd.XLSX"), secure=True)
    assert answer.status_code == 302, html.unescape(answer.content.decode())[-3000:]
    stored = TemplateVersion.objects.get().content
    groups = [one for page in stored["pages"] for one in page["groups"]]
    assert [one["kind"] for one in groups] == ["optional"]
    assert [one["code"] for one in groups[0]["questions"]] == ["help", "which"]
    assert stored["perspective"] == "residents"


def test_conditions_follow_the_renamed_codes() -> None:
    """On pages, groups and questions, also inside others; a code that is taken gets another one."""
    inner = {"any": [{"question": "local_a", "answered": True}, {"question": "b", "answered": True}]}
    own = group(
        "own", question("local_a"), question("b"), question("local_b"),
        question("local_c", show_if={"all": [inner, {"question": "local_b", "answered": True}]}), kind="local",
    )  # fmt: skip
    central = for_all_towns(definition(page("one", own), page("two", group("more", question("x")), show_if=inner)))
    codes = [one["code"] for one in central["pages"][0]["groups"][0]["questions"]]
    assert codes == ["a", "b", "q_b_2", "c"]
    assert central["pages"][1]["show_if"]["any"][0]["question"] == "a"
    conditions = central["pages"][0]["groups"][0]["questions"][3]["show_if"]["all"]
    assert [conditions[0]["any"][0]["question"], conditions[1]["question"]] == ["a", "q_b_2"]
    assert problems_of(central) == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"kein zip", "x.xlsx", "Datei"),
        (spreadsheet(("text", "a b", "x")), "x.xlsx", "Zeile 2"),
        (b"{", "x.json", "Zeile 1"),
        (b'{"format": 1}', "x.json", "title"),
        (json.dumps({**definition(page("one", group("g", question("q")))), "family": "a\0"}).encode(), "x", "Zeichen"),
    ],
)
def test_a_bad_file_is_refused_at_its_field(editor: Client, data: bytes, name: str, words: str) -> None:
    """422, the place named, everything typed kept."""
    answer = editor.post("/vorlagen/neu/survey/", sent(data, name), secure=True)
    assert answer.status_code == 422
    text = html.unescape(answer.content.decode())
    assert words in text
    assert 'value="Bedarf"' in text
    assert Template.objects.count() == 0


def test_the_head_changes_without_a_file(editor: Client) -> None:
    """The questions stay; so a change note can be written."""
    shipped("bedarf", "survey")
    editor.post("/vorlagen/bedarf/neue-fassung/", secure=True)
    change = {"title": "Anders", "change_note": "Wortlaut.", "topic": "housing"}
    assert editor.post("/vorlagen/bedarf/2/bearbeiten/", change, secure=True).status_code == 302
    version = TemplateVersion.objects.get(number=2)
    assert (version.title, version.change_note, version.content) == ("Anders", "Wortlaut.", content("survey"))
    assert editor.get("/vorlagen/bedarf/2/bearbeiten/", secure=True).status_code == 200


def test_only_surveys_are_spreadsheets(editor: Client) -> None:
    """Everything else is not found."""
    shipped("probe")
    assert editor.get("/vorlagen/probe/1/xlsform/", secure=True).status_code == 404
