"""A form that creates something counts once, however often it arrives (lost connection, double click, reload).

A page with such a form carries a one-time key (drawn by the form renderer). What was accepted is remembered under the
person, the key and the content, in the transaction that creates: the same again leads to what came of the first (or,
where that was removed meanwhile, to the list it stood in), with a message. The same key with *another* content is a
further entry – somebody went back to write a second one like the first, or corrects what they believe lost; nothing of
it may vanish – and the message leads to the first one too. What was refused is not remembered. A page without key
(opened before this existed) works as ever.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.accounts.models import SentForm
from kisi.accounts.nearest_page import nearest_page
from kisi.ui.forms.answers import SENDING_KEY

_KEY: Final = re.compile(r"[\w-]{22,64}", re.ASCII)
ALREADY: Final = gettext_lazy(
    "Das ist schon gespeichert: Dasselbe Formular kam zweimal an und zählt einmal. "
    "Für einen weiteren Eintrag öffnen Sie das Formular bitte neu."
)
REMOVED: Final = gettext_lazy(
    "Das war schon gespeichert und ist inzwischen nicht mehr da: Dasselbe Formular kam noch einmal an und legt nichts "
    "Neues an. Für einen weiteren Eintrag öffnen Sie das Formular bitte neu."
)
_NOT_CONTENT: Final = frozenset({"csrfmiddlewaretoken", SENDING_KEY})

View = Callable[..., HttpResponse]


def counts_once(*, shown_at: Callable[..., str] | None = None, told: Any = "") -> Callable[[View], View]:
    """Put this on every view that creates something from a form (a test finds one that has no decision).

    The view redirects where it created. One that answers with what is shown only once (a secret, codes) names the page
    that a repetition leads to, from the view's arguments, and what is ``told`` there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sent = request.POST.get(SENDING_KEY, "") if request.method == "POST" else ""
            known = bool(_KEY.fullmatch(sent))
            setattr(request, SENDING_KEY, sent if known else secrets.token_urlsafe())
            if not known:
                return view(request, *args, **kwargs)

            def led_to(response: HttpResponse) -> str:
                if response.status_code in {301, 302, 303}:
                    return str(response["Location"])
                if response.status_code == 200 and shown_at is not None:
                    return shown_at(*args, **kwargs)
                return ""

            return _answer(request, lambda: view(request, *args, **kwargs), led_to, told)

        return once

    return decorate


def _answer(
    request: HttpRequest, work: Callable[[], HttpResponse], led_to: Callable[[HttpResponse], str], told: Any
) -> HttpResponse:
    form, content = _checksums(request)
    with transaction.atomic():
        # Whoever sends the same at the same moment waits here until the first one's transaction has ended.
        row, is_first = SentForm.objects.get_or_create(form=form, content=content)
        if is_first:
            response = work()
            row.led_to = led_to(response)
            if not row.led_to:
                row.delete()
                return response
            row.save(update_fields=["led_to"])
    if not is_first:
        return _lead_again(request, row.led_to, told or ALREADY)
    _mention_earlier(request, row)
    return response


def _lead_again(request: HttpRequest, led_to: str, told: Any) -> HttpResponse:
    there = nearest_page(request, led_to)
    if request.user.is_authenticated:
        messages.info(request, told if there == led_to else REMOVED)
    return redirect(there)


def _mention_earlier(request: HttpRequest, row: SentForm) -> None:
    earlier = SentForm.objects.filter(form=row.form).exclude(pk=row.pk).last()
    if earlier is None or not request.user.is_authenticated or nearest_page(request, earlier.led_to) != earlier.led_to:
        return
    words = _(
        "Mit diesem Formular haben Sie vorhin schon etwas gespeichert. Weil der Inhalt jetzt ein anderer ist, "
        "sind es zwei Einträge."
    )
    link = format_html('<a class="kern-link" href="{}">{}</a>', earlier.led_to, _("Zum ersten Eintrag"))
    messages.info(request, format_html("{} {}", words, link))


def _checksums(request: HttpRequest) -> tuple[str, str]:
    """Which form of which person this is, and what stands in it, files included.

    The key, which is kept nowhere, is part of both: nobody who reads the table can try out what somebody wrote.
    """
    person, key = request.user.pk or "", request.POST[SENDING_KEY]
    content = hashlib.sha256(f"{key}:{request.get_full_path()}".encode())
    for name, values in sorted(request.POST.lists()):
        if name not in _NOT_CONTENT:
            content.update(repr((name, values)).encode())
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            content.update(repr((name, upload.name, upload.size)).encode())
            for chunk in upload.chunks():
                content.update(chunk)
            upload.seek(0)
    return hashlib.sha256(f"{person}:{key}".encode()).hexdigest(), content.hexdigest()
