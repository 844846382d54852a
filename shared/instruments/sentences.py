"""What participants are told around the questions, in their language: ``interface_texts.json`` and nothing else.

The file also says for each language how far its translation was reviewed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kisi.ui.languages import language_named
from shared.instruments.answers import Reason
from shared.instruments.definition import Text, text_of

PATH: Final = Path(__file__).resolve().with_name("interface_texts.json")
REFUSED: Final = "refused_"
"""Before the code of a reason in the key of its sentence."""
SAME_SENTENCE: Final = {"unknown": "not_asked", "hidden": "not_asked"}


def interface_texts() -> Mapping[str, Mapping[str, str]]:
    """Key → language → text, with placeholders like ``%(max)s``."""
    texts: Mapping[str, Mapping[str, str]] = _data()["texts"]
    return texts


def texts_in(language: str) -> Mapping[str, str]:
    """Every text in a language, German where a translation is missing; placeholders as they are."""
    return _texts_in(language_named(language).code)


@cache
def _texts_in(language: str) -> Mapping[str, str]:
    return MappingProxyType({key: text_of(texts, language).text for key, texts in interface_texts().items()})


def interface_text(key: str, language: str, **values: Any) -> Text:
    """One text with its placeholders filled in, in German where the language is not known. Raises ``KeyError``."""
    found = text_of(interface_texts()[key], language)
    return found._replace(text=found.text % values)


def say(reason: Reason, language: str) -> Text:
    """The sentence for a refused answer in this language, or in German where the language is not known."""
    key = REFUSED + SAME_SENTENCE.get(reason.code, reason.code)
    known = key if key in interface_texts() else f"{REFUSED}wrong_type"
    return interface_text(known, language, **reason.parameters)


def dont_know(language: str) -> Text:
    """The words of the answer ``dk``."""
    return interface_text("dont_know", language)


def review_states() -> dict[str, str]:
    """Language → how far these texts were reviewed (as in a definition's ``languages``)."""
    return {code: header["review"] for code, header in _data()["languages"].items()}


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return loaded
