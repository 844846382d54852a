"""What is new: the change log as people read it, with a mark for what they have not seen."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

SECTION: Final = re.compile(r"^## +(.+)$", re.MULTILINE)
PART: Final = re.compile(r"^(?=### )", re.MULTILINE)
FOR_OPERATION: Final = "### Für den Betrieb"
UNRELEASED: Final = "Noch nicht veröffentlicht"


@dataclass(frozen=True, slots=True)
class ReleaseNotes:
    """The notes of one version; ``mark`` changes whenever a word of them does."""

    title: str
    source: str

    @property
    def shown_title(self) -> str:
        """The version as people read it."""
        return _("Aktuelle Fassung") if self.title == UNRELEASED else self.title

    @property
    def mark(self) -> str:
        """A short fingerprint of the notes."""
        return hashlib.sha256(f"{self.title}\n{self.source}".encode()).hexdigest()[:16]


def for_towns(source: str) -> str:
    """Notes without the parts that are for operators only (headings that begin with "Für den Betrieb")."""
    parts = PART.split(source)
    return "".join(part for part in parts if not part.startswith(FOR_OPERATION)).strip()


@cache
def release_notes() -> tuple[ReleaseNotes, ...]:
    """All versions, the newest first; none where the installation carries no change log."""
    file = Path(settings.KISI_CHANGELOG)
    return notes_in(file.read_text(encoding="utf-8")) if file.is_file() else ()


def notes_in(text: str) -> tuple[ReleaseNotes, ...]:
    """The sections of a change log."""
    parts = SECTION.split(text)[1:]
    return tuple(
        ReleaseNotes(title.strip(), source.strip()) for title, source in zip(parts[::2], parts[1::2], strict=True)
    )


def unseen(notes: tuple[ReleaseNotes, ...], seen: str) -> list[ReleaseNotes]:
    """What is newer than the notes a person saw last; only the newest where those are not known any more."""
    if notes and notes[0].mark == seen:
        return []
    marks = [note.mark for note in notes]
    return list(notes[: marks.index(seen)] if seen in marks else notes[:1])
