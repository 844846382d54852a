"""Who is responsible for the data of a schema, told by the app that owns the facts (Art. 30 (1) (a) DSGVO)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kisi.core.privacy.declaring import Place
from kisi.core.privacy.places import place_here


@dataclass(frozen=True, slots=True)
class Controller:
    """Name and contact of the controller, and the data protection officer; "" where nobody has written it yet.

    ``change_url_name`` is the page where it is written.
    """

    name: str
    address: str = ""
    contact: str = ""
    officer: str = ""
    change_url_name: str = ""


ControllerFunction = Callable[[], Controller]

_tellers: dict[Place, ControllerFunction] = {}


def tells_controller(place: Place) -> Callable[[ControllerFunction], ControllerFunction]:
    """Declare who tells it in a kind of place. Raises ``ValueError`` when two want to."""

    def register(function: ControllerFunction) -> ControllerFunction:
        if _tellers.setdefault(place, function) is not function:
            raise ValueError(f"two functions tell the controller of {place!r}")
        return function

    return register


def controller_here() -> Controller:
    """The controller of the current schema."""
    return _tellers[place_here()]()
