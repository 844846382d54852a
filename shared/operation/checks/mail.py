"""E-mails that did not arrive, counted in every schema. Numbers only: nobody's address leaves its town."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.realms import Realm, inside
from kisi.mail.models import OutgoingMail
from kisi.mail.vocabulary import State
from shared.operation.checks.places import round_of
from shared.operation.reports import Report


def mail() -> Report:
    """Where e-mails were given up lately, or wait for too long."""
    return round_of(_unsent)


def _unsent(realm: Realm) -> str:
    now = timezone.now()
    lately = now - timedelta(days=settings.KISI_MAIL_LOOK_BACK_DAYS)
    long_ago = now - timedelta(minutes=settings.KISI_MAIL_OVERDUE_MINUTES)
    with inside(realm):
        failed = OutgoingMail.objects.filter(state=State.FAILED, created_at__gte=lately).count()
        overdue = OutgoingMail.objects.filter(state=State.WAITING, created_at__lt=long_ago).count()
    said = [
        _("nicht zustellbar: {number}").format(number=failed) if failed else "",
        _("warten zu lange: {number}").format(number=overdue) if overdue else "",
    ]
    return ", ".join(filter(None, said))
