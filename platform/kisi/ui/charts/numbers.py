"""Numbers as they are written in German."""

import math
from decimal import Decimal

MINUS = "−"


def written(value: float | Decimal, places: int | None = None) -> Decimal:
    """The number with the decimals it is written with, in pages and files alike: `places`, else two at most.

    Raises `ValueError` for what is no number.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a number")
    if places is not None:
        return Decimal(f"{value:.{places}f}")
    text = f"{value:.2f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))
    return Decimal(text)


def german_number(value: float | Decimal, places: int | None = None) -> str:
    """`1.234,5`; decimals as in `written`."""
    text = f"{written(value, places):,f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
    return MINUS + text[1:] if text.startswith("-") else text
