"""Keys that participants' browsers hold: the sheet they are on, the stamp of a page, and that they have answered.

All are signed for this town and this wave. The sheet's key lives in a cookie that ends with the browser:
an address would stay in the history of a shared phone, and would be sent along when somebody passes it on.
"""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from kisi.core.realms import current_realm
from tenants.surveys.models import Wave

SHEET: Final = "kisi_sheet"
DONE: Final = "kisi_answered"
TABLET: Final = "kisi_tablet"
CODE: Final = "kisi_code"
CODE_SECONDS: Final = 3600
"""How long a code from a letter's QR code is kept for the form: to choose a language and read the notice."""
LONGEST_CODE: Final = 40
TABLET_DAYS: Final = 90
"""How long after a wave a tablet may still hand in what it kept; whether it is taken, the wave's rules say."""


def _salt(purpose: str, wave: Wave) -> str:
    return f"participation.{purpose}|{current_realm().key}|{wave.token}"


def _path(wave: Wave) -> str:
    return reverse("participation:languages", args=[wave.token])


def draft_id_of(request: HttpRequest, wave: Wave) -> uuid.UUID | None:
    """The sheet this browser is on; None for none or a forged key."""
    try:
        return uuid.UUID(signing.Signer(salt=_salt("sheet", wave)).unsign(request.COOKIES.get(SHEET, "")))
    except (signing.BadSignature, ValueError):
        return None


def remember_draft(request: HttpRequest, response: HttpResponse, wave: Wave, draft_id: uuid.UUID) -> None:
    """Let this browser go on with a sheet until it is closed."""
    value = signing.Signer(salt=_salt("sheet", wave)).sign(str(draft_id))
    response.set_cookie(SHEET, value, path=_path(wave), secure=request.is_secure(), httponly=True, samesite="Lax")


def forget_draft(response: HttpResponse, wave: Wave) -> None:
    """Let this browser know nothing of its sheet any more."""
    response.delete_cookie(SHEET, path=_path(wave), samesite="Lax")


def has_answered(request: HttpRequest, wave: Wave) -> bool:
    """Whether this browser has sent a sheet of the wave."""
    try:
        signing.Signer(salt=_salt("answered", wave)).unsign(request.COOKIES.get(DONE, ""))
    except signing.BadSignature:
        return False
    return True


def remember_answered(request: HttpRequest, response: HttpResponse, wave: Wave) -> None:
    """Note in the browser, and nowhere else, that the wave was answered; it tells no person from another."""
    value = signing.Signer(salt=_salt("answered", wave)).sign("yes")
    left = max((wave.closes_on - timezone.localdate()).days, 0) + 1
    response.set_cookie(
        DONE,
        value,
        max_age=timedelta(days=left),
        path=_path(wave),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def remember_code(request: HttpRequest, response: HttpResponse, wave: Wave, code: str) -> None:
    """Keep an invitation code that came in the address until the sheet begins; nothing that cannot be one."""
    if not (code.isascii() and code.replace("-", "").isalnum()) or len(code) > LONGEST_CODE:
        return
    response.set_cookie(
        CODE,
        signing.Signer(salt=_salt("code", wave)).sign(code),
        max_age=CODE_SECONDS,
        path=_path(wave),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def code_of(request: HttpRequest, wave: Wave) -> str:
    """The code this browser came with; empty for none or a forged one."""
    try:
        return signing.Signer(salt=_salt("code", wave)).unsign(request.COOKIES.get(CODE, ""))
    except signing.BadSignature:
        return ""


def forget_code(response: HttpResponse, wave: Wave) -> None:
    """Keep the code no longer."""
    response.delete_cookie(CODE, path=_path(wave), samesite="Lax")


def make_tablet(request: HttpRequest, response: HttpResponse, wave: Wave) -> None:
    """Give a device the right to send as the wave's tablet, until the wave is over and sheets have been synced."""
    value = signing.Signer(salt=_salt("tablet", wave)).sign("yes")
    left = max((wave.closes_on - timezone.localdate()).days, 0) + TABLET_DAYS
    response.set_cookie(
        TABLET,
        value,
        max_age=timedelta(days=left),
        path=_path(wave),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def is_tablet(request: HttpRequest, wave: Wave) -> bool:
    """Whether staff has made this device a tablet of the wave."""
    try:
        signing.Signer(salt=_salt("tablet", wave)).unsign(request.COOKIES.get(TABLET, ""))
    except signing.BadSignature:
        return False
    return True


def new_stamp(wave: Wave, subject: str) -> str:
    """The signed time at which a page was shown, for one sheet only."""
    return signing.TimestampSigner(salt=_salt("stamp", wave)).sign(subject)


def is_stamped(wave: Wave, subject: str, stamp: str, *, at_least: int, at_most: int) -> bool:
    """Whether the form was shown for this sheet, between ``at_least`` and ``at_most`` seconds ago."""
    signer = signing.TimestampSigner(salt=_salt("stamp", wave))
    try:
        if signer.unsign(stamp, max_age=at_most) != subject:
            return False
    except signing.BadSignature:
        return False
    return _age(stamp) >= at_least


def _age(stamp: str) -> float:
    """Seconds since a stamp whose signature was checked."""
    _subject, made, _signature = stamp.rsplit(":", 2)
    return time.time() - signing.b62_decode(made)
