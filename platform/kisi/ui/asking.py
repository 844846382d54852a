"""Asking before something is lost for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kisi.ui.parts import Crumb

NOT_UNDONE: Final = _(
    "Das lässt sich nicht rückgängig machen. Wer den Inhalt behalten möchte, speichert ihn vorher als Datei."
)


def ask_first(
    request: HttpRequest,
    *,
    title: str,
    lead: str = "",
    sentences: Sequence[str | Promise],
    button: str,
    back: str,
    icon: str = "delete",
    crumbs: Sequence[Crumb] = (),
) -> HttpResponse:
    """A page that says what will be lost (``sentences``) and sends its own address when ``button`` is pressed.

    ``back`` is the address of whoever thinks better of it, ``icon`` stands on the button.
    """
    context = {"title": title, "lead": lead, "sentences": sentences, "button": button, "icon": icon}
    return render(request, "ui/asked_first.html", context | {"back": back, "crumbs": crumbs})
