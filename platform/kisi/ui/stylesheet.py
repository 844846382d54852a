"""Puts the style sheet together: `styles/*.css`, one file a component, become `static/kisi/kisi.css`.

One file keeps a page at one request; the readable parts stay apart. Run after a change::

    python -m kisi.ui.stylesheet

KERN comes first in its own cascade layer, so that every rule of ours wins without `!important`.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
STYLES = HERE / "styles"
KERN = HERE / "vendor" / "kern.css"
FONT_FACES = HERE / "vendor" / "font-faces.css"
BUNDLE = HERE / "static" / "kisi" / "kisi.css"

FIRST = ("tokens", "tokens-dark", "base", "button")
LAST = ("gallery", "print")


def parts() -> list[Path]:
    """The component files in the order of the cascade: tokens and basics, components, print."""
    by_name = {path.stem: path for path in sorted(STYLES.glob("*.css"))}
    between = [name for name in by_name if name not in FIRST + LAST]
    return [by_name[name] for name in (*FIRST, *between, *LAST)]


def in_dark(css: str) -> str:
    """The dark tokens twice: for a dark system unless light was chosen, and for a chosen dark. Paper is white."""
    block = css[css.index("{") :]
    return (
        f"@media screen and (prefers-color-scheme: dark) {{:root:not([data-kern-theme='light']) {block}}}\n"
        f"@media screen {{:root[data-kern-theme='dark'] {block}"
        ":root[data-kern-theme='dark'] {color-scheme: dark}}\n"
        ":root[data-kern-theme='light'] {color-scheme: light}\n"
    )


def on_screen(css: str) -> str:
    """KERN's dark colours for a dark system and for a chosen dark, but not on paper: there the light ones count."""
    for_systems = css.replace("@media (prefers-color-scheme: dark)", "@media screen and (prefers-color-scheme: dark)")
    for_paper = for_systems.replace(
        "@media (prefers-color-scheme: light)", "@media print, (prefers-color-scheme: light)"
    )
    return re.sub(r"(\[data-kern-theme=dark\],\.kern-dark\{[^}]*\})", r"@media screen{\1}", for_paper)


def tightened(css: str) -> str:
    """CSS without comments and indentation; gzip does the rest."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", without_comments).strip() + "\n"


def bundle() -> str:
    """The whole style sheet as text."""
    own = []
    for path in parts():
        css = tightened(path.read_text(encoding="utf-8"))
        own.append(in_dark(css) if path.stem == "tokens-dark" else css)
    faces = tightened(FONT_FACES.read_text(encoding="utf-8"))
    return (
        "/* Written by kisi.ui.stylesheet from styles/ and vendor/. KERN: EUPL-1.2, see vendor/licences. */\n"
        f"@layer kern, kisi;\n{faces}"
        f"@layer kern {{\n{on_screen(KERN.read_text(encoding='utf-8').strip())}\n}}\n"
        f"@layer kisi {{\n{''.join(own)}}}\n"
    )


def main() -> None:
    """Writes the bundle."""
    BUNDLE.parent.mkdir(parents=True, exist_ok=True)
    BUNDLE.write_text(bundle(), encoding="utf-8")
    sys.stdout.write(f"{BUNDLE.name}: {BUNDLE.stat().st_size} Bytes\n")


if __name__ == "__main__":
    main()
