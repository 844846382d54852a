"""The gallery's pages and the sample shell around them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from kisi.core.text_search import all_occur, folded_words
from kisi.ui.gallery.lists import FIRST
from kisi.ui.identity import AccountLink, Identity, Person
from kisi.ui.parts import MenuLink, MenuSection, Tab
from kisi.ui.registry import SearchHit, SearchSource
from kisi.ui.shell import Shell

PAGES = {
    "arbeitsplatz": "Arbeitsplatz",
    "bausteine": "Bausteine",
    "formulare": "Formulare",
    "listen": "Listen",
    "diagramme": "Diagramme",
    "landesebene": "Landesebene",
    "netzwerk": "Netzwerkkarte",
    "apps": "Teile der Apps",
}

MENU: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("Überblick", (("dashboard", "Arbeitsplatz", "arbeitsplatz"), ("event", "Termine & Sprechstunden", ""))),
    (
        "Bedarf & Angebote",
        (
            ("fact_check", "Formulare", "formulare"),
            ("school", "Angebote", "listen"),
            ("task_alt", "Bausteine", "bausteine"),
        ),
    ),
    (
        "Netzwerk",
        (("groups", "Akteure", ""), ("hub", "Netzwerkkarte", "netzwerk"), ("volunteer_activism", "Ehrenamt", "")),
    ),
    (
        "Steuerung",
        (
            ("monitoring", "Diagramme", "diagramme"),
            ("map", "Landesebene", "landesebene"),
            ("category", "Teile der Apps", "apps"),
        ),
    ),
)


class GalleryShell(Shell):
    """A shell with an invented person in an invented town."""

    @cached_property
    def identity(self) -> Identity:
        """Everything the top bar can show."""
        here = self.request.path
        return Identity(
            organisation="Stadt Beispielstadt",
            person=Person(name="Muster Ansicht", email="muster@beispielstadt.example", role="Integrationsguide"),
            is_demo=True,
            notifications=3,
            notifications_url=f"{here}#hinweise",
            search_url=reverse("ui:gallery-search"),
            help_url=f"{here}#hilfe",
            home_url=reverse("ui:gallery", args=["arbeitsplatz"]),
            account=(
                AccountLink(label="Mein Konto", icon="person", url=f"{here}#konto"),
                AccountLink(label="Abmelden", icon="logout", url=here, method="post"),
            ),
        )

    @cached_property
    def menu(self) -> list[MenuSection]:
        """The gallery's pages as a side navigation."""
        return [MenuSection(group, [self._entry(*entry) for entry in entries]) for group, entries in MENU]

    @cached_property
    def public_menu(self) -> list[MenuLink]:
        """Two entries of a public page."""
        return [
            MenuLink("Anlaufstelle", "", "#anlaufstelle", current=False),
            MenuLink("Umfrage", "", self.request.path, current=True),
        ]

    @cached_property
    def search_sources(self) -> list[SearchSource]:
        """A source over the sample list."""
        return [SearchSource(key="offers", label="Angebote", icon="school", search=search_offers)]

    def _entry(self, symbol: str, label: str, page: str) -> MenuLink:
        url = reverse("ui:gallery", args=[page]) if page else f"{self.request.path}#{symbol}"
        return MenuLink(label, symbol, url, url == self.request.path, 4 if symbol == "event" else None)


def search_offers(_request: HttpRequest, words: str, limit: int) -> list[SearchHit]:
    """The sample's offers by name or topic."""
    url = reverse("ui:gallery", args=["listen"])
    wanted = folded_words(words)
    hits = [offer for offer in FIRST if wanted and all_occur(wanted, offer.name, offer.topic)]
    return [SearchHit(offer.name, f"{url}?q={offer.name}", f"{offer.topic} · {offer.when}") for offer in hits[:limit]]


def page_tabs(current: str) -> list[Tab]:
    """The gallery's pages as tabs."""
    return [Tab(label, reverse("ui:gallery", args=[key]), key == current) for key, label in PAGES.items()]


def sample_shell(request: HttpRequest) -> GalleryShell:
    """The shell of a gallery page."""
    return GalleryShell(request)
