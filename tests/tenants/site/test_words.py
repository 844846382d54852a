"""The fixed words: every language has all of them, with the same gaps."""

from __future__ import annotations

import string

import pytest

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from tenants.site.vocabulary import ReviewState
from tenants.site.words import all_words, words_of

GERMAN = words_of("de").by_key


def gaps(text: str) -> set[str]:
    return {name for _before, name, _format, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", [language.code for language in PARTICIPANT_LANGUAGES])
def test_a_language_is_whole(code: str) -> None:
    """No word missing, none too many, none empty, gaps as in German."""
    words = words_of(code)
    assert words.by_key.keys() == GERMAN.keys()
    assert all(text.strip() for text in words.by_key.values())
    assert {key: gaps(text) for key, text in words.by_key.items()} == {key: gaps(text) for key, text in GERMAN.items()}
    assert (words.review == ReviewState.SOURCE) == (code == "de")


def test_languages_differ() -> None:
    """A copy of the German file would pass everything else."""
    assert len({words["hours"] for words in all_words()}) == len(PARTICIPANT_LANGUAGES)
