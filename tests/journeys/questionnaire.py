"""The questionnaire of the journeys: a page of KISI's own for third-country nationals, in German and Arabic."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any, Final

KEY: Final = "bedarf-ankommen"
TITLE: Final = "Ankommen in Hessen"
LANGUAGES: Final = ("de", "ar")
PAGES: Final = ("needs_arrival", "own_words", "about_you")
OLD_WORDING: Final = "Wohnen: Wie viel Unterstützung brauchen Sie dabei?"
NEW_WORDING: Final = "Wohnen: Wie viel Hilfe brauchen Sie bei der Wohnungssuche?"
NEW_QUESTION: Final = "Gesundheit: Wie viel Unterstützung brauchen Sie dabei?"


def questionnaire() -> dict[str, Any]:
    """Language, education, work and housing, a free text, sex and age."""
    whole = _shipped()
    found: dict[str, Any] = _in_few_languages(whole)
    found["languages"] = {code: whole["languages"][code] for code in LANGUAGES}
    found["pages"] = [page for page in found["pages"] if page["key"] in PAGES]
    found["title"] = {"de": TITLE, "ar": whole["title"]["ar"]}
    return found


def next_questionnaire() -> dict[str, Any]:
    """The same with another wording of the question about housing, and with one about health."""
    found = copy.deepcopy(questionnaire())
    asked = found["pages"][0]["groups"][0]["questions"]
    housing = next(question for question in asked if question["code"] == "need_housing")
    assert housing["text"]["de"] == OLD_WORDING
    housing["text"]["de"] = NEW_WORDING
    everyday = next(page for page in _in_few_languages(_shipped())["pages"] if page["key"] == "needs_everyday")
    asked.append(everyday["groups"][0]["questions"][0])
    return found


def as_file(definition: dict[str, Any]) -> Any:
    """The definition as a browser sends a file."""
    data = json.dumps(definition, ensure_ascii=False).encode()
    return {"name": f"{KEY}.json", "mimeType": "application/json", "buffer": data}


def _shipped() -> dict[str, Any]:
    source = files("shared.library").joinpath("data/bedarf-drittstaatsangehoerige.1.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(source)["content"]
    return found


def _in_few_languages(value: Any) -> Any:
    """The value with every text only in the languages of the journeys."""
    if isinstance(value, list):
        return [_in_few_languages(one) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("de"), str):
        return {code: value[code] for code in LANGUAGES if code in value}
    return {key: _in_few_languages(one) for key, one in value.items()}
