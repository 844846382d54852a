"""The demo's mailbox: what would have been sent, readable by the operator of a demo – and only of a demo."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires
from kisi.core.realms import CENTRAL, Realm, inside, realm_of
from kisi.mail.forms import MailboxForm
from kisi.mail.messages import EMBLEM
from kisi.mail.models import OutgoingMail
from kisi.tenancy.directory import UnknownMunicipality, municipality_by_slug
from kisi.ui.tables import Column, Filtered, Table, answer_table

NEWEST: Final = 500
MAIL_POLICY: Final[dict[str, list[str]]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "sandbox": ["allow-popups"],
}
"""For an e-mail's own HTML, which brings its styles along; nothing can run in it."""


@dataclass(frozen=True, slots=True)
class MailSeen:
    """An e-mail as plain values: no row leaves its realm."""

    pk: int
    slug: str
    recipient: str
    subject: str
    text: str
    html: str
    created_at: datetime

    @property
    def url(self) -> str:
        """Its page."""
        return f"{reverse('mail:message', args=[self.pk])}?{urlencode({'kommune': self.slug})}"


MAILS: Final = Table(
    key="postfach",
    caption=_("E-Mails"),
    columns=(
        Column(key="subject", label=_("Betreff"), order_by=("subject",), link=lambda mail: mail.url),
        Column(key="recipient", label=_("An"), order_by=("recipient",)),
        Column(key="created_at", label=_("Zeitpunkt"), order_by=("created_at",)),
    ),
    empty_title=_("Keine E-Mails"),
    can_export=False,
)


def _realm(request: HttpRequest) -> tuple[str, Realm]:
    """The chosen mailbox. Raises ``Http404`` outside a demo and for an unknown one."""
    slug = request.GET.get("kommune", "")
    if settings.KISI_MAIL != "mailbox":
        raise Http404
    try:
        return slug, realm_of(municipality_by_slug(slug)) if slug else CENTRAL
    except UnknownMunicipality as error:
        raise Http404 from error


def _seen(slug: str, mail: OutgoingMail) -> MailSeen:
    when = timezone.localtime(mail.created_at)
    return MailSeen(mail.pk, slug, mail.recipient, mail.subject, mail.text, mail.html, when)


def _mails(slug: str, realm: Realm) -> Sequence[MailSeen]:
    with inside(realm):
        return [_seen(slug, mail) for mail in OutgoingMail.objects.order_by("-created_at", "-pk")[:NEWEST]]


def _mail(request: HttpRequest, pk: int) -> MailSeen:
    slug, realm = _realm(request)
    with inside(realm):
        mail = OutgoingMail.objects.filter(pk=pk).first()
    if mail is None:
        raise Http404
    return _seen(slug, mail)


@requires(Permission.MAILBOX_VIEW)
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All e-mails of one municipality or of the public host."""
    mails = _mails(*_realm(request))
    return answer_table(request, "mail/mailbox.html", MAILS, mails, Filtered(MailboxForm(request.GET), mails))


@requires(Permission.MAILBOX_VIEW)
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail as plain text, with its links."""
    return render(request, "mail/message.html", {"mail": _mail(request, pk)})


@requires(Permission.MAILBOX_VIEW)
@csp_override(MAIL_POLICY)
@require_safe
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail as a mail program shows it; nothing in it can run."""
    image = base64.b64encode(EMBLEM).decode()
    return HttpResponse(_mail(request, pk).html.replace("cid:emblem", f"data:image/png;base64,{image}"))
