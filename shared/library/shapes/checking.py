"""Does a content have the shape of its kind? Whatever is not declared is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from shared.library.problems import MalformedContent
from shared.library.shapes.parts import Choices, Line, Named, Number, Part, Prose, Rows, Texts

MOST_ROWS: Final = 100
ROW_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


def check_parts(parts: Sequence[Part], content: dict[str, Any], where: str = "") -> None:
    """Raise ``MalformedContent`` unless every part is there and nothing else is; ``where`` is the path so far."""
    known = {part.name for part in parts}
    if unknown := sorted(set(content) - known):
        raise MalformedContent(_("„{place}“ gehört nicht hierher.").format(place=f"{where}{unknown[0]}"))
    for part in parts:
        if part.name not in content and part.is_optional:
            continue
        _CHECKS[type(part)](part, content.get(part.name), f"{where}{part.name}")


def _check_text(part: Line | Prose, value: Any, where: str) -> None:
    check_text(value, where, part.longest)


def check_text(value: Any, where: str, longest: int) -> None:
    """Raise ``MalformedContent`` unless this is a text that is not empty and not too long."""
    if not isinstance(value, str) or not value.strip():
        raise MalformedContent(_("„{place}“ fehlt oder ist leer.").format(place=where))
    if len(value) > longest:
        raise MalformedContent(
            _("„{place}“ hat {length} Zeichen. Möglich sind höchstens {longest}.").format(
                place=where, length=len(value), longest=longest
            )
        )


def _check_number(part: Number, value: Any, where: str) -> None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or not part.least <= value <= part.most:
        raise MalformedContent(
            _("„{place}“ ist keine ganze Zahl von {least} bis {most}.").format(
                place=where, least=part.least, most=part.most
            )
        )


def _check_choices(part: Choices, value: Any, where: str) -> None:
    possible = [choice for choice, _label in part.choices]
    fits = isinstance(value, list) and value and all(isinstance(one, str) and one in possible for one in value)
    if not fits or len(set(value)) < len(value):
        words = ", ".join(possible)
        raise MalformedContent(_("„{place}“ nennt einmal oder mehrmals: {words}.").format(place=where, words=words))


def _check_texts(part: Texts, value: Any, where: str) -> None:
    for position, text in enumerate(_items(value, where)):
        check_text(text, f"{where}/{position}", part.longest)


def _check_named(_part: Named, value: Any, where: str) -> None:
    if not isinstance(value, dict) or len(value) > MOST_ROWS:
        raise MalformedContent(_("„{place}“ ist kein Objekt mit Namen und Beschreibungen.").format(place=where))
    for name, description in value.items():
        check_text(name, where, 80)
        check_text(description, f"{where}/{name}", 500)


def _check_rows(part: Rows, value: Any, where: str) -> None:
    keys = set()
    for position, row in enumerate(_items(value, where)):
        here = f"{where}/{position}"
        if not isinstance(row, dict):
            raise MalformedContent(_("„{place}“ ist kein Objekt.").format(place=here))
        key = row.get("key")
        if not isinstance(key, str) or not ROW_KEY.fullmatch(key):
            raise MalformedContent(
                _("„{place}“ fehlt oder enthält anderes als Kleinbuchstaben, Ziffern und Striche.").format(
                    place=f"{here}/key"
                )
            )
        if key in keys:
            raise MalformedContent(
                _("In „{place}“ haben zwei Zeilen denselben Schlüssel: „{key}“.").format(place=where, key=key)
            )
        keys.add(key)
        check_parts(part.named_parts, {name: value for name, value in row.items() if name != "key"}, f"{here}/")


def _items(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise MalformedContent(_("„{place}“ braucht mindestens eine Zeile.").format(place=where))
    if len(value) > MOST_ROWS:
        raise MalformedContent(
            _("„{place}“ hat {number} Zeilen. Möglich sind höchstens {most}.").format(
                place=where, number=len(value), most=MOST_ROWS
            )
        )
    return value


_CHECKS: Final[dict[type[Part], Callable[[Any, Any, str], None]]] = {
    Line: _check_text,
    Prose: _check_text,
    Number: _check_number,
    Choices: _check_choices,
    Texts: _check_texts,
    Named: _check_named,
    Rows: _check_rows,
}
