"""Entries of the trail as people read them: what they are about and their details, in German.

The names come from the models an entry speaks of. What is no field of a model, an app names in its
``audit_events.py`` (``declare_subjects``, ``declare_details``); what nobody names is shown as it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kisi.ui.templatetags.kisi_ui import day, german

type Text = str | Promise
type Values = Mapping[Any, Any]

NOTHING: Final = "–"
NO_NAMES: Final[Mapping[str, str]] = {}
_PAIR: Final = 2
_SUM: Final = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b")
"""A checksum, of which the beginning is enough to compare; the whole of it stays in the trail."""
_REFERENCE: Final = re.compile(r"[a-z_]+\.[a-z_]+:\S+")
"""What a detail points at, written as the subject of an entry is."""
_CHANGING: Final = ("changed", "settled")
"""Events that end so keep the value before and the value after of what changed …"""
_WHOLE: Final = ("before", "after")
"""… beneath its name, or all together in two details."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What references with a certain beginning (``results.code``) are about; ``model`` is its label.

    ``keys`` says what their keys are called, where they are words of a vocabulary; ``title`` is the field of the
    model that names one of them as long as it exists. Only where whoever may read the trail may read that name.
    """

    name: Text = ""
    model: str = ""
    keys: Values = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """What a detail is called, and what its values mean."""

    label: Text
    values: Values = field(default_factory=dict)


_subjects: dict[str, Subject] = {}
_details: dict[str, Detail] = {}


def declare_subjects(subjects: Mapping[str, Subject]) -> None:
    """Name what references are about. Raises ``ValueError`` where one has two names."""
    for beginning, subject in subjects.items():
        if _subjects.setdefault(beginning, subject) != subject:
            raise ValueError(f"two names for the subject {beginning!r}")


def declare_details(details: Mapping[str, Detail | Text]) -> None:
    """Name details by their key (``number``) or, for one app alone, by ``app.key``. Raises ``ValueError``."""
    for key, said in details.items():
        detail = said if isinstance(said, Detail) else Detail(said)
        if _details.setdefault(key, detail) != detail:
            raise ValueError(f"two names for the detail {key!r}")


def names_of_subjects() -> dict[str, str]:
    """What the subjects with a ``title`` are called today, by reference; of the current realm, one query a model."""
    found: dict[str, str] = {}
    for beginning, subject in _subjects.items():
        if subject.title and (model := _model_of(beginning)):
            rows = model._default_manager.values_list("pk", subject.title)
            found |= {f"{beginning}:{key}": str(title) for key, title in rows if title}
    return found


def subject_in_words(reference: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """``needs.need:6`` as „Bedarf 6“; by its own name where ``names`` knows it."""
    if reference in names:
        return names[reference]
    beginning, _colon, key = reference.partition(":")
    name, keys = _name_of(beginning), _subjects.get(beginning, Subject()).keys
    return f"{capfirst(name)} {_key(key, keys)}".rstrip() if name else reference


def beginnings_named(text: str) -> list[tuple[str, str]]:
    """The beginnings of references that people call so, each with the key that was asked for beside (or "")."""
    wanted, names = text.casefold().strip(), {model._meta.label_lower for model in apps.get_models()} | set(_subjects)
    found = []
    for beginning in sorted(names):
        name = _name_of(beginning).casefold()
        if name and wanted and wanted in name:
            found.append((beginning, ""))
        elif name and wanted.startswith(f"{name} "):
            found.append((beginning, wanted.removeprefix(name).strip()))
    return found


def details_in_words(event: str, subject: str, details: Mapping[str, Any], names: Mapping[str, str] = NO_NAMES) -> str:
    """All details of an entry in one line: „Titel: Kurse am Abend · Stand: festgestellt“."""
    model = _model_of(subject.partition(":")[0])
    told = [_told(event, model, key, value, names) for key, value in details.items()]
    return " · ".join(told)


def _key(key: str, keys: Values) -> str:
    return f"({keys[key]})" if key in keys else _SUM.sub(r"\g<1>…", key)


def _told(event: str, model: type[Model] | None, key: str, value: Any, names: Mapping[str, str]) -> str:
    found = _field(model, key)
    named = _details.get(f"{event.partition('.')[0]}.{key}") or _details.get(key)
    name = str(named.label if named else found.verbose_name if found else key)
    label = capfirst(name) if event else name
    values = dict(found.flatchoices or () if found else ()) | dict(named.values if named else {})
    is_change = event.endswith(_CHANGING) and key not in _WHOLE
    if is_change and isinstance(value, list) and len(value) == _PAIR:
        return f"{label}: {_in_words(value[0], values, names)} → {_in_words(value[1], values, names)}"
    return f"{label}: {_in_words(value, values, names)}"


def _in_words(value: Any, values: Values, names: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_told("", None, str(key), one, names) for key, one in value.items()) or NOTHING
    if isinstance(value, list):
        return ", ".join(_in_words(one, values, names) for one in value) or NOTHING
    return _one(value, values, names)


def _one(value: Any, values: Values, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return NOTHING
    if value in values:
        return str(values[value])
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, int | float):
        return german(value)
    text = str(value)
    return subject_in_words(text, names) if _REFERENCE.fullmatch(text) else _date(_SUM.sub(r"\g<1>…", text))


def _date(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _name_of(beginning: str) -> str:
    subject, model = _subjects.get(beginning), _model_of(beginning)
    if subject and subject.name:
        return str(subject.name)
    return str(model._meta.verbose_name) if model else ""


def _model_of(beginning: str) -> type[Model] | None:
    """The model of a reference: as declared, by its name, or the app's settings."""
    declared = _subjects.get(beginning, Subject()).model
    app, _dot, name = (declared or beginning).partition(".")
    try:
        models = {model._meta.model_name: model for model in apps.get_app_config(app).get_models()}
    except LookupError:
        return None
    plain = name.replace("_", "").lower()
    if plain == "settings":
        return next((model for known, model in models.items() if known and known.endswith(plain)), None)
    return models.get(plain)


def _field(model: type[Model] | None, key: str) -> Field[Any, Any] | None:
    if model is None:
        return None
    try:
        found = model._meta.get_field(key)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None
