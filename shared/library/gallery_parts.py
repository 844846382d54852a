"""The comparison of two versions in the gallery, in every state."""

from __future__ import annotations

from typing import Any

from kisi.ui.gallery.app_parts import GalleryPart, declare_gallery_parts
from shared.library.comparison import Detail, Difference, Differences, marked

BEFORE = "Die Sprechstunde ist dienstags von 14 bis 16 Uhr im Rathaus."
AFTER = "Die Sprechstunde ist dienstags von 14 bis 18 Uhr im Bürgerhaus."


def _samples() -> dict[str, dict[str, Any]]:
    arabic = Detail("Arabisch", marked("", "ما الذي تحتاجون إليه؟"), language="ar", direction="rtl")
    texts = Differences(
        (
            Difference("changed", "Einleitung", "Geändert", (Detail("Deutsch", marked(BEFORE, AFTER)),)),
            Difference("added", "Ansprechpersonen", "Neu", (Detail("", marked("", "Fragen Sie an der Pforte.")),)),
            Difference("removed", "Anfahrt", "Entfernt", (Detail("", marked("Bus 640 bis Marktplatz.", "")),)),
        ),
        summary="Neue Uhrzeiten, ein neuer Ort.",
    )
    survey = Differences(
        (
            Difference("changed", "Was brauchen Sie?", "Geändert", (arabic,), comparable=True),
            Difference("changed", "Wie alt sind Sie?", "Andere Antworten", comparable=False),
        ),
        is_survey=True,
        comparable=11,
        not_comparable=("Wie alt sind Sie?",),
    )
    return {
        "Ein Text": {"differences": texts},
        "Ein Fragebogen, in dem eine Zählung neu beginnt": {"differences": survey},
        "Ein Fragebogen, der vergleichbar bleibt": {"differences": Differences((), is_survey=True, comparable=12)},
        "Zwei gleiche Fassungen": {"differences": Differences(())},
    }


declare_gallery_parts(
    GalleryPart(
        key="differences",
        title="Unterschiede zweier Fassungen",
        template="library/parts/differences.html",
        samples=_samples,
    )
)
