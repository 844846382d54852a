"""Every page of the gallery, with the status it must answer."""

from kisi.ui.gallery.pages import PAGES
from kisi.ui.views import ERROR_PAGES

ALL_PAGES = (
    *(f"galerie/{page}/" for page in PAGES),
    "galerie/listen/?q=gibtesnicht",
    "galerie/listen/?leer=1",
    "galerie/listen/?begins=quatsch",
    "galerie/listen/?seite=3&sortierung=-begins",
    "galerie/umfrage/",
    "galerie/umfrage/?sprache=ar",
    "galerie/umfrage/?sprache=ti",
    "galerie/umfrage/?sprache=uk",
    *(f"galerie/fehler/{code}/" for code in ERROR_PAGES),
)
