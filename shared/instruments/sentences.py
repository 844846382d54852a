"""What participants are told, in their language: why an answer was refused, and „weiß ich nicht“.

``data/sentences.json`` also says for each language how far its translation was reviewed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from shared.instruments.answers import Reason
from shared.instruments.definition import Text, text_of

PATH: Final = Path(__file__).resolve().parent / "data" / "sentences.json"
SAME_SENTENCE: Final = {"unknown": "not_asked", "hidden": "not_asked"}


def say(reason: Reason, language: str) -> Text:
    """The sentence for a refused answer in this language, or in German where the language is not known."""
    sentences = _data()["sentences"]
    texts = sentences.get(SAME_SENTENCE.get(reason.code, reason.code), sentences["wrong_type"])
    found = text_of(texts, language)
    return found._replace(text=found.text.format_map({key: str(value) for key, value in reason.parameters.items()}))


def dont_know(language: str) -> Text:
    """The words of the answer ``dk``."""
    return text_of(_data()["sentences"]["dont_know"], language)


def review_states() -> dict[str, str]:
    """Language → how far these sentences were reviewed (as in a definition's ``languages``)."""
    return dict(_data()["languages"])


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return loaded
