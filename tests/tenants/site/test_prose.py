"""Markdown of the town becomes harmless HTML."""

from __future__ import annotations

import pytest

from tenants.site.prose import as_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A\n\n## B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("### A\n\n#### B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("Text", "<p>Text</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>\n"),
        ("[x](https://hessen.de)", '<p><a href="https://hessen.de">x</a></p>\n'),
        ('[x](https://a.de "\\"onload=1")', '<p><a href="https://a.de" title="&quot;onload=1">x</a></p>\n'),
        ("![x](https://a.de/y.png)", '<p>!<a href="https://a.de/y.png">x</a></p>\n'),
        ("<https://a.de/'onclick=1>", "<p><a href=\"https://a.de/'onclick=1\">https://a.de/'onclick=1</a></p>\n"),
    ],
)
def test_what_becomes_of_it(text: str, html: str) -> None:
    """No raw HTML, no pictures from elsewhere, no links that run."""
    assert as_html(text) == html
