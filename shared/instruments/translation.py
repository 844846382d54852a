"""Texts of a definition one by one: side by side for translators, with their gaps."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments.local_part import Document, has_library_part

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Translatable:
    """One text: where it stands, what it is, the German and the other language's words (empty: a gap).

    ``locked`` texts belong to the library. ``place`` names the page or question it belongs to.
    """

    pointer: str
    what: str
    place: str
    german: str
    other: str
    locked: bool


def translatables(document: Mapping[str, Any], language: str) -> list[Translatable]:
    """Every text of the document in order, beside its translation."""
    library = has_library_part(document)
    return [
        Translatable("/".join(map(str, path)), what, place, texts["de"], texts.get(language, ""), locked)
        for path, what, place, texts, locked in _texts(document, locked=library)
    ]


def gaps(document: Mapping[str, Any]) -> dict[str, int]:
    """Language → how many texts are missing in it; every language of the document except German."""
    found = [texts for _path, _what, _place, texts, _locked in _texts(document, locked=False)]
    return {
        code: sum(1 for texts in found if not texts.get(code))
        for code in ordered(document["languages"])
        if code != "de"
    }


def ordered(languages: Mapping[str, Any]) -> list[str]:
    """Codes of languages in the order they are shown everywhere."""
    return [language.code for language in PARTICIPANT_LANGUAGES if language.code in languages]


def translated(document: Mapping[str, Any], language: str, words: Mapping[str, str]) -> Document:
    """With these translations (pointer → text; empty takes one away). Unknown and locked places are left alone."""
    changed = copy.deepcopy(dict(document))
    library = has_library_part(document)
    for path, _what, _place, texts, locked in _texts(changed, locked=library):
        pointer = "/".join(map(str, path))
        if locked or pointer not in words:
            continue
        texts.pop(language, None)
        if words[pointer].strip():
            texts[language] = words[pointer].strip()
    return changed


def without_language(document: Mapping[str, Any], language: str) -> Document:
    """Without a language and all its texts; German stays."""
    changed = copy.deepcopy(dict(document))
    if language == "de":
        return changed
    changed["languages"].pop(language, None)
    for _path, _what, _place, texts, _locked in _texts(changed, locked=False):
        texts.pop(language, None)
    return changed


Found = tuple[Path, str, str, dict[str, str], bool]


def _texts(document: Mapping[str, Any], *, locked: bool) -> Iterator[Found]:
    names = {"title": _("Titel"), "introduction": _("Einleitung"), "thanks": _("Dank")}
    for name, what in names.items():
        if name in document:
            yield (name,), what, "", document[name], locked
    for number, page in enumerate(document["pages"]):
        path: Path = ("pages", number)
        from_library = locked and any(group["kind"] != "local" for group in page["groups"])
        yield (*path, "title"), _("Seite"), page["title"]["de"], page["title"], from_library
        for position, group in enumerate(page["groups"]):
            yield from _group_texts(group, (*path, "groups", position), locked=locked and group["kind"] != "local")


def _group_texts(group: Mapping[str, Any], path: Path, *, locked: bool) -> Iterator[Found]:
    if "title" in group:
        yield (*path, "title"), _("Gruppe"), group["title"]["de"], group["title"], locked
    for number, question in enumerate(group["questions"]):
        inner: Path = (*path, "questions", number)
        place = question["text"]["de"]
        for what, tail, texts in _question_texts(question):
            yield (*inner, *tail), what, place, texts, locked


def _question_texts(question: Mapping[str, Any]) -> Iterator[tuple[str, Path, dict[str, str]]]:
    yield (_("Hinweistext") if question["type"] == "note" else _("Frage")), ("text",), question["text"]
    if "hint" in question:
        yield _("Hinweis"), ("hint",), question["hint"]
    for number, option in enumerate(question.get("options", ())):
        yield _("Antwort"), ("options", number, "text"), option["text"]
    for point, texts in question.get("scale", {}).get("labels", {}).items():
        yield _("Skalenpunkt %(point)s") % {"point": point}, ("scale", "labels", point), texts
    if "unit" in question.get("number", {}):
        yield _("Einheit"), ("number", "unit"), question["number"]["unit"]


def with_reviews_reopened(before: Mapping[str, Any], after: Mapping[str, Any]) -> Document:
    """The changed document, in which a reviewed language is a draft again where German words changed under it."""
    known = {_identity(before, path): texts for path, _what, _place, texts, _locked in _texts(before, locked=False)}
    stale: set[str] = set()
    for path, _what, _place, texts, _locked in _texts(after, locked=False):
        old = known.get(_identity(after, path))
        if old is not None and old["de"] != texts["de"]:
            stale |= {code for code in texts if code != "de" and texts[code] == old.get(code)}
    changed = dict(after)
    changed["languages"] = {
        code: {"review": "draft"} if code in stale and state["review"] == "reviewed" else state
        for code, state in after["languages"].items()
    }
    return changed


def _identity(document: Mapping[str, Any], path: Path) -> Path:
    """A path with codes and keys in place of numbers, so that a text is known again when it moved."""
    identity: list[str | int] = []
    here: Any = document
    for step in path:
        here = here[step]
        code = here.get("code", here.get("key")) if isinstance(here, dict) and isinstance(step, int) else None
        identity.append(code if code is not None else step)
    return tuple(identity)


def outdated(before: Mapping[str, Any], after: Mapping[str, Any], language: str) -> set[str]:
    """Pointers into ``after`` of texts whose German words are others than before, while the translation stayed."""
    known = {_identity(before, path): texts for path, _what, _place, texts, _locked in _texts(before, locked=False)}
    return {
        "/".join(map(str, path))
        for path, _what, _place, texts, _locked in _texts(after, locked=False)
        if language in left_behind(known.get(_identity(after, path), {}), texts)
    }


def left_behind(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """The languages whose text stayed although the German one it was translated from changed."""
    if not old.get("de") or old["de"] == new.get("de"):
        return []
    return sorted(code for code, text in new.items() if code != "de" and text and old.get(code) == text)
