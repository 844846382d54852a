"""Widgets the built-in ones lack: tiles, the native date, a date as text, the file upload."""

from collections.abc import Mapping
from typing import Any

from django import forms


class TileIcons:
    """Mixin: an icon for each choice by its value."""

    def __init__(self, *args: Any, icons: Mapping[str, str] | None = None, as_list: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.icons = dict(icons or {})
        self.as_list = as_list

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option plus the icon's name."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["icon"] = self.icons.get(str(value), "")
        return option


class Tiles(TileIcons, forms.RadioSelect):
    """One of several as large tiles; `as_list` puts them below each other (surveys)."""


class MultipleTiles(TileIcons, forms.CheckboxSelectMultiple):
    """Several of several as large tiles."""


class DateInput(forms.DateInput):
    """The browser's own date field: its value is ISO, what people see is their own way of writing."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TextDateInput(forms.DateInput):
    """A date typed as 22.11.2026: quicker for a date of birth and known by heart."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})}, format="%d.%m.%Y")


class FileUpload(forms.ClearableFileInput):
    """A file with its rules beside it; the same rules are checked by the field, never only here."""

    template_name = "ui/forms/upload.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, rules: str = "", accept: str = "") -> None:
        super().__init__({**({"accept": accept} if accept else {}), **(attrs or {})})
        self.rules = rules

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context plus the rules' text."""
        context = super().get_context(name, value, attrs)
        context["widget"]["rules"] = self.rules
        return context
