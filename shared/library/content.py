"""What the content of a template looks like, by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from shared.library.vocabulary import Kind


class MalformedContent(ValueError):
    """The content does not fit the template's kind; the message says where."""


def check_content(kind: str, content: Any) -> None:
    """Raise ``MalformedContent`` unless ``content`` is what a template of this kind needs."""
    if not isinstance(content, dict):
        raise MalformedContent("Der Inhalt einer Vorlage ist ein Objekt mit Feldern.")
    check = _CHECKS.get(kind)
    if check is None:
        raise MalformedContent(f"Die Art „{kind}“ gibt es nicht. Möglich sind: {', '.join(sorted(_CHECKS))}.")
    check(content)


def _check_checklist(content: dict[str, Any]) -> None:
    """``{"introduction": str, "entries": [{"key", "title", "explanation", "due_after_days"}]}``.

    ``due_after_days`` counts from the day of adoption; ``key`` stays the same from version to version.
    """
    _check_texts(content, "", ["introduction"])
    entries = content.get("entries")
    if not isinstance(entries, list) or not entries:
        raise MalformedContent("Eine Checkliste braucht mindestens einen Eintrag („entries“).")
    for position, entry in enumerate(entries):
        where = f"entries/{position}/"
        if not isinstance(entry, dict):
            raise MalformedContent(f"„{where}“ ist kein Objekt.")
        _check_texts(entry, where, ["key", "title", "explanation"])
        days = entry.get("due_after_days")
        if not isinstance(days, int) or isinstance(days, bool) or days < 0:
            raise MalformedContent(f"„{where}due_after_days“ ist keine Zahl von Tagen ab 0.")
    if len({entry["key"] for entry in entries}) < len(entries):
        raise MalformedContent("Zwei Einträge haben denselben Schlüssel („key“).")


def _check_text(content: dict[str, Any]) -> None:
    """``{"purpose": str, "paragraphs": [str], "fields": {name: description}}``; the text holds ``{{name}}``."""
    _check_texts(content, "", ["purpose"])
    paragraphs, fields = content.get("paragraphs"), content.get("fields")
    if not isinstance(paragraphs, list) or not paragraphs or not all(isinstance(text, str) for text in paragraphs):
        raise MalformedContent("Ein Text braucht mindestens einen Absatz („paragraphs“).")
    if not isinstance(fields, dict) or not all(isinstance(text, str) and text for text in fields.values()):
        raise MalformedContent("„fields“ nennt zu jedem Platzhalter, was dort stehen soll.")
    whole = "\n".join(paragraphs)
    if missing := [name for name in fields if "{{" + name + "}}" not in whole]:
        raise MalformedContent(f"Im Text fehlt der Platzhalter „{missing[0]}“.")


def _check_texts(part: dict[str, Any], where: str, names: list[str]) -> None:
    for name in names:
        if not isinstance(part.get(name), str) or not part[name].strip():
            raise MalformedContent(f"„{where}{name}“ fehlt oder ist leer.")


_CHECKS: Final[dict[str, Callable[[dict[str, Any]], None]]] = {
    Kind.CHECKLIST: _check_checklist,
    Kind.TEXT: _check_text,
}
