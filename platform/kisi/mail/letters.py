"""What an e-mail says – once, for the plain and for the HTML part."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.template.loader import render_to_string

from kisi.core.realms import current_realm
from kisi.tenancy.hosts import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The words of one e-mail. ``kind`` is ``app.occasion``; the button is what to do next, with its full address."""

    kind: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    button_label: str = ""
    button_url: str = ""
    closing: tuple[str, ...] = field(default=())


def sender() -> str:
    """Who an e-mail comes from, by name."""
    municipality = current_realm().municipality
    return f"KISI {municipality.name}" if municipality else "KISI Hessen"


def home_url() -> str:
    """The address of the realm's start page."""
    municipality = current_realm().municipality
    return address_of(municipality.slug if municipality else None)


def rendered(letter: Letter) -> tuple[str, str]:
    """The plain and the HTML part, both with the EU's statement (Regulation (EU) 2021/1060, Art. 47 and 50)."""
    context = {"letter": letter, "sender": sender(), "home_url": home_url()}
    return render_to_string("mail/letter.txt", context), render_to_string("mail/letter.html", context)
