"""Host names for municipalities."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 40
"""Shorter than the 63 characters of a DNS label, so that addresses stay readable."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_OUTSIDE = re.compile(r"[^a-z0-9]+")


def slug_for(name: str) -> str:
    """The proposed host name part for an official name: "Schwalbach am Taunus" → "schwalbach-am-taunus".

    The result is a DNS label (RFC 1123: lower-case letters, digits, hyphens inside) of at most 40
    characters, cut at a hyphen where there is one. Whether it is free or reserved is not decided here.

    Raises:
        ValueError: nothing of the name can stand in a host name.
    """
    transcribed = unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", transcribed).encode("ascii", "ignore").decode()
    slug = _OUTSIDE.sub("-", plain).strip("-")
    if not slug:
        raise ValueError(f"Aus „{name}“ lässt sich keine Adresse bilden.")
    return _shortened(slug)


def _shortened(slug: str) -> str:
    if len(slug) <= MAX_LENGTH:
        return slug
    cut = slug[: MAX_LENGTH + 1].rpartition("-")[0]
    return (cut or slug[:MAX_LENGTH]).strip("-")
