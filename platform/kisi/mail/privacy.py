"""What outgoing e-mail holds about people."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import (
    Activity,
    Category,
    LegalBasis,
    Personal,
    Retention,
    Row,
    Unit,
    declare,
    from_setting,
    holds,
)
from kisi.core.privacy.authorship import STAFF

MAIL: Final = Activity(
    key="mail",
    name=_("Versand von E-Mails"),
    purpose=_("Einladungen, Links für ein neues Passwort und Benachrichtigungen zustellen."),
    people=(STAFF, _("Eingeladene Personen"), _("Stellen, denen Barrieren gemeldet werden")),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Der Mailserver, über den der Betrieb verschickt."),
    measures=_("Text und Links werden nach dem Versand geleert; im Protokoll steht kein Inhalt."),
    order=50,
)
SENT: Final = Retention(
    "mail_sent",
    _("Der Text bis zum Versand; Empfänger und Betreff %(term)s, höchstens bis das Konto der Person gelöscht wird."),
    from_setting("KISI_MAIL_KEPT_DAYS", Unit.DAYS),
)

declare(
    holds(
        "mail.OutgoingMail",
        activity=MAIL,
        retention=SENT,
        about="recipient",
        row=Row.GOES,
        personal={
            "key": Personal(Category.CONTACT, is_secret=True),
            "recipient": Personal(Category.CONTACT, points="email"),
            "subject": Personal(Category.MESSAGE),
            "text": Personal(Category.MESSAGE, is_secret=True),
            "html": Personal(Category.MESSAGE, is_secret=True),
            "problem": Personal(Category.CONTACT),
            "created_at": Personal(Category.TRACE),
            "sent_at": Personal(Category.TRACE),
        },
        free="id kind state attempts next_attempt_at",
        remark=_("Der Text kann einen Link enthalten, der anmeldet: deshalb gehört er nicht zur Auskunft."),
    )
)
