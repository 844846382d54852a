"""The data that components with several parts are given: tabs, breadcrumbs, steps, events on a time line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kisi.ui.registry import Text


@dataclass(frozen=True)
class MenuLink:
    """A menu entry made ready for one request."""

    label: Text
    icon: str
    url: str
    current: bool
    count: int | None = None
    shortcut: str = ""


@dataclass(frozen=True)
class MenuSection:
    """A heading of the side navigation with its links."""

    label: Text
    links: list[MenuLink]


@dataclass(frozen=True)
class Tab:
    """One tab: a link, so that every view has its own address."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumb; the last has no URL."""

    label: Text
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a form over several pages."""

    label: Text
    state: Literal["done", "current", "open"]
    url: str = ""


@dataclass(frozen=True)
class Happening:
    """Something on a time line."""

    title: Text
    when: datetime
    icon: str = "history"
    text: Text = ""
    by: str = ""


@dataclass(frozen=True)
class JobStep:
    """One step of long work as the progress component lists it."""

    label: Text
    state: Literal["done", "running", "failed", "open"]
    detail: Text = ""


@dataclass(frozen=True)
class Action:
    """An entry of a menu; `dialog` names the dialog a script opens instead of following `url`."""

    label: Text
    icon: str
    url: str
    dialog: str = ""
    is_danger: bool = False
