"""Writing SVG: every attribute and every text is escaped here and nowhere else."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from kisi.ui.markup import escaped

type Attribute = str | float | int | None


def number(value: float) -> str:
    """A coordinate with one decimal, without needless zeros."""
    text = f"{value:.1f}"
    return text.removesuffix(".0").replace("-0", "0") if text in {"-0.0", "-0"} else text.removesuffix(".0")


def element(name: str, *children: str, **attributes: Attribute) -> SafeString:
    """One element; `_` in an attribute's name stands for `-`, a trailing one is dropped (`class_`)."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{number(value) if isinstance(value, float) else escaped(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    if not children:
        return SafeString(f"<{name}{written}/>")
    return SafeString(f"<{name}{written}>{''.join(map(escaped, children))}</{name}>")


def join(parts: Iterable[str]) -> SafeString:
    """Parts after each other; what is not safe is escaped."""
    return SafeString("".join(map(escaped, parts)))


def label(x: float, y: float, content: str, *, anchor: str = "start", css: str = "") -> SafeString:
    """A text at a point; `anchor` is start, middle or end."""
    return element(
        "text", content, x=float(x), y=float(y), text_anchor=None if anchor == "start" else anchor, class_=css
    )
