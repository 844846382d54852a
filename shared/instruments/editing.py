"""Changing a definition step by step, as an editor does: every function returns a changed copy.

None of them judges the result: the caller checks the whole with ``definition.parse`` and, for what
came from the library, with ``local_part.refuse_touching_the_core``.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Perspective
from shared.instruments.definition import LOCAL_PREFIX
from shared.instruments.local_part import Document, free_key

Way = Literal["up", "down"]
Part = Literal["page", "group", "question"]


class UnknownPart(LookupError):
    """There is no page, group or question with this key."""


class StillNeeded(ValueError):
    """Others depend on what was to be removed; the message names them."""


class Place(NamedTuple):
    """Where a part stands: the list that holds it, its number there, and the part itself."""

    siblings: list[Document]
    number: int
    part: Document


def new_document(title: str, perspective: Perspective | str) -> Document:
    """An empty instrument of a town's own, with one page and one group to begin with."""
    page: Document = {
        "key": "seite_1",
        "title": {"de": _("Seite 1")},
        "groups": [{"key": "gruppe_1", "kind": "local", "title": {"de": _("Fragen")}, "questions": []}],
    }
    return {
        "format": 1,
        "family": slug_of(title, "-") or "fragebogen",
        "perspective": str(perspective),
        "languages": {"de": {"review": "source"}},
        "title": {"de": title},
        "pages": [page],
    }


def slug_of(text: str, joint: str = "_", length: int = 30) -> str:
    """A text as lower-case words of plain letters: for codes, keys and families."""
    german = text.lower().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"})
    plain = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode()
    return joint.join(re.findall(r"[a-z0-9]+", plain))[:length].strip(joint)


def find(document: Document, part: Part, key: str) -> Place:
    """The place of a part in this document. Raises ``UnknownPart``."""
    for siblings in _lists(document, part):
        for number, candidate in enumerate(siblings):
            if candidate["code" if part == "question" else "key"] == key:
                return Place(siblings, number, candidate)
    raise UnknownPart(key)


def _lists(document: Document, part: Part) -> list[list[Document]]:
    pages: list[Document] = document["pages"]
    if part == "page":
        return [pages]
    if part == "group":
        return [page["groups"] for page in pages]
    return [group["questions"] for page in pages for group in page["groups"]]


def questions_of(document: Mapping[str, Any]) -> Iterator[Document]:
    """Every question in order."""
    for page in document["pages"]:
        for group in page["groups"]:
            yield from group["questions"]


def added(document: Mapping[str, Any], part: Part, new: Document, *, into: str = "", behind: str = "") -> Document:
    """With a new page, a group on a page or a question in a group (``into``); at the end, or behind a sibling.

    Keys are made unique, a question without a code gets one from its text. Raises ``UnknownPart``.
    """
    changed = copy.deepcopy(dict(document))
    new = _named(changed, part, copy.deepcopy(new))
    if behind:
        place = find(changed, part, behind)
        siblings, number = place.siblings, place.number + 1
    elif part == "page":
        siblings, number = changed["pages"], len(changed["pages"])
    else:
        outer: Part = "page" if part == "group" else "group"
        siblings = find(changed, outer, into).part["groups" if part == "group" else "questions"]
        number = len(siblings)
    siblings.insert(number, new)
    return changed


def _named(document: Document, part: Part, new: Document) -> Document:
    if part == "question":
        text = slug_of(new["text"]["de"]) or "frage"
        taken = {question["code"] for question in questions_of(document)}
        return {"code": free_key(new.get("code") or LOCAL_PREFIX + text, taken, 40), **_without(new, "code")}
    taken = {one["key"] for siblings in _lists(document, part) for one in siblings}
    wished = new.get("key") or _key_of(new.get("title", {}).get("de", ""), part)
    return {"key": free_key(wished, taken), **_without(new, "key")}


def _without(part: Document, name: str) -> Document:
    return {key: value for key, value in part.items() if key != name}


def _key_of(title: str, part: Part) -> str:
    prefix = "seite" if part == "page" else "gruppe"
    slug = slug_of(title)
    return slug if slug and slug[0].isalpha() else f"{prefix}_{slug or 1}"


def replaced(document: Mapping[str, Any], part: Part, key: str, new: Mapping[str, Any]) -> Document:
    """With the fields of ``new`` in place of the part's own; those it does not name stay, ``None`` takes one away."""
    changed = copy.deepcopy(dict(document))
    target = find(changed, part, key).part
    for name, value in new.items():
        target.pop(name, None)
        if value is not None:
            target[name] = copy.deepcopy(value)
    return changed


def removed(document: Mapping[str, Any], part: Part, key: str) -> Document:
    """Without the part. Raises ``UnknownPart``, and ``StillNeeded`` when conditions elsewhere refer to it."""
    changed = copy.deepcopy(dict(document))
    place = find(changed, part, key)
    gone = {question["code"] for question in _questions_in(part, place.part)}
    del place.siblings[place.number]
    needing = [label for label, condition in _conditions(changed) if gone & set(_named_in(condition))]
    if needing:
        names = ", ".join(f"„{label}“" for label in dict.fromkeys(needing))
        raise StillNeeded(_("Davon hängt noch ab: %(names)s. Ändern Sie zuerst dort die Bedingung.") % {"names": names})
    return changed


def _questions_in(part: Part, found: Document) -> list[Document]:
    if part == "question":
        return [found]
    groups = found["groups"] if part == "page" else [found]
    return [question for group in groups for question in group["questions"]]


def _conditions(document: Document) -> Iterator[tuple[str, Document]]:
    """Every condition with the German name of what it stands at."""
    for page in document["pages"]:
        if "show_if" in page:
            yield page["title"]["de"], page["show_if"]
        for group in page["groups"]:
            if "show_if" in group:
                yield group.get("title", {}).get("de", group["key"]), group["show_if"]
            for question in group["questions"]:
                if "show_if" in question:
                    yield question["text"]["de"], question["show_if"]


def _named_in(condition: Mapping[str, Any]) -> Iterator[str]:
    for inner in (*condition.get("all", ()), *condition.get("any", ())):
        yield from _named_in(inner)
    if "question" in condition:
        yield condition["question"]


def copied(document: Mapping[str, Any], code: str, into: str = "") -> tuple[Document, str]:
    """With a copy of a question right behind it, or at the end of another group; the copy's new code.

    Only the town's own questions are copied as they are; a copy of one of the library's measures nothing.
    """
    original = copy.deepcopy(find(copy.deepcopy(dict(document)), "question", code).part)
    for name in ("demographic", "measures"):
        original.pop(name, None)
    original["code"] = code if code.startswith(LOCAL_PREFIX) else (LOCAL_PREFIX + code)[:40]
    changed = added(document, "question", original, into=into, behind="" if into else code)
    before = {question["code"] for question in questions_of(document)}
    new_code = next(question["code"] for question in questions_of(changed) if question["code"] not in before)
    return changed, new_code


def moved(document: Mapping[str, Any], part: Part, key: str, way: Way) -> Document:
    """One place up or down; at the edge of its list into the neighbouring one. At the very edge nothing happens."""
    changed = copy.deepcopy(dict(document))
    lists = _lists(changed, part)
    place = find(changed, part, key)
    target = place.number + (1 if way == "down" else -1)
    if 0 <= target < len(place.siblings):
        place.siblings.insert(target, place.siblings.pop(place.number))
        return changed
    here = next(number for number, siblings in enumerate(lists) if siblings is place.siblings)
    neighbour = _neighbour(changed, part, here, way)
    if neighbour is not None:
        del place.siblings[place.number]
        neighbour.insert(0 if way == "down" else len(neighbour), place.part)
    return changed


def _neighbour(document: Document, part: Part, here: int, way: Way) -> list[Document] | None:
    """The next list in this direction that a town may write into."""
    lists = _lists(document, part)
    kinds = ["local"] * len(lists)
    if part == "question":
        kinds = [group["kind"] for page in document["pages"] for group in page["groups"]]
    numbers = range(here + 1, len(lists)) if way == "down" else range(here - 1, -1, -1)
    return next((lists[number] for number in numbers if kinds[number] == "local"), None)
