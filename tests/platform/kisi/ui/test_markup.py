"""Values in markup that is put together without Django's helpers: as Django would write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils.functional import lazystr
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kisi.ui.markup import escaped

EVIL = "<script>\"'&amp;"


class Evil(str):
    """Text of a class of its own is text."""

    __slots__ = ()


class Markup:
    """What knows its own markup, as charts do."""

    def __html__(self) -> str:
        return "<b>1</b>"


@pytest.mark.parametrize(
    "value",
    [
        EVIL,
        Evil(EVIL),
        SafeString(EVIL),
        SafeString("<i>x</i>"),
        lazystr(EVIL),
        _("Ja"),
        pytest.param(Markup(), id="markup"),
        1,
        -1.5,
        Decimal("1.50"),
        None,
        True,
        ["<", EVIL],
        "",
    ],
    ids=repr,
)
def test_as_django_writes_it(value: Any) -> None:
    assert escaped(value) == conditional_escape(value)


def test_nothing_typed_becomes_markup() -> None:
    assert escaped(EVIL) == escaped(Evil(EVIL)) == escaped(lazystr(EVIL)) == "&lt;script&gt;&quot;&#x27;&amp;amp;"
