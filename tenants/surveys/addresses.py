"""The public address of a wave, and its QR code."""

from __future__ import annotations

import io

import segno
from django.urls import reverse

from kisi.core.realms import current_municipality
from kisi.tenancy.hosts import address_of
from tenants.surveys.models import Wave


def public_address(wave: Wave, code: str = "") -> str:
    """Where people answer; with an invitation code it leads straight past the field for it."""
    path = reverse("participation:languages", args=[wave.token])
    return f"{address_of(current_municipality().slug)}{path}{f'?code={code}' if code else ''}"


def qr_svg(text: str) -> bytes:
    """A QR code as a picture for print, with error correction that survives a crumpled poster."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", scale=8, border=4)
    return picture.getvalue()


def qr_png(text: str) -> bytes:
    """The same for slides and websites."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=16, border=4)
    return picture.getvalue()
