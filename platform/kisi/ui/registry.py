"""What an app adds to the shell by declaring it in its own `navigation.py`.

::

    from kisi.ui.registry import MenuEntry, declare

    declare(MenuEntry(key="offers", label=_("Angebote"), icon="school", url_name="offers:list",
                      group="needs", order=20, permission="offers.view"))

The shell shows what exists: an app that is deleted takes its entries along.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import Asked, Found
from kisi.ui.languages import Language

type Text = str | Promise
type Place = Literal["workspace", "central"]


@dataclass(frozen=True, kw_only=True)
class MenuGroup:
    """A heading in the side navigation."""

    key: str
    label: Text
    order: int


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A link in the side navigation.

    `permission` is asked through the `allowed` function of the settings; `None` shows it to everyone
    who is signed in. `place` tells the workspace of a municipality from the public host's pages; `None` means both.
    `count` may return a number to show beside the label (for instance what is open). `feature` names the
    optional area (see `Feature`) it belongs to; `shortcut` is a single key that leads there.
    """

    key: str
    label: Text
    icon: str
    url_name: str
    group: str
    order: int = 100
    permission: str | None = None
    place: Place | None = "workspace"
    count: Callable[[HttpRequest], int | None] | None = None
    feature: str = ""
    shortcut: str = ""


@dataclass(frozen=True, kw_only=True)
class StartCard:
    """A card on the start page: `build` returns the template's context, or `None` to show nothing.

    `place=None` means both hosts. A `late` card is fetched once it comes into view (its title and a link stand
    there until then), so that its statements do not count for the page; when it has nothing to say, it says so.
    """

    key: str
    title: Text
    template: str
    build: Callable[[HttpRequest], dict[str, Any] | None]
    order: int = 100
    span: Literal[3, 4, 5, 6, 7, 8, 12] = 6
    permission: str | None = None
    place: Place | None = "workspace"
    feature: str = ""
    flush: bool = False
    late: bool = False


@dataclass(frozen=True)
class FigureValue:
    """What a key figure of the start page says: the number, a short note, and where it leads."""

    value: Text | int
    note: Text = ""
    url: str = ""
    trend: Literal["", "up", "down", "flat"] = ""
    tone: Literal["", "good", "bad"] = ""


@dataclass(frozen=True, kw_only=True)
class StartFigure:
    """A key figure at the top of the start page; `build` returns its value, or `None` to show nothing."""

    key: str
    label: Text
    icon: str
    build: Callable[[HttpRequest], FigureValue | None]
    order: int = 100
    permission: str | None = None
    place: Place = "workspace"
    feature: str = ""


@dataclass(frozen=True, kw_only=True)
class StartAction:
    """A button in the head of the start page: what people begin most often; the lowest `order` is filled."""

    key: str
    label: Text
    icon: str
    url_name: str
    order: int = 100
    permission: str | None = None
    place: Place = "workspace"
    feature: str = ""


@dataclass(frozen=True)
class SearchHit:
    """One result of the global search."""

    title: str
    url: str
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """Something the global search asks.

    `asked(request)` names the rows a person may see and what to know of them, `shown(request, found)` makes hits of
    those in which the words occur, the best first: one statement asks all sources. `search(request, words, limit)`
    is for what stands in no table, or is put together from several; its hits follow.
    """

    key: str
    label: Text
    icon: str
    asked: Callable[[HttpRequest], Sequence[Asked]] | None = None
    shown: Callable[[HttpRequest, Sequence[Found]], Sequence[SearchHit]] | None = None
    search: Callable[[HttpRequest, str, int], Sequence[SearchHit]] | None = None
    order: int = 100
    permission: str | None = None
    place: Place | None = "workspace"
    feature: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicSection:
    """A section of a municipality's public page; with `url_name` it also stands in the public menu."""

    key: str
    label: Text
    template: str
    build: Callable[[HttpRequest], dict[str, Any] | None]
    order: int = 100
    url_name: str = ""
    feature: str = ""
    label_in: Callable[[Language], str] | None = None
    """The label in a visitor's language; without it the German one stands there, marked as German."""


@dataclass(frozen=True)
class FrameLink:
    """A link below every public page."""

    label: Text
    url: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around a public page: the town's logo, the links below, what a demo says of itself."""

    logo_url: str = ""
    links: tuple[FrameLink, ...] = ()
    demo: Text = ""


@dataclass(frozen=True, kw_only=True)
class PublicFrame:
    """Says what stands around every public page of a municipality, the sign-in page included.

    `build(request)` runs on each of them: one cheap query at most. Pages of errors do without it.
    """

    key: str
    build: Callable[[HttpRequest], Frame]
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """A page of settings in the index of all settings (`/einstellungen/`).

    `text` says in a sentence what is set there; `state` may return what is set now, in a few words
    ("Di und Do, 14–16 Uhr"), or "" to say nothing. `place=None` means both hosts.
    """

    key: str
    label: Text
    icon: str
    url_name: str
    text: Text
    order: int = 100
    permission: str = "settings.manage"
    place: Place | None = "workspace"
    state: Callable[[HttpRequest], Text] | None = None
    feature: str = ""


@dataclass(frozen=True, kw_only=True)
class Feature:
    """An optional area that a municipality may leave out.

    Whatever names it disappears; the addresses in the URL namespace `key` answer 404. Nothing is deleted.
    """

    key: str
    label: Text
    text: Text
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class FeatureAddresses:
    """Another URL namespace (`key`) whose addresses belong to a feature."""

    key: str
    feature: str
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class IdentityPart:
    """What an app adds to the frame of every page of somebody who is signed in.

    `add(request, identity)` returns the identity with its own fields filled (the number beside the bell, the
    address of the help page, an entry of the account menu). It runs on every page: one cheap query at most.
    """

    key: str
    add: Callable[[HttpRequest, Any], Any]
    order: int = 100


type Declaration = (
    MenuGroup
    | MenuEntry
    | StartCard
    | StartFigure
    | StartAction
    | SearchSource
    | PublicSection
    | PublicFrame
    | SettingsPage
    | Feature
    | FeatureAddresses
    | IdentityPart
)


class AlreadyDeclared(Exception):
    """Two declarations of one kind share a key."""


_declared: dict[tuple[type, str], Any] = {}
_in_order: dict[type, tuple[dict[tuple[type, str], Any], int, list[Any]]] = {}
"""Kind → its declarations in order, with the declarations they were put in order from: every page asks often."""


def declare(*declarations: Declaration) -> None:
    """Adds declarations; declaring the very same again is harmless, raises `AlreadyDeclared` on a clash."""
    for declaration in declarations:
        place = (type(declaration), declaration.key)
        if _declared.setdefault(place, declaration) != declaration:
            raise AlreadyDeclared(f"{place[0].__name__} „{declaration.key}“ ist zweimal angemeldet.")


def declared[T: Declaration](kind: type[T]) -> list[T]:
    """Every declaration of a kind, by `order` and then key."""
    kept = _in_order.get(kind)
    if kept is None or kept[0] is not _declared or kept[1] != len(_declared):
        found = [entry for entry in _declared.values() if isinstance(entry, kind)]
        kept = (_declared, len(_declared), sorted(found, key=lambda entry: (entry.order, entry.key)))
        _in_order[kind] = kept
    return list(kept[2])


declare(
    MenuGroup(key="overview", label=_("Überblick"), order=10),
    MenuGroup(key="needs", label=_("Bedarf & Angebote"), order=20),
    MenuGroup(key="network", label=_("Netzwerk"), order=30),
    MenuGroup(key="steering", label=_("Steuerung"), order=40),
    MenuGroup(key="state", label=_("Landesebene"), order=50),
    MenuGroup(key="operation", label=_("Betrieb"), order=60),
    MenuGroup(key="settings", label=_("Einstellungen"), order=70),
)
