"""German ordering without a database collation: the embedded PostgreSQL is built without ICU."""

from __future__ import annotations

import re
import unicodedata

_NOT_SORTED = re.compile(r"[^a-z0-9]+")


def german_sort_key(name: str) -> str:
    """A key that sorts bytewise as DIN 5007-1 sorts words: ä as a, ö as o, ü as u, ß as ss.

    Case, accents and punctuation do not count, runs of them separate words, and a shorter first word comes
    first ("Bad Vilbel" before "Baunatal"). Different names may share a key; order by something else after
    it.
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    ascii_only = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_SORTED.sub(" ", ascii_only).strip()
