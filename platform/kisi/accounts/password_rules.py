"""What a password has to be (NIST SP 800-63B-4: length and no known passwords, no rules about characters)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST: Final = 256


class LengthValidator(MinimumLengthValidator):
    """At least so many characters, and at most ``LONGEST``: longer ones only cost time to hash."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError``."""
        super().validate(password, user)
        if len(password) > LONGEST:
            raise ValidationError(
                _("Das Passwort ist zu lang. Höchstens %(number)d Zeichen sind möglich.") % {"number": LONGEST},
                code="password_too_long",
            )

    def get_error_message(self) -> str:
        """The message for a short one."""
        return ngettext(
            "Das Passwort ist zu kurz. Es muss mindestens %(min_length)d Zeichen lang sein.",
            "Das Passwort ist zu kurz. Es muss mindestens %(min_length)d Zeichen lang sein.",
            self.min_length,
        )

    def get_help_text(self) -> str:
        """The hint at the field."""
        return _("Mindestens %(number)d Zeichen. Ein Satz ist leichter zu merken als Sonderzeichen.") % {
            "number": self.min_length
        }


class SurpriseValidator:
    """Enough characters that do not simply repeat or continue the one before: not 123456789012, not aaaabbbbcccc."""

    def __init__(self, minimum: int = 6) -> None:
        self.minimum = minimum

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError``."""
        steps = (abs(ord(after) - ord(before)) for before, after in pairwise(password))
        if 1 + sum(step > 1 for step in steps) < self.minimum or len(set(password)) < self.minimum:
            raise ValidationError(
                _("Das Passwort ist zu leicht zu erraten. Bitte keine Reihen und Wiederholungen."),
                code="password_too_regular",
            )

    def get_help_text(self) -> str:
        """The hint at the field."""
        return _("Keine Reihen und Wiederholungen.")
