"""What can become of an e-mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """States of an outgoing e-mail."""

    WAITING = "waiting", _("wartet")
    SENT = "sent", _("verschickt")
    KEPT = "kept", _("im Demo-Postfach")
    FAILED = "failed", _("nicht zustellbar")
