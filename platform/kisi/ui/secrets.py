"""Keys for programs: the form that makes one, the only page that ever shows it, the question before it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kisi.ui.asking import ask_first
from kisi.ui.forms import answer_form

Said = str | Promise


@dataclass(frozen=True, slots=True)
class SecretRow:
    """A line of the page: what it is, and what a program is given; ``is_copied``: letter by letter."""

    term: Said
    value: str
    is_copied: bool = True


def answer_key_form(request: HttpRequest, form: BaseForm, *, lead: Said, back: str) -> HttpResponse:
    """The form for a new key; 422 where it was sent with errors."""
    label = _("Zugang anlegen")
    context: dict[str, Any] = {"title": label, "lead": lead, "icon": "key", "label": label, "cancel": back}
    return answer_form(request, "ui/form_page.html", form, context)


def show_key_once(
    request: HttpRequest, *, name: str, notice: Said, rows: Sequence[SecretRow], back: str
) -> HttpResponse:
    """The page after the form. The view is never kept by browsers (``never_cache``)."""
    return render(request, "ui/shown_once.html", {"name": name, "notice": notice, "rows": rows, "back": back})


def ask_before_refusing(
    request: HttpRequest, *, name: str, lead: str = "", scopes: str, what: str, back: str
) -> HttpResponse:
    """The question before a key is refused for good: what it may do, and ``what`` that means."""
    title = _("Zugang „{name}“ sperren?").format(name=name)
    sentences, button = [scopes, what], _("Zugang sperren")
    return ask_first(request, title=title, lead=lead, sentences=sentences, button=button, icon="block", back=back)
