"""Questions as they stand in a form; the same for everybody who opens a page or a whole sheet for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from kisi.ui.lean import without_indent
from shared.instruments.flow import VisiblePage
from tenants.instruments.models import InstrumentVersion
from tenants.participation.fields import Filled, Form, Words, form_of
from tenants.participation.typing_in import shown_as_digits
from tenants.participation.whole import whole_form
from tenants.surveys.checking import definition_of
from tenants.surveys.kept import KeptByVersion

MOST: Final = 400
"""Pages kept in a process, each in one language: some 10 to 30 kB each."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Questions of a page or of a whole sheet: ``html`` of the fields, codes, and (anchor, question, what is wrong)."""

    title: Words
    codes: Sequence[str]
    errors: Sequence[tuple[str, str, str]]
    html: SafeString


EMPTY: Final = KeptByVersion[Drawn](MOST)
WHOLE: Final = KeptByVersion[Drawn](40)
"""Whole sheets, each in one language: some 150 kB each."""


def drawn(version: InstrumentVersion, page: VisiblePage, language: str, filled: Filled) -> Drawn:
    """The page with what is filled in. Only a page without any answer is kept: nobody's answers stay in memory."""
    codes = tuple(question.code for question in page.questions)
    if filled.refused or any(code in filled.answers for code in codes):
        return _draw(page, language, filled)
    return EMPTY.get(version, (page.page.key, language, codes), lambda: _draw(page, language, Filled()))


def _draw(page: VisiblePage, language: str, filled: Filled) -> Drawn:
    form = form_of([page], language, filled)
    return _as_html(form, "participation/groups.html")


def _as_html(form: Form, template: str, **more: str) -> Drawn:
    return Drawn(form.title, form.codes, form.errors, render_to_string(template, {"form": form, **more}))


@cache
def language_buttons(language: str) -> SafeString:
    """The other languages, each as a button of the page's form; the same in every town."""
    others = [other for other in PARTICIPANT_LANGUAGES if other.code != language]
    return without_indent(render_to_string("participation/language_buttons.html", {"other_languages": others}))


def drawn_whole(version: InstrumentVersion, language: str, filled: Filled | None = None) -> Drawn:
    """A whole sheet for an interview. Only an empty one is kept, as for ``drawn``."""

    def draw() -> Drawn:
        form = whole_form(definition_of(version), language, filled)
        return _as_html(form, "participation/groups.html", field_template="participation/whole_field.html")

    return WHOLE.get(version, ("interview", language), lambda: _lean(draw())) if filled is None else draw()


def drawn_digits(version: InstrumentVersion, filled: Filled | None = None) -> Drawn:
    """A whole sheet to type in: answers are digits. Only an empty one is kept, as for ``drawn``."""

    def draw() -> Drawn:
        form = _as_digits(whole_form(definition_of(version), "de", filled), filled)
        return _as_html(form, "participation/typing_groups.html")

    return WHOLE.get(version, ("digits",), lambda: _lean(draw())) if filled is None else draw()


def _lean(empty: Drawn) -> Drawn:
    """An empty sheet: nobody's text can lose spaces."""
    return replace(empty, html=without_indent(empty.html))


def _as_digits(form: Form, filled: Filled | None) -> Form:
    """The same fields with the digits that stand for their answers."""
    if filled is None:
        return form
    groups = [
        replace(
            group,
            fields=[
                replace(field, values=[shown_as_digits(field.question, filled.answers.get(field.question.code))])
                if field.choices
                else field
                for field in group.fields
            ],
        )
        for group in form.groups
    ]
    return replace(form, groups=groups)
