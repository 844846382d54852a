"""Names and addresses of people and things that machines and forms hand in."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

_BREAKING: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls, line breaks, and marks that turn round how everything after them is written.

Joiners (U+200C, U+200D) stay: names in Persian and signs made of several need them.
"""

_is_an_address: Final = EmailValidator(allowlist=[])
"""Django's own rules, without ``localhost``: a letter to there goes to our own machine."""


def is_readable_name(text: str) -> bool:
    """Whether it is one line with something to see in it that leaves the text around it alone."""
    return not _BREAKING.search(text) and any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


def check_name(text: str) -> None:
    """For forms. Raises ``ValidationError``."""
    if not is_readable_name(text):
        raise ValidationError(_("Bitte geben Sie einen lesbaren Namen in einer Zeile an."), code="unreadable")


def check_email(address: str) -> None:
    """An address that a letter can go to: readable as it is written, at a named host.

    Django lets pass what turns round the text around it, what nobody sees, and ``@[10.0.0.1]``, which is a machine of
    somebody's network. Raises ``ValidationError``.
    """
    _is_an_address(address)
    host = address.rpartition("@")[2]
    if host.startswith("[") or any(unicodedata.category(sign)[0] not in "LMN" for sign in host if sign not in "-."):
        raise ValidationError(_is_an_address.message, code=_is_an_address.code)
