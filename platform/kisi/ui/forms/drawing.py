"""Controls put together without a template: a list of 40 choices is 80 included templates in Django, 10 ms of a page.

The markup is the same (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def _attributes(given: Mapping[str, Any]) -> SafeString:
    said = (_attribute(name, value) for name, value in given.items() if value is not False)
    return format_html_join("", "{}", ((one,) for one in said))


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """A list of choices, in groups where they have names."""
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _group(name: str | None, options: list[Mapping[str, Any]]) -> SafeString:
    drawn = format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        ((str(one["value"]), _attributes(one["attrs"]), one["label"]) for one in options),
    )
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn) if name else drawn


def draw_input(widget: Mapping[str, Any]) -> SafeString:
    """A line to type into."""
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    attributes = _attributes(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes)


DRAWN: Final[Mapping[str, Callable[[Mapping[str, Any]], SafeString]]] = {
    "django/forms/widgets/select.html": draw_select,
    **{
        f"django/forms/widgets/{kind}.html": draw_input
        for kind in ("date", "email", "hidden", "input", "number", "search", "tel", "text", "time", "url")
    },
}
"""Template → what draws the same."""
