"""The shipped templates reach the library once, and a published version stays what it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from shared.library import shipped
from shared.library.actions import VersionExists, publish_version
from shared.library.content import MalformedContent, check_content
from shared.library.models import Template, TemplateVersion
from shared.library.queries import VersionGone, adopted_by_default, copy_of, newest_published

CHECKLIST = {
    "introduction": "Zum Einstieg.",
    "entries": [{"key": "eins", "title": "Eins", "explanation": "Warum.", "due_after_days": 1}],
}


def publish(number: int, **changed: Any) -> bool:
    """Publish a version of a small checklist."""
    wanted = {
        "key": "probe",
        "kind": "checklist",
        "title": f"Probe {number}",
        "content": CHECKLIST,
        "change_note": "Neu.",
        "adopt_by_default": False,
    } | changed
    return publish_version(**wanted, number=number, by=SYSTEM)


def test_shipped_templates_are_loaded_once(central: None) -> None:
    """The second start writes nothing."""
    files = shipped.shipped_templates()
    assert shipped.load() == len(files)
    assert shipped.load() == 0
    assert TemplateVersion.objects.count() == len(files)
    by_default = sorted({file["key"] for file in files if file["adopt_by_default"]})
    assert [ref.key for ref in adopted_by_default()] == by_default
    assert Entry.objects.filter(event="library.version_published").count() == len(files)


@pytest.mark.parametrize(("key", "last_day"), [("erste-30-tage", 30), ("bedarfserhebung-durchfuehren", 120)])
def test_the_shipped_checklists_are_useful(key: str, last_day: int) -> None:
    """In order of days, to the day that the title or the introduction promises."""
    (checklist,) = [file for file in shipped.shipped_templates() if file["key"] == key]
    days = [entry["due_after_days"] for entry in checklist["content"]["entries"]]
    assert len(days) >= 12
    assert days == sorted(days)
    assert days[-1] == last_day


def test_every_shipped_text_carries_the_funding_statement_and_names_all_its_fields() -> None:
    """Regulation (EU) 2021/1060, Art. 50: it stands on every paper for the public."""
    texts = [file["content"] for file in shipped.shipped_templates() if file["kind"] == "text"]
    assert len(texts) >= 4
    for text in texts:
        whole = "\n".join(text["paragraphs"])
        assert "Kofinanziert von der Europäischen Union" in whole
        assert set(re.findall(r"\{\{(\w+)\}\}", whole)) == set(text["fields"])


def test_a_shipped_file_that_changes_without_a_new_number_is_refused(central: None, tmp_path: Path) -> None:
    """Nobody's copy may silently mean something else."""
    shipped.load()
    template = shipped.shipped_templates()[0]
    template["content"]["purpose"] = "Anders."
    (tmp_path / "changed.json").write_text(json.dumps(template), encoding="utf-8")
    with pytest.raises(VersionExists, match="nächste Nummer"):
        shipped.load(directory=tmp_path)


def test_a_published_version_can_neither_be_changed_nor_deleted(central: None) -> None:
    """The database refuses, whatever the code says."""
    publish(1)
    with pytest.raises(DatabaseError, match="nicht mehr geändert"), transaction.atomic():
        TemplateVersion.objects.update(content={})
    with pytest.raises(DatabaseError, match="nicht mehr geändert"), transaction.atomic():
        TemplateVersion.objects.all().delete()
    assert TemplateVersion.objects.get().content == CHECKLIST


def test_a_draft_can_be_changed_and_is_not_offered(central: None) -> None:
    """Only what is published can be adopted."""
    publish(1)
    template = Template.objects.get()
    draft = TemplateVersion.objects.create(template=template, number=2, content=CHECKLIST, change_note="x")
    draft.change_note = "y"
    draft.save()
    assert newest_published(["probe"])["probe"].version == 1
    with pytest.raises(VersionGone):
        copy_of("probe", 2)
    draft.delete()


def test_the_newest_version_gives_the_title(central: None) -> None:
    """An older version published later does not turn the title back."""
    publish(2)
    publish(1)
    assert Template.objects.get().title == "Probe 2"
    assert newest_published(["probe", "gibt-es-nicht"])["probe"].version == 2
    assert copy_of("probe", 1).content == CHECKLIST


def test_a_key_keeps_its_kind(central: None) -> None:
    """A text cannot become the next version of a checklist."""
    publish(1)
    with pytest.raises(VersionExists, match="Art"):
        publish(2, kind="text", content={"purpose": "x", "paragraphs": ["x"], "fields": {}})


@pytest.mark.parametrize(
    ("kind", "content", "where"),
    [
        ("song", CHECKLIST, "song"),
        ("checklist", [], "Objekt"),
        ("checklist", {"introduction": "x", "entries": []}, "entries"),
        ("checklist", {**CHECKLIST, "introduction": " "}, "introduction"),
        ("checklist", {**CHECKLIST, "entries": [{**CHECKLIST["entries"][0], "due_after_days": -1}]}, "due_after_days"),  # type: ignore[dict-item]
        ("checklist", {**CHECKLIST, "entries": CHECKLIST["entries"] * 2}, "denselben"),
        ("text", {"purpose": "x", "paragraphs": [], "fields": {}}, "paragraphs"),
        ("text", {"purpose": "x", "paragraphs": ["x"], "fields": {"ort": "Ort"}}, "ort"),
    ],
)
def test_content_that_does_not_fit_its_kind_is_refused(kind: str, content: Any, where: str) -> None:
    """The message names the place."""
    with pytest.raises(MalformedContent, match=where):
        check_content(kind, content)
