"""Words of a choice are drawn as the template draws all others."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from tenants.participation.fields import Words


@pytest.mark.parametrize(
    "words",
    [
        Words("Ja"),
        Words("<script>\"'&\nzweite Zeile"),
        Words("نعم", "ar", "rtl"),
        Words("<b>", 'x"onclick="', "ltr"),
    ],
)
def test_the_same_as_the_template(words: Words) -> None:
    template = render_to_string("participation/words.html", {"words": words})
    assert words.drawn == template.strip()
    assert "<script" not in words.drawn
