"""Who gave a program access to the workspace, and what it was answered."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import (
    Activity,
    Category,
    LegalBasis,
    Personal,
    Remains,
    Retention,
    Unit,
    declare,
    from_row,
    from_setting,
    holds,
    impersonal,
)
from kisi.core.privacy.authorship import STAFF

ACCESS: Final = Activity(
    key="access_tokens",
    name=_("Zugänge zur Schnittstelle"),
    purpose=_("Programmen der Kommune einzelne Rechte geben und festhalten, wer sie ausgestellt hat."),
    people=(STAFF,),
    legal_basis=LegalBasis.ACCOUNTABILITY,
    recipients=_("Das Programm, für das der Zugang ausgestellt ist."),
    measures=_("Schlüssel nur als Prüfsumme, einzelne Rechte, begrenzte Gültigkeit, jederzeit zu sperren."),
    order=70,
)
TOKEN: Final = Retention(
    "access_token",
    _("Ein Zugang gilt höchstens %(term)s; der Vermerk bleibt, bis das Konto der Person gelöscht wird."),
    from_row("access_tokens.TokenSettings", "longest_days", Unit.DAYS),
)
ANSWERS: Final = Retention(
    "access_token_answers",
    _("Antworten für wiederholte Anfragen: %(term)s."),
    from_setting("KISI_API_IDEMPOTENCY_HOURS", Unit.HOURS),
)

declare(
    holds(
        "access_tokens.WorkspaceToken",
        activity=ACCESS,
        retention=TOKEN,
        personal={
            "issued_by": Personal(Category.WORK, Remains.ANONYMOUS, points="pk"),
            "token_hash": Personal(Category.SIGN_IN, Remains.ANONYMOUS, is_secret=True),
        },
        free="id name scopes issued_at expires_on last_used_on revoked_at",
    ),
    holds(
        "access_tokens.KeptAnswer",
        activity=ACCESS,
        retention=ANSWERS,
        personal={"body": Personal(Category.MESSAGE, is_secret=True)},
        free="id key method path fingerprint status headers created_at token",
    ),
    impersonal("access_tokens.TokenSettings", "id longest_days"),
)
