"""What participants' pages say besides the questions, in every language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kisi.core.realms import current_municipality
from kisi.ui.languages import PARTICIPANT_LANGUAGES, Language, language_named
from shared.instruments.sentences import interface_text


def say(key: str, language: str, **values: Any) -> str:
    """One text with its placeholders filled in."""
    return interface_text(key, language, **values).text


def privacy_values(contact: str) -> dict[str, str]:
    """What the privacy notice names: who is responsible, and whom to write to."""
    name = current_municipality().name
    return {"municipality": name, "contact": contact or name}


def preferred_language(request: HttpRequest) -> Language:
    """The language to greet somebody in who has not chosen yet: asked for in the address, or by the browser."""
    known = {language.code for language in PARTICIPANT_LANGUAGES}
    asked = request.GET.get("sprache", "")
    if asked in known:
        return language_named(asked)
    wanted = request.headers.get("Accept-Language", "")[:200].split(",")
    codes = (part.split(";")[0].strip().split("-")[0].lower() for part in wanted)
    return language_named(next((code for code in codes if code in known), "de"))


def is_language(code: str) -> bool:
    """Whether participants' pages exist in this language."""
    return any(language.code == code for language in PARTICIPANT_LANGUAGES)
