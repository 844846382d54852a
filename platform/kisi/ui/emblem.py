"""The emblem of the European Union, drawn by its published construction.

The field is 3 : 2. Twelve five-pointed stars stand upright like the hours of a clock on a circle whose
radius is a third of the height; each star fits a circle of an eighteenth of the height.
Colours: Reflex Blue #003399, Yellow #FFCC00.
"""

from functools import cache
from math import cos, pi, sin

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

HEIGHT = 180.0
WIDTH = HEIGHT * 1.5
RING = HEIGHT / 3
STAR = HEIGHT / 18
INNER = STAR * (3 - 5**0.5) / 2  # the pentagram's inner radius
BLUE = "#003399"
YELLOW = "#FFCC00"


def star_points(centre_x: float, centre_y: float) -> list[tuple[float, float]]:
    """The ten corners of an upright star."""
    corners = []
    for corner in range(10):
        radius = INNER if corner % 2 else STAR
        angle = -pi / 2 + corner * pi / 5
        corners.append((centre_x + radius * cos(angle), centre_y + radius * sin(angle)))
    return corners


def stars() -> list[list[tuple[float, float]]]:
    """The twelve stars' corners, from twelve o'clock on."""
    places = [-pi / 2 + hour * pi / 6 for hour in range(12)]
    return [star_points(WIDTH / 2 + RING * cos(angle), HEIGHT / 2 + RING * sin(angle)) for angle in places]


def _path() -> str:
    drawn = ("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in corners) + "Z" for corners in stars())
    return "".join(drawn)


PATH = _path()


def emblem(label: str = "") -> SafeString:
    """The emblem as inline SVG; colours stand in the style sheet, and as attributes for files without one.

    ``label`` says what it is in the language of the page; without one it is said in German.
    """
    return _drawn(label or _("Emblem der Europäischen Union"))


@cache
def _drawn(label: str) -> SafeString:
    """Once for each language."""
    return format_html(
        '<svg class="k-funding__emblem" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<rect class="field" width="{}" height="{}" fill="{}"/><path class="star" fill="{}" d="{}"/></svg>',
        f"{WIDTH:g}", f"{HEIGHT:g}", f"{WIDTH / 2:g}", f"{HEIGHT / 2:g}", label,
        f"{WIDTH:g}", f"{HEIGHT:g}", BLUE, YELLOW, mark_safe(PATH),  # noqa: S308 (made above from numbers)
    )  # fmt: skip
