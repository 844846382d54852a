"""Controls put together without a template: a list of 40 choices is 80 included templates in Django, 10 ms of a page.

The markup is the same (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.safestring import SafeString

from kisi.ui.markup import escaped


def _attributes(given: Mapping[str, Any]) -> str:
    return "".join(_attribute(name, value) for name, value in given.items() if value is not False)


def _attribute(name: str, value: Any) -> str:
    return f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(str(value))}"'


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """A list of choices, in groups where they have names."""
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    attributes = _attributes(widget["attrs"])
    return SafeString(f'<select name="{escaped(widget["name"])}"{attributes}>{groups}\n</select>')


def _group(name: str | None, options: list[Mapping[str, Any]]) -> str:
    drawn = "".join(_option(one) for one in options)
    return f'\n  <optgroup label="{escaped(name)}">{drawn}\n  </optgroup>' if name else drawn


def _option(one: Mapping[str, Any]) -> str:
    value, attributes = escaped(str(one["value"])), _attributes(one["attrs"])
    return f'\n  <option value="{value}"{attributes}>{escaped(one["label"])}</option>'


def draw_input(widget: Mapping[str, Any]) -> SafeString:
    """A line to type into."""
    value = "" if widget["value"] is None else f' value="{escaped(str(widget["value"]))}"'
    attributes = _attributes(widget["attrs"])
    return SafeString(f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{attributes}>')


DRAWN: Final[Mapping[str, Callable[[Mapping[str, Any]], SafeString]]] = {
    "django/forms/widgets/select.html": draw_select,
    **{
        f"django/forms/widgets/{kind}.html": draw_input
        for kind in ("date", "email", "hidden", "input", "number", "search", "tel", "text", "time", "url")
    },
}
"""Template → what draws the same."""
