"""What a municipality may do with an instrument of the library: leave optional groups out, write its own part.

Works on documents and never changes the one it was given. Core and optional groups, the pages they
stand on and the texts around them belong to the library; only local groups are the town's.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

Document = dict[str, Any]


class CoreLocked(ValueError):
    """The change would touch what belongs to the library; the message says so in German."""


class UnknownGroup(LookupError):
    """There is no group (or page) with this key."""


def has_library_part(document: Mapping[str, Any]) -> bool:
    """Whether something in it belongs to the library; if not, everything may be changed."""
    return any(group["kind"] != "local" for page in document["pages"] for group in page["groups"])


def switched(document: Mapping[str, Any], key: str, *, on: bool) -> Document:
    """The document with an optional group switched on or off. Raises ``UnknownGroup`` and ``CoreLocked``."""
    changed = copy.deepcopy(dict(document))
    for page in changed["pages"]:
        for group in page["groups"]:
            if group["key"] == key:
                return _switch(changed, group, on=on)
    raise UnknownGroup(key)


def _switch(document: Document, group: Document, *, on: bool) -> Document:
    if group["kind"] != "optional":
        raise CoreLocked(_("Nur freiwillige Gruppen lassen sich abschalten."))
    group.pop("enabled", None)
    if not on:
        group["enabled"] = False
    return document


def refuse_touching_the_core(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raise ``CoreLocked`` when what belongs to the library is not the same before and after."""
    has_any = has_library_part(before) or has_library_part(after)
    if has_any and _library_part(before) != _library_part(after):
        raise CoreLocked(
            _("Dieser Teil gehört zur Vorlage und bleibt, wie er ist: Nur so sind die Antworten im Land vergleichbar.")
        )


def _library_part(document: Mapping[str, Any]) -> Document:
    bare = copy.deepcopy({name: value for name, value in document.items() if name != "languages"})
    for page in bare["pages"]:
        page["groups"] = [group for group in page["groups"] if group["kind"] != "local"]
        for group in page["groups"]:
            group.pop("enabled", None)
    bare["pages"] = [page for page in bare["pages"] if page["groups"]]
    return bare


@dataclass(frozen=True, slots=True)
class Merged:
    """A town's instrument on the template's new version; ``notes`` say what could not be kept as it was."""

    document: Document
    notes: tuple[str, ...] = field(default_factory=tuple)


def merge_update(old: Mapping[str, Any], template: Mapping[str, Any]) -> Merged:
    """The new version of the template with the town's choices and the town's own part.

    Optional groups stay switched off. Local groups stand behind the group they stood behind, on their
    page or, where the page is gone, on a page of their own. A condition on a question that is gone is
    dropped and noted.
    """
    new = copy.deepcopy(dict(template))
    for page in new["pages"]:
        page["groups"] = [group for group in page["groups"] if group["kind"] != "local"]
    _keep_choices(old, new)
    _keep_languages(old, new)
    _keep_local_groups(copy.deepcopy(dict(old)), new)
    _make_keys_unique(new)
    return Merged(new, tuple(_drop_broken_conditions(new)))


def _keep_choices(old: Mapping[str, Any], new: Document) -> None:
    off = {group["key"] for page in old["pages"] for group in page["groups"] if group.get("enabled") is False}
    for page in new["pages"]:
        for group in page["groups"]:
            if group["kind"] == "optional" and group["key"] in off:
                group["enabled"] = False


def _keep_languages(old: Mapping[str, Any], new: Document) -> None:
    for code, state in old["languages"].items():
        new["languages"].setdefault(code, copy.deepcopy(state))


def _keep_local_groups(old: Document, new: Document) -> None:
    behind = ""
    for page in old["pages"]:
        places = {one["key"]: one for one in new["pages"]}
        local = [group for group in page["groups"] if group["kind"] == "local"]
        target = places.get(page["key"])
        if target is None and (local or not page["groups"]):
            target = {**page, "groups": []}
            _insert_behind(new["pages"], behind, target)
        if target is None:
            continue
        last = ""
        for group in page["groups"]:
            if group["kind"] == "local":
                _insert_behind(target["groups"], last, group)
            if group["key"] in {one["key"] for one in target["groups"]}:
                last = group["key"]
        behind = page["key"]


def _insert_behind(parts: list[Document], key: str, part: Document) -> None:
    """Put a part behind the one with this key; in front of all when there is none."""
    place = next((number + 1 for number, one in enumerate(parts) if one["key"] == key), 0)
    parts.insert(place, part)


def _make_keys_unique(document: Document) -> None:
    groups = [group for page in document["pages"] for group in page["groups"]]
    taken = {group["key"] for group in groups if group["kind"] != "local"}
    for group in groups:
        if group["kind"] == "local":
            group["key"] = free_key(group["key"], taken)
            taken.add(group["key"])


def free_key(wished: str, taken: set[str], length: int = 60) -> str:
    """The wished key, or with the first number behind it that is not taken."""
    key, number = wished[:length], 2
    while key in taken:
        ending = f"_{number}"
        key, number = wished[: length - len(ending)] + ending, number + 1
    return key


def _drop_broken_conditions(document: Document) -> Iterator[str]:
    """Drop conditions of the town's own part on questions or answers that are not there (any more) before them."""
    seen: dict[str, set[str] | None] = {}
    for page in document["pages"]:
        yield from _dropped(page, seen, page["title"]["de"])
        for group in page["groups"]:
            yield from _dropped(group, seen, group.get("title", {}).get("de", group["key"]))
            for question in group["questions"]:
                yield from _dropped(question, seen, question["text"]["de"])
                seen[question["code"]] = _possible(question)


def _possible(question: Mapping[str, Any]) -> set[str] | None:
    if "options" in question:
        return {option["code"] for option in question["options"]}
    if "scale" in question:
        points = {str(point) for point in range(question["scale"]["from"], question["scale"]["to"] + 1)}
        return points | ({"dk"} if question.get("dont_know") else set())
    return None


def _dropped(part: Document, seen: Mapping[str, set[str] | None], label: str) -> Iterator[str]:
    condition = part.get("show_if")
    if condition is not None and not _stands(condition, lambda leaf: _leaf_stands(leaf, seen)):
        del part["show_if"]
        yield _("„%(label)s“ wird jetzt immer gezeigt: Die Frage, von der es abhing, hat sich geändert.") % {
            "label": label
        }


def _stands(condition: Mapping[str, Any], check: Callable[[Mapping[str, Any]], bool]) -> bool:
    parts = condition.get("all") or condition.get("any")
    return all(_stands(part, check) for part in parts) if parts else check(condition)


def _leaf_stands(leaf: Mapping[str, Any], seen: Mapping[str, set[str] | None]) -> bool:
    if leaf["question"] not in seen:
        return False
    possible = seen[leaf["question"]]
    return possible is None or set(leaf.get("any_of", leaf.get("none_of", ()))) <= possible
