"""Numbers as they are written in German."""

from decimal import Decimal

MINUS = "−"


def german_number(value: float | Decimal, places: int | None = None) -> str:
    """`1.234,5`; without `places` as many decimals as the number has, two at most."""
    if places is None:
        text = f"{value:,.2f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}"
    else:
        text = f"{value:,.{places}f}"
    text = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return MINUS + text[1:] if text.startswith("-") else text
