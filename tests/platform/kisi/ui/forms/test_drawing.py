"""Controls drawn without a template are what Django's templates make of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import KernRenderer
from kisi.ui.forms.drawing import DRAWN

EVIL = "<script>\"'&amp;"
CHOICES: list[Any] = [
    ("", _("Alle")),
    (1, "eins"),
    ("<2>", EVIL),
    (EVIL, [("a", "A & B"), (None, "leer"), (True, mark_safe("<i>x</i>"))]),
]
WIDGETS: list[tuple[forms.Widget, Any]] = [
    (forms.Select(choices=CHOICES), "<2>"),
    (forms.Select(choices=CHOICES), ""),
    (forms.Select(choices=[]), None),
    (forms.SelectMultiple(choices=CHOICES), ["1", "a"]),
    (forms.NullBooleanSelect(), True),
    *((kind(), value) for kind in (forms.TextInput, forms.EmailInput, forms.URLInput) for value in (None, "", EVIL)),
    (forms.NumberInput(), 1234567),
    (forms.NumberInput(), 0),
    (forms.HiddenInput(), "x"),
    (forms.DateInput(attrs={"type": "date"}), "2026-11-26"),
    (forms.TimeInput(), "14:00"),
    (
        forms.TextInput(attrs={"type": "search", "required": True, "hidden": False, "data-x": EVIL, "maxlength": 1000}),
        "a",
    ),
]


def same(markup: str) -> str:
    """Without spaces between tags."""
    return re.sub(r">\s+<", "><", str(BeautifulSoup(markup, "html.parser"))).strip()


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_the_same_as_the_template(widget: forms.Widget, value: Any) -> None:
    """Values, attributes, groups, what is chosen; signs are escaped."""
    attrs = {"id": "id_x", "class": "k-control", "disabled": True, "hidden": False, "title": EVIL}
    drawn = widget.render("na<me", value, attrs, KernRenderer())
    assert same(drawn) == same(widget.render("na<me", value, attrs, TemplatesSetting()))
    assert "<script>" not in drawn


def test_every_drawn_template_is_compared() -> None:
    """Those of HTML's newer kinds of input too."""
    assert {widget.template_name for widget, _value in WIDGETS if hasattr(widget, "template_name")} <= set(DRAWN)
