"""Contents of every kind, small and right."""

from __future__ import annotations

import copy
from typing import Any

from kisi.core.actors import SYSTEM, Actor
from shared.library.actions import begin_version, change_draft, create_template, publish, publish_version, submit
from shared.library.actions.drafting import Wording
from shared.library.models import Template, TemplateVersion
from tests.shared.instruments.samples import everything

AUTHOR = Actor("user", "1", "Ute Franke")
REVIEWER = Actor("user", "2", "Nils Berg")

CONTENTS: dict[str, dict[str, Any]] = {
    "checklist": {
        "introduction": "Zum Einstieg.",
        "entries": [
            {"key": "eins", "title": "Eins", "explanation": "Warum eins.", "due_after_days": 1},
            {"key": "zwei", "title": "Zwei", "explanation": "Warum zwei.", "due_after_days": 2},
        ],
    },
    "text": {
        "purpose": "Ein Aushang.",
        "paragraphs": ["Willkommen in {{ort}}!", "Kommen Sie vorbei."],
        "fields": {"ort": "Name der Kommune"},
    },
    "measure": {
        "need": "Viele finden keinen Sprachkurs.",
        "goal": "Jede Person weiß, wo sie lernen kann.",
        "target_groups": ["third_country_nationals"],
        "duration_weeks": 12,
        "steps": [{"key": "plan", "title": "Planen", "explanation": "Mit der VHS.", "after_weeks": 1}],
        "success": ["Zehn neue Anmeldungen."],
        "resources": "Ein Raum.",
    },
    "event": {
        "purpose": "Begegnung.",
        "target_groups": ["third_country_nationals", "residents"],
        "invitation": "Herzliche Einladung!",
        "duration_minutes": 120,
        "places": 40,
        "preparation": [{"key": "raum", "title": "Raum", "explanation": "Reservieren.", "days_before": 30}],
        "agenda": [{"key": "start", "title": "Ankommen", "minutes": 30}],
        "materials": ["Namensschilder"],
    },
    "procedure": {
        "occasion": "Anmeldung eines Wohnsitzes.",
        "legal_basis": "§ 17 BMG",
        "steps": [
            {
                "key": "termin",
                "title": "Termin buchen",
                "office": "Bürgerbüro",
                "explanation": "Online oder am Telefon.",
                "documents": "Ausweis",
                "waiting_days": 14,
                "obstacle": "Nur auf Deutsch.",
                "simplification": "Mehrsprachige Seite.",
            }
        ],
    },
    "survey": everything(),
}


def content(kind: str, **changed: Any) -> dict[str, Any]:
    """The sample content of a kind, with some parts changed."""
    return copy.deepcopy(CONTENTS[kind]) | changed


def wording(kind: str = "checklist", **changed: Any) -> Wording:
    """A wording of this kind."""
    values: dict[str, Any] = {"title": f"Probe {kind}", "content": content(kind), "change_note": "Neu."}
    return Wording(**(values | changed))


def shipped(key: str = "probe", kind: str = "checklist", number: int = 1, **changed: Any) -> TemplateVersion:
    """A published version, as a file of the product would make it."""
    values: dict[str, Any] = {"title": f"Probe {kind}", "content": content(kind), "change_note": "Neu."}
    publish_version(key=key, kind=kind, number=number, adopt_by_default=False, by=SYSTEM, **(values | changed))
    return TemplateVersion.objects.select_related("template").get(template__key=key, number=number)


def draft(kind: str = "checklist", key: str = "entwurf", **changed: Any) -> TemplateVersion:
    """A draft of a new template."""
    return create_template(key=key, kind=kind, wording=wording(kind, **changed), by=AUTHOR)


def reviewed(version: TemplateVersion) -> TemplateVersion:
    """A draft, submitted and published by somebody else."""
    submit(version=version, by=AUTHOR)
    return publish(version=version, by=REVIEWER)


def next_version(key: str, change: Any) -> TemplateVersion:
    """The next version with a changed content, in review."""
    version = begin_version(template=Template.objects.get(key=key), by=AUTHOR)
    content = version.content
    change(content)
    new = Wording(version.title, content, "Der zweite Schritt ist genauer beschrieben.", version.summary, version.topic)
    return submit(version=change_draft(version=version, wording=new, by=AUTHOR), by=AUTHOR)


def change_checklist(content: dict[str, Any]) -> None:
    """A word, a new entry, one less, one moved."""
    entries = content["entries"]
    entries[1]["explanation"] += " Fragen Sie auch nach der Aufbewahrungsfrist."
    entries.append({"key": "neu", "title": "Etwas Neues", "explanation": "Weil es fehlte.", "due_after_days": 40})
    del entries[4]
    entries[0], entries[2] = entries[2], entries[0]


def change_survey(content: dict[str, Any]) -> None:
    """Another wording in two languages, and another answer."""
    for language in ("de", "ar"):
        content["title"][language] += " 2027"
    questions = [one for page in content["pages"] for group in page["groups"] for one in group["questions"]]
    choice = next(one for one in questions if one["type"] == "single" and "demographic" not in one)
    choice["options"].append({"code": "anderes", "text": {"de": "etwas anderes"}})
