"""Markup that is sent often, without what only people who write templates need."""

from __future__ import annotations

import re
from typing import Final

from django.utils.safestring import SafeString, mark_safe

_INDENT: Final = re.compile(r"\s*\n\s*")


def without_indent(markup: SafeString) -> SafeString:
    """The same with one line break where there were several, or spaces around it: a third of a table.

    For what holds neither preformatted text nor a text area with something in it.
    """
    return mark_safe(_INDENT.sub("\n", markup))  # noqa: S308 (markup before, markup after)
