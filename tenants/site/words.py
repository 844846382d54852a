"""The fixed words of the public pages in every language, from ``words/<tag>.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from kisi.ui.languages import PARTICIPANT_LANGUAGES, Language, language_named
from tenants.site.vocabulary import ReviewState

FOLDER: Final = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Words:
    """The words of one language; in a template ``{{ words.hours }}``."""

    language: Language
    review: ReviewState
    by_key: dict[str, str]

    def __getitem__(self, key: str) -> str:
        """A word. Raises ``KeyError`` for one that no language has."""
        return self.by_key[key]

    def filled(self, key: str, **values: Any) -> str:
        """A sentence with its gaps filled."""
        return self.by_key[key].format(**values)


@cache
def words_of(code: str) -> Words:
    """The words of a language; German for an unknown one. Files of the installation, the same for every town."""
    language = language_named(code)
    stored = json.loads((FOLDER / f"{language.code}.json").read_text(encoding="utf-8"))
    return Words(language, ReviewState(stored["review"]), stored["words"])


def all_words() -> list[Words]:
    """Every language's, in the order of the switch."""
    return [words_of(language.code) for language in PARTICIPANT_LANGUAGES]
