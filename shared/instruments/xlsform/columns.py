"""How columns and languages are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kisi.ui.languages import PARTICIPANT_LANGUAGES, language_named

SURVEY: Final = "survey"
CHOICES: Final = "choices"
SETTINGS: Final = "settings"
OWN: Final = "kisi_"
PAGE: Final = "page."
GROUP: Final = "group."
"""What names of pages and groups begin with: XLSForm wants them to differ from those of questions."""
_TRANSLATED: Final = re.compile(r"^([a-z_]+)\s*::?\s*(.+?)\s*$")
_CODE: Final = re.compile(r"\(([A-Za-z-]+)\)$")
KNOWN: Final = {language.code: language.code for language in PARTICIPANT_LANGUAGES}


def heading(name: str, language: str) -> str:
    """The column of a translated text: ``label::Українська (uk)``."""
    return f"{name}::{language_named(language).name} ({language})"


def headings(name: str, languages: Iterable[str]) -> list[str]:
    """The columns of a text in all languages."""
    return [heading(name, language) for language in languages]


def split_heading(title: str) -> tuple[str, str | None]:
    """A column's plain name and language: ("label", "uk"); "" where it names none, None where KISI knows it not."""
    found = _TRANSLATED.match(title)
    if found is None:
        return title, ""
    name, language = found.groups()
    code = _CODE.search(language)
    wanted = (code.group(1) if code else language).strip().lower()
    return name, KNOWN.get(wanted) or _by_name(language)


def _by_name(name: str) -> str | None:
    return next((one.code for one in PARTICIPANT_LANGUAGES if one.name.lower() == name.strip().lower()), None)


def texts_as_cells(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Texts by their columns."""
    return {heading(name, language): text for language, text in texts.items()}
