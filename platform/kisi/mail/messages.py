"""From a row of the outbox to a MIME message."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import MIMEPart
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from kisi.core.realms import current_realm
from kisi.mail.letters import sender
from kisi.mail.models import OutgoingMail

EMBLEM: Final = (Path(__file__).parent / "emblem.png").read_bytes()
"""The emblem of the European Union as mail programs show it (drawn by ``kisi.ui.emblem``, 216 × 144)."""


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message with plain and HTML part, the emblem inline, and headers that keep auto-responders quiet.

    The Message-ID depends on realm and row only: sent twice it is recognised as one mail.
    """
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=str(Address(sender(), addr_spec=settings.DEFAULT_FROM_EMAIL)),
        to=[mail.recipient],
        headers={
            "Message-ID": f"<{current_realm().key}.{mail.pk}@{settings.KISI_BASE_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    message.attach(_inline_emblem())
    return message


def _inline_emblem() -> MIMEPart:
    part = MIMEPart()
    part.set_content(EMBLEM, "image", "png", disposition="inline", filename="eu.png", cid="<emblem>")
    return part
