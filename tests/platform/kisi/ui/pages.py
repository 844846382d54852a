"""Every page of the gallery, with the status it must answer."""

from kisi.ui.gallery.pages import PAGES
from kisi.ui.views import ERROR_PAGES

DIFFERENT_PAGES = (
    *(f"galerie/{page}/" for page in PAGES),
    "galerie/listen/?q=gibtesnicht",
    "galerie/listen/?leer=1",
    "galerie/listen/?begins=quatsch",
    "galerie/umfrage/",
    "galerie/umfrage/?sprache=ar",
    "galerie/umfrage/?sprache=ti",
    "galerie/suche/?q=sprache",
    "galerie/arbeit/5/",
    "galerie/fehler/404/",
)
"""No two of them have the same parts."""

ALL_PAGES = (
    *DIFFERENT_PAGES,
    "galerie/listen/?seite=3&sortierung=-begins",
    "galerie/umfrage/?sprache=uk",
    "galerie/suche/",
    *(f"galerie/fehler/{code}/" for code in ERROR_PAGES if code != 404),
)
