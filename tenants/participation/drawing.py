"""A page's questions as they stand in the form; the same for everybody who opens the page for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from shared.instruments.flow import VisiblePage
from tenants.instruments.models import InstrumentVersion
from tenants.participation.fields import Filled, Words, form_of
from tenants.surveys.kept import KeptByVersion

MOST: Final = 400
"""Pages kept in a process, each in one language: some 10 to 30 kB each."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The questions of one page: ``html`` of the fields, their codes, and (anchor, question, what is wrong)."""

    title: Words
    codes: Sequence[str]
    errors: Sequence[tuple[str, str, str]]
    html: SafeString


EMPTY: Final = KeptByVersion[Drawn](MOST)


def drawn(version: InstrumentVersion, page: VisiblePage, language: str, filled: Filled) -> Drawn:
    """The page with what is filled in. Only a page without any answer is kept: nobody's answers stay in memory."""
    codes = tuple(question.code for question in page.questions)
    if filled.refused or any(code in filled.answers for code in codes):
        return _draw(page, language, filled)
    return EMPTY.get(version, (page.page.key, language, codes), lambda: _draw(page, language, Filled()))


def _draw(page: VisiblePage, language: str, filled: Filled) -> Drawn:
    form = form_of([page], language, filled)
    html = render_to_string("participation/groups.html", {"form": form})
    return Drawn(form.title, form.codes, form.errors, html)
