"""Differences between two contents whose parts are declared (``shared.library.shapes``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared.library.comparison.differences import Detail, Difference, What
from shared.library.comparison.words import marked
from shared.library.shapes import Choices, Named, Number, Part, Rows, Texts
from shared.library.shown import readable

_SENTENCES: Final = {
    "added": gettext_lazy("Neu"),
    "removed": gettext_lazy("Entfällt"),
    "changed": gettext_lazy("Geändert"),
}

Comparer = Callable[[Any, Any, Any], Iterator[Difference]]
"""Takes a part, its value before and after."""


def part_differences(parts: Sequence[Part], old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    """What differs between two contents of one shape, in the order of the shape."""
    for part in parts:
        before, after = old.get(part.name), new.get(part.name)
        if before != after:
            compare: Comparer = _COMPARERS.get(type(part), _whole)
            yield from compare(part, before, after)


def difference(what: What, label: Any, details: Sequence[Detail] = ()) -> Difference:
    """A difference with the usual words."""
    return Difference(what, label, _SENTENCES[what], tuple(details))


def _whole(part: Part, before: Any, after: Any) -> Iterator[Difference]:
    """A part that is one text on screen."""
    yield difference(_what(before, after), part.label, [_detail("", part, before, after)])


def _what(before: Any, after: Any) -> What:
    if before in (None, "", [], {}):
        return "added"
    return "removed" if after in (None, "", [], {}) else "changed"


def _detail(label: Any, part: Part, before: Any, after: Any) -> Detail:
    return Detail(label, marked(readable(part, before), readable(part, after)))


def _texts(part: Texts, before: list[str] | None, after: list[str] | None) -> Iterator[Difference]:
    """Lists of texts: those that stayed are recognised by their words, replaced ones compared one by one."""
    old, new = before or [], after or []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[i1:i2], new[j1:j2]
        for offset in range(max(len(gone), len(come))):
            was = gone[offset] if offset < len(gone) else ""
            now = come[offset] if offset < len(come) else ""
            number = (j1 if now else i1) + offset + 1
            yield difference(_what(was, now), f"{part.one} {number}", [Detail("", marked(was, now))])


def _named(part: Named, before: dict[str, str] | None, after: dict[str, str] | None) -> Iterator[Difference]:
    old, new = before or {}, after or {}
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, ""), new.get(name, "")
        if was != now:
            yield difference(_what(was, now), f"{part.one} „{name}“", [Detail("", marked(was, now))])


def _rows(part: Rows, before: list[dict[str, Any]] | None, after: list[dict[str, Any]] | None) -> Iterator[Difference]:
    """Rows are recognised by their key; whoever stands elsewhere among those that stayed has been moved."""
    old = {row["key"]: row for row in before or []}
    new = {row["key"]: row for row in after or []}
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    for key, row in new.items():
        label = f"{part.one} „{row['title']}“"
        details = list(_row_details(part, old.get(key, {}), row))
        if key in moved:
            details.append(Detail(_("Steht jetzt an anderer Stelle.")))
        if details:
            yield difference("changed" if key in old else "added", label, details)
    for key, row in old.items():
        if key not in new:
            yield difference("removed", f"{part.one} „{row['title']}“", list(_row_details(part, row, {})))


def _row_details(part: Rows, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Detail]:
    for inner in part.named_parts:
        before, after = old.get(inner.name), new.get(inner.name)
        is_in_the_label = inner.name == "title" and not (old and new)
        if before != after and not is_in_the_label:
            yield _detail(inner.label, inner, before, after)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The keys that have to be moved to get from one order to the other."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    stayed = {key for block in matcher.get_matching_blocks() for key in new[block.b : block.b + block.size]}
    return set(new) - stayed


_COMPARERS: Final[dict[type[Part], Comparer]] = {
    Texts: _texts,
    Named: _named,
    Rows: _rows,
    Number: _whole,
    Choices: _whole,
}
