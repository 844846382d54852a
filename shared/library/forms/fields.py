"""Form fields for the parts of a content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from shared.library.shapes import Choices, Line, Named, Number, Part, Prose, Rows, Texts


class PlainText(forms.CharField):
    """Text whose lines end as they are stored, whatever the browser sends."""

    def to_python(self, value: Any) -> Any:
        """The text with plain line feeds."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def _line(part: Line) -> forms.Field:
    return PlainText(max_length=part.longest)


def _prose(part: Prose) -> forms.Field:
    return PlainText(max_length=part.longest, widget=forms.Textarea(attrs={"rows": 3}))


def _number(part: Number) -> forms.Field:
    return forms.IntegerField(
        min_value=part.least, max_value=part.most, widget=forms.NumberInput(attrs={"data-width": "half"})
    )


def _choices(part: Choices) -> forms.Field:
    return forms.MultipleChoiceField(choices=list(part.choices), widget=forms.CheckboxSelectMultiple)


_FIELDS: Final[dict[type[Part], Callable[[Any], forms.Field]]] = {
    Line: _line,
    Prose: _prose,
    Number: _number,
    Choices: _choices,
}


def field_of(part: Part) -> forms.Field:
    """The form field of a part that is not a list."""
    field = _FIELDS[type(part)](part)
    unit = getattr(part, "unit", "")
    field.label = f"{part.label} ({unit})" if unit else str(part.label)
    field.help_text = str(part.help)
    field.required = not part.is_optional
    return field


def row_fields(part: Texts | Named | Rows) -> dict[str, forms.Field]:
    """The fields of one row of a list."""
    if isinstance(part, Texts):
        return {"text": field_of(Prose(name="text", label=part.one, longest=part.longest))}
    if isinstance(part, Named):
        return {
            "name": field_of(Line(name="name", label=part.one, longest=80)),
            "description": field_of(Line(name="description", label=_("Was dort stehen soll"), longest=500)),
        }
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    return {"key": key, **{inner.name: field_of(inner) for inner in part.named_parts}}
