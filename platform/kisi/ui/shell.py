"""What the shell shows around a page: who is here, where, and which entries they may see.

The composition root injects two functions, so that the design system imports neither accounts nor tenants:

`KISI_UI_IDENTITY`
    dotted path of `(request) -> Identity`.
`KISI_UI_ALLOWED`
    dotted path of `(user, permission) -> bool`; without it `kisi.core.access.allowed` decides.

Which optional areas a place leaves out, `kisi.ui.features` knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from kisi.core.access import allowed
from kisi.ui.features import hidden_features
from kisi.ui.identity import Identity
from kisi.ui.languages import chosen_language, language_named
from kisi.ui.parts import Crumb, MenuLink, MenuSection
from kisi.ui.registry import (
    Frame,
    IdentityPart,
    MenuEntry,
    MenuGroup,
    Place,
    PublicFrame,
    PublicSection,
    SearchSource,
    SettingsPage,
    StartAction,
    StartCard,
    StartFigure,
    Text,
    declared,
)
from kisi.ui.theme import chosen_theme

type Allowed = Callable[[Any, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card of the start page made ready for one request; `content` is None while a late card is not fetched yet.

    `span` counts columns of twelve. Fetched by itself, None says that it has nothing to say.
    """

    key: str
    title: Text
    template: str
    span: int
    content: Any
    flush: bool = False
    late: bool = False


def nobody(request: HttpRequest) -> Identity:  # noqa: ARG001 (the signature every identity function has)
    """The identity where the settings name none."""
    return Identity()


def _injected(setting: str, default: Callable[..., Any]) -> Callable[..., Any]:
    path = getattr(settings, setting, "")
    return import_string(path) if path else default


class Shell:
    """The shell of one request; every part is worked out only where a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The one shell of a request: a view that asks it and the page around it work everything out once."""
        if not hasattr(request, "_shell"):
            request._shell = cls(request)  # type: ignore[attr-defined]
        return request._shell  # type: ignore[attr-defined]

    @cached_property
    def identity(self) -> Identity:
        """Where and who (see `KISI_UI_IDENTITY`), with what apps add for somebody who is signed in."""
        identity: Identity = _injected("KISI_UI_IDENTITY", nobody)(self.request)
        if identity.person is not None:
            for part in declared(IdentityPart):
                identity = part.add(self.request, identity)
        return identity

    @property
    def theme(self) -> str:
        """`light`, `dark` or empty for the system's setting."""
        return chosen_theme(self.request)

    def shows(self, permission: str | None, place: Place | None = "workspace", feature: str = "") -> bool:
        """Whether something declared with this permission belongs here, is wanted here and may be seen."""
        if place is not None and place != self.identity.place:
            return False
        if feature and feature in hidden_features(self.request):
            return False
        return permission is None or bool(self._may(getattr(self.request, "user", None), permission))

    @cached_property
    def _may(self) -> Allowed:
        may: Allowed = _injected("KISI_UI_ALLOWED", allowed)
        return may

    @cached_property
    def menu(self) -> list[MenuSection]:
        """The side navigation: groups that have at least one visible entry."""
        sections = [MenuSection(group.label, self._links(group)) for group in declared(MenuGroup)]
        return [section for section in sections if section.links]

    @property
    def shortcut_links(self) -> list[MenuLink]:
        """The entries of the side navigation that a single key leads to."""
        return [link for section in self.menu for link in section.links if link.shortcut]

    @property
    def trail(self) -> list[Crumb]:
        """The page this one stands beneath, by its address; nothing for pages of the menus and the start page."""
        links = [(link.label, link.url) for section in self.menu for link in section.links]
        links += [(link.label, link.url) for link in self.identity.account if link.method == "get"]
        links.append((_("Hinweise"), self.identity.notifications_url))
        path, homes = self.request.path, {self.identity.home_url, "/", ""}
        above = [(label, url) for label, url in links if url not in homes and path.startswith(url)]
        if not above or any(url == path for _label, url in above):
            return []
        return [Crumb(*max(above, key=lambda link: len(link[1])))]

    @property
    def has_news(self) -> bool:
        """Whether an entry of the account menu carries a mark."""
        return any(link.is_new for link in self.identity.account)

    @cached_property
    def start_cards(self) -> list[Card]:
        """The start page's cards: late ones without content, the others with theirs where they have any."""
        built = [(card, None if card.late else card.build(self.request)) for card in self._visible(StartCard)]
        return [_laid_open(card, content) for card, content in built if card.late or content is not None]

    def start_card(self, key: str) -> Card | None:
        """One card with its content (None: it has nothing to say); None where this person has no such card."""
        found = next((card for card in self._visible(StartCard) if card.key == key), None)
        return None if found is None else _laid_open(found, found.build(self.request))

    @cached_property
    def start_figures(self) -> list[dict[str, Any]]:
        """The start page's key figures; those with nothing to say are left out."""
        built = [(figure, figure.build(self.request)) for figure in self._visible(StartFigure)]
        return [
            {"label": figure.label, "icon": figure.icon, "shown": value} for figure, value in built if value is not None
        ]

    @cached_property
    def start_actions(self) -> list[dict[str, Any]]:
        """The buttons in the head of the start page, the filled one last (at the right)."""
        found = [(action, _address(action.url_name)) for action in self._visible(StartAction)]
        shown = [{"label": action.label, "icon": action.icon, "url": url} for action, url in found if url]
        return shown[::-1]

    @cached_property
    def settings_pages(self) -> list[dict[str, Any]]:
        """The pages of settings this person may open here."""
        found = [(page, _address(page.url_name)) for page in self._visible(SettingsPage)]
        return [
            {
                "label": page.label,
                "icon": page.icon,
                "text": page.text,
                "url": url,
                "state": page.state(self.request) if page.state else "",
            }
            for page, url in found
            if url
        ]

    @cached_property
    def search_sources(self) -> list[SearchSource]:
        """What the global search may ask for this person."""
        return self._visible(SearchSource)

    @cached_property
    def public_sections(self) -> list[dict[str, Any]]:
        """The sections of the public page with their content."""
        spoken = chosen_language(self.request)
        built = [(section, section.build(self.request)) for section in self._public_sections]
        return [
            {
                "key": section.key,
                "label": section.label_in(spoken) if section.label_in else section.label,
                "language": spoken if section.label_in else language_named("de"),
                "template": section.template,
                "content": content,
            }
            for section, content in built
            if content is not None
        ]

    @cached_property
    def public_frame(self) -> Frame:
        """What stands around a municipality's public pages; nothing on the public host."""
        if self.identity.place != "workspace":
            return Frame()
        return next((frame.build(self.request) for frame in declared(PublicFrame)), Frame())

    @cached_property
    def public_menu(self) -> list[MenuLink]:
        """The public page's menu."""
        links = []
        for section in self._public_sections:
            url = _address(section.url_name)
            if url:
                links.append(MenuLink(section.label, "", url, url == self.request.path))
        return links

    @cached_property
    def _public_sections(self) -> list[PublicSection]:
        return [section for section in declared(PublicSection) if section.feature not in hidden_features(self.request)]

    def _links(self, group: MenuGroup) -> list[MenuLink]:
        shown = [entry for entry in self._entries if entry.group == group.key]
        return [self._link(entry, url) for entry in shown if (url := _address(entry.url_name))]

    @cached_property
    def _entries(self) -> list[MenuEntry]:
        return self._visible(MenuEntry)

    def _visible[T: (MenuEntry, StartCard, StartFigure, StartAction, SearchSource, SettingsPage)](
        self, kind: type[T]
    ) -> list[T]:
        """The declarations of a kind that belong here and may be seen."""
        return [found for found in declared(kind) if self.shows(found.permission, found.place, found.feature)]

    def _link(self, entry: MenuEntry, url: str) -> MenuLink:
        count = entry.count(self.request) if entry.count else None
        return MenuLink(entry.label, entry.icon, url, url == self._current_url, count, entry.shortcut)

    @cached_property
    def _current_url(self) -> str:
        """The address of the entry that this page belongs to: the longest one it begins with; "" for none."""
        path = self.request.path
        homes = {self.identity.home_url, "/"}
        urls = [_address(entry.url_name) for entry in self._entries]
        return max(
            (url for url in urls if url and (path == url or (url not in homes and path.startswith(url)))),
            default="",
            key=len,
        )


def _laid_open(card: StartCard, content: dict[str, Any] | None) -> Card:
    """A card as templates read it."""
    return Card(
        key=card.key,
        title=card.title,
        template=card.template,
        span=card.span,
        content=content,
        flush=card.flush,
        late=card.late,
    )


def _address(url_name: str) -> str:
    """The URL of a name, or "" where this host has no such page."""
    path = _path_of(url_name, get_urlconf() or settings.ROOT_URLCONF) if url_name else None
    return "" if path is None else get_script_prefix() + path


@cache
def _path_of(url_name: str, urlconf: str) -> str | None:
    """The path below the script prefix, if there is one: for everybody on a kind of host the same (dozens a menu)."""
    try:
        return reverse(url_name, urlconf).removeprefix(get_script_prefix())
    except NoReverseMatch:
        return None


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` in every template; its parts are worked out on first use."""
    return {"shell": Shell.of(request), "theme_choices": THEME_CHOICES}


THEME_CHOICES = (
    ("light", "light_mode", _("Hell")),
    ("dark", "dark_mode", _("Dunkel")),
    ("", "contrast", _("Wie im System")),
)
