"""Templates as files: JSON with the format's number and a checksum over everything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Topic
from shared.library.content import check_content
from shared.library.models import TemplateVersion
from shared.library.problems import UnreadableFile
from shared.library.vocabulary import Kind, is_key

FORMAT: Final = 1
ARCHIVE: Final = b"PK\x03\x04"
"""How spreadsheets begin, as every archive does."""
FORMAT_FIELD: Final = "kisi_template"
DEEPEST: Final = 60


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """What a file says. ``key`` and ``number`` are those of where it came from."""

    key: str
    kind: str
    title: str
    summary: str
    topic: str
    number: int
    change_note: str
    content: dict[str, Any]


def written(version: TemplateVersion) -> bytes:
    """A version as a file."""
    document = {
        FORMAT_FIELD: FORMAT,
        "key": version.template.key,
        "kind": version.template.kind,
        "title": version.shown_title,
        "summary": version.summary,
        "topic": version.topic,
        "number": version.number,
        "change_note": version.change_note,
        "content": version.content,
    }
    document["checksum"] = checksum_of(document)
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def checksum_of(document: dict[str, Any]) -> str:
    """``sha256:`` over the document without its checksum, keys sorted, without blanks, as UTF-8."""
    rest = {name: value for name, value in document.items() if name != "checksum"}
    canonical = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def read(data: bytes) -> TemplateFile:
    """The template in a file. Raises ``UnreadableFile``, and ``MalformedContent`` when the content does not fit."""
    if data.startswith(ARCHIVE):
        raise UnreadableFile(
            _(
                "Das ist eine Tabelle und keine Datei, die KISI geschrieben hat (.json). Die Fragen einer"
                " Bedarfserhebung lesen Sie als XLSForm unter „Neue Vorlage“ ein, die eines Entwurfs unter"
                " „Bearbeiten“."
            )
        )
    document = read_object(data)
    if FORMAT_FIELD not in document:
        raise UnreadableFile(_("Das ist keine Vorlage aus KISI: Das Feld „{name}“ fehlt.").format(name=FORMAT_FIELD))
    if document[FORMAT_FIELD] != FORMAT:
        raise UnreadableFile(
            _("Die Datei hat das Format {format}, gelesen wird {known}. Bitte aktualisieren Sie KISI.").format(
                format=str(document[FORMAT_FIELD])[:20], known=FORMAT
            )
        )
    if unknown := sorted(document.keys() - _FIELDS.keys() - {FORMAT_FIELD, "checksum"}):
        raise UnreadableFile(_("Das Feld „{name}“ gehört nicht in diese Datei.").format(name=unknown[0][:80]))
    if "checksum" in document and document["checksum"] != checksum_of(document):
        raise UnreadableFile(
            _("Die Prüfsumme stimmt nicht: Die Datei wurde verändert. Entfernen Sie „checksum“, wenn das gewollt ist.")
        )
    values = {name: document.get(name, default) for name, (default, _check) in _FIELDS.items()}
    for name, (_default, check) in _FIELDS.items():
        if not check(values[name]):
            raise UnreadableFile(_("„{name}“ fehlt oder ist nicht, was es sein muss.").format(name=name))
    check_content(values["kind"], values["content"])
    return TemplateFile(**values)


def read_object(data: bytes) -> dict[str, Any]:
    """A JSON object that the database can keep. Raises ``UnreadableFile``."""
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once)
        is_storable = _is_storable(document, DEEPEST)
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("Die Datei ist kein Text in UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            _("Die Datei ist kein JSON: Zeile {line}, Spalte {column}.").format(line=error.lineno, column=error.colno)
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(_("Die Datei ist kein JSON, das sich lesen lässt.")) from error
    if not isinstance(document, dict):
        raise UnreadableFile(_("Die Datei enthält kein Objekt mit Feldern."))
    if not is_storable:
        raise UnreadableFile(
            _("Die Datei enthält Zeichen, die kein Text sind, sehr große Zahlen oder ist zu tief geschachtelt.")
        )
    return document


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two fields of one name: one of them would be lost without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _is_storable(value: Any, deepest: int) -> bool:
    if deepest == 0:
        return False
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, dict):
        return all(_is_storable(name, 1) and _is_storable(inner, deepest - 1) for name, inner in value.items())
    if isinstance(value, list):
        return all(_is_storable(inner, deepest - 1) for inner in value)
    return value is None or isinstance(value, bool) or abs(value) < 10**15


def _text(longest: int, *, may_be_empty: bool = False) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        return isinstance(value, str) and len(value) <= longest and (may_be_empty or bool(value.strip()))

    return check


_FIELDS: Final[dict[str, tuple[Any, Callable[[Any], bool]]]] = {
    "key": (None, lambda value: isinstance(value, str) and is_key(value)),
    "kind": (None, lambda value: isinstance(value, str) and value in Kind.values),
    "title": (None, _text(200)),
    "summary": ("", _text(300, may_be_empty=True)),
    "topic": ("", lambda value: isinstance(value, str) and value in {"", *Topic.values}),
    "number": (1, lambda value: isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1_000_000),
    "change_note": ("", _text(5000, may_be_empty=True)),
    "content": (None, lambda value: isinstance(value, dict)),
}
"""Field → what it is where it is missing, and whether a value fits."""
