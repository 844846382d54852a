"""Who is here and where: what the frame of a page is given."""

from dataclasses import dataclass, field

from kisi.ui.registry import Place, Text


@dataclass(frozen=True, kw_only=True)
class Person:
    """The signed-in person as the top bar shows them."""

    name: str
    email: str = ""
    role: Text = ""

    @property
    def initials(self) -> str:
        """Two letters at most: of the first and the last name."""
        words = [word for word in self.name.replace("-", " ").split() if word[0].isalpha()]
        ends = [words[0], words[-1]] if len(words) > 1 else words
        return "".join(word[0] for word in ends).upper() or "?"


@dataclass(frozen=True, kw_only=True)
class AccountLink:
    """An entry of the account menu; `method` "post" makes it a button in a form (signing out).

    `is_new` puts a mark on it and on the avatar.
    """

    label: Text
    icon: str
    url: str
    method: str = "get"
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Where a request is and who made it; every URL left empty is not shown.

    `is_demo`: the town was chosen for the demo; `invented_data`: all that the installation shows is made up.
    `hints`: HTML of what the help says about the form of this page, for the panel beside it.
    """

    place: Place = "workspace"
    organisation: str = ""
    organisation_icon: str = "location_city"
    person: Person | None = None
    is_demo: bool = False
    invented_data: bool = False
    notifications: int = 0
    notifications_url: str = ""
    search_url: str = ""
    help_url: str = ""
    hints: str = ""
    home_url: str = "/"
    logo_url: str = ""
    shortcuts: bool = True
    account: tuple[AccountLink, ...] = field(default=())
