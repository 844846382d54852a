# /// script
# requires-python = ">=3.12"
# dependencies = ["fonttools[woff]>=4.55"]
# ///
"""Renews the vendored style sheet, fonts and icons of the design system.

Only whoever renews the assets runs this; the results are committed, so that a user of the project
needs neither Node nor a network. Needs `fonttools[woff]`::

    python platform/kisi/ui/vendor_assets.py --tarballs DIR   # made before with `npm pack NAME@VERSION`
    python platform/kisi/ui/vendor_assets.py                  # calls `npm pack` itself

`vendor_manifest.json` says what is taken from which package and pins every package by its sha512;
`vendor_lock.json` records the sha256 of every file written, which a test compares with the tree.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "vendor_manifest.json"
LOCK = HERE / "vendor_lock.json"
VENDOR = HERE / "vendor"
FONTS = HERE / "static" / "kisi" / "fonts"
PRINT_FONTS = HERE / "documents" / "fonts"
ICONS = HERE / "icons"
TEXT_WIDTHS = HERE / "charts" / "text_widths.json"

FAMILY_NAMES = (1, 16)
VARIANT_NAMES = (21, 22, 25)
"""Numbers of the name table: family and typographic family; names of other variants."""

type Manifest = dict[str, Any]
type Written = dict[str, str]


class UnverifiedPackage(Exception):
    """A package's content does not have the hash the manifest pins."""


class Package:
    """The verified content of one npm package."""

    def __init__(self, name: str, tarball: Path, integrity: str) -> None:
        self.name = name
        self.tarball = tarball
        verify(name, tarball.read_bytes(), integrity)

    def read(self, path: str) -> bytes:
        """The bytes of one file; raises `FileNotFoundError` where the package has none of that name."""
        with tarfile.open(self.tarball) as archive:
            try:
                member = archive.extractfile(f"package/{path}")
            except KeyError:
                member = None
            if member is None:
                raise FileNotFoundError(f"{self.name} hat keine Datei {path}")
            return member.read()


def verify(name: str, content: bytes, integrity: str) -> None:
    """Raises `UnverifiedPackage` unless the sha512 of the content is the pinned one."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != integrity:
        raise UnverifiedPackage(f"{name}: erwartet {integrity}, gefunden {found}")


def packed(name: str, version: str, folder: Path, *, download: bool) -> Path:
    """The tarball of a package in `folder`, fetched with `npm pack` where `download` allows it."""
    file = folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if download and not file.exists():
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True)  # noqa: S603, S607
    return file


def write(path: Path, content: bytes, written: Written) -> None:
    """Writes one result and records its sha256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    written[path.relative_to(HERE).as_posix()] = hashlib.sha256(content).hexdigest()


# --- style sheet


def top_level_rules(css: str) -> list[str]:
    """Splits minified CSS into its outermost rules."""
    rules, depth, start = [], 0, 0
    for position, character in enumerate(css):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        if depth == 0 and character in "};":
            rules.append(css[start : position + 1])
            start = position + 1
    return rules


def without_layout_classes(css: str, families: list[str]) -> str:
    """KERN without its grid and layout utility classes (two thirds of the file, which this project lays out itself)."""
    names = "|".join(map(re.escape, families))
    utility = re.compile(rf"^\.kern-(?:{names})(?:-[\w.\\/-]+)?(?:>\*)?(?: \.kern-(?:{names})[\w-]*)?$")

    def kept(rule: str) -> str:
        head, _, body = rule.partition("{")
        if head.startswith("@media"):
            inner = "".join(kept(part) for part in top_level_rules(body[:-1]))
            return f"{head}{{{inner}}}" if inner else ""
        if head.startswith("@"):
            return "" if head.startswith("@charset") else rule
        return "" if all(utility.match(selector.strip()) for selector in head.split(",")) else rule

    return "".join(kept(rule) for rule in top_level_rules(css))


def write_style_sheet(manifest: Manifest, packages: dict[str, Package], written: Written) -> None:
    """KERN as one file for the bundle (`stylesheet.py` puts it into its cascade layer)."""
    wanted = manifest["css"]
    css = packages[wanted["package"]].read(wanted["file"]).decode("utf-8")
    smaller = without_layout_classes(css, wanted["without_layout_classes"])
    write(VENDOR / "kern.css", smaller.encode(), written)


# --- fonts


def code_points(ranges: str) -> list[int]:
    """`U+0041-0043,U+20AC` as numbers."""
    numbers: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        numbers.extend(range(int(first, 16), int(last or first, 16) + 1))
    return numbers


def subset_font(content: bytes, wanted: list[int], *, hinting: bool) -> bytes:
    """The font with only these characters and all of its layout features, as WOFF2."""
    from fontTools import subset  # type: ignore[import-not-found]  # reason: a developer's tool, no dependency

    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=hinting, notdef_outline=True)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source.woff2", Path(folder) / "target.woff2"
        source.write_bytes(content)
        font = subset.load_font(str(source), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        subset.save_font(font, str(target), options)
        return target.read_bytes()


def unicode_range(wanted: list[int]) -> str:
    """Code points as the value of CSS `unicode-range`."""
    return ",".join(f"U+{number:04X}" for number in sorted(set(wanted)))


def write_fonts(manifest: Manifest, packages: dict[str, Package], written: Written) -> None:
    """One WOFF2 per script and weight, and the `@font-face` rules that load each only where it is needed."""
    faces = ["/* Written by vendor_assets.py. */"]
    for font in manifest["fonts"]:
        ranges = font.get("ranges") or unicode_range([ord(c) for c in font["text"] if c != " "])
        content = subset_font(
            packages[font["package"]].read(font["file"]), code_points(ranges), hinting=font["hinting"]
        )
        write(FONTS / font["output"], content, written)
        faces.append(
            f'@font-face {{\n  font-family: "{font["family"]}";\n  font-weight: {font["weight"]};\n'
            f'  font-display: swap;\n  src: url("fonts/{font["output"]}") format("woff2");\n'
            f"  unicode-range: {ranges};\n}}"
        )
    write(VENDOR / "font-faces.css", ("\n\n".join(faces) + "\n").encode(), written)


def print_font(content: bytes, family: str) -> bytes:
    """The font as TrueType under a family name of its own: PDF files are set with one file a family."""
    from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # reason: a developer's tool

    font = TTFont(BytesIO(content), recalcTimestamp=False)
    font.flavor = None
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = family
    font["name"].names = [record for record in font["name"].names if record.nameID not in VARIANT_NAMES]
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def write_print_fonts(manifest: Manifest, _packages: dict[str, Package], written: Written) -> None:
    """The web fonts once more as TrueType for PDF files, and which characters they have; runs after `write_fonts`."""
    from fontTools.ttLib import TTFont  # reason: a developer's tool

    covered: set[int] = set()
    for font in manifest["fonts"]:
        if "ranges" in font:
            stem = font["output"].removesuffix(".woff2")
            family = stem.rsplit("-", 1)[0].replace("-", " ").title()
            content = print_font((FONTS / font["output"]).read_bytes(), family)
            covered |= set(TTFont(BytesIO(content)).getBestCmap())
            write(PRINT_FONTS / f"{stem}.ttf", content, written)
    text = "".join(map(chr, sorted(covered)))
    write(PRINT_FONTS / "characters.json", json.dumps(text).encode() + b"\n", written)


def write_text_widths(manifest: Manifest, packages: dict[str, Package], written: Written) -> None:
    """Advance widths (thousandths of an em) by weight and character, from which charts know a label's width."""
    from fontTools.ttLib import TTFont  # reason: a developer's tool

    wanted = manifest["text_widths"]
    widths: dict[str, dict[str, int]] = {}
    for weight, files in wanted["files"].items():
        of_weight = widths.setdefault(weight, {})
        for file in files:
            font = TTFont(BytesIO(packages[wanted["package"]].read(file)))
            glyphs, metrics, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
            for number in code_points(wanted["ranges"]):
                if number in glyphs:
                    of_weight[chr(number)] = round(metrics[glyphs[number]][0] * 1000 / em)
    text = json.dumps(widths, ensure_ascii=False, indent=0, sort_keys=True)
    write(TEXT_WIDTHS, text.encode() + b"\n", written)


# --- icons and licences


def write_icons(manifest: Manifest, packages: dict[str, Package], written: Written) -> None:
    """The chosen icons, one SVG each; the template tag inlines them."""
    wanted = manifest["icons"]
    for name in wanted["names"]:
        content = packages[wanted["package"]].read(f"{wanted['folder']}/{name}.svg")
        write(ICONS / f"{name}.svg", content.strip() + b"\n", written)


def write_licences(manifest: Manifest, packages: dict[str, Package], written: Written) -> None:
    """Each package's licence text beside what was taken from it."""
    for name, package in packages.items():
        licence = manifest["packages"][name]["licence"]
        label = name.removeprefix("@").replace("/", "-")
        write(VENDOR / "licences" / f"{label}.{licence['name']}.txt", package.read(licence["file"]), written)


def renew(folder: Path, *, download: bool) -> Written:
    """Verifies every package and writes every asset; returns path → sha256 of what was written."""
    manifest: Manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    packages = {
        name: Package(name, packed(name, pin["version"], folder, download=download), pin["integrity"])
        for name, pin in manifest["packages"].items()
    }
    written: Written = {}
    for step in (write_style_sheet, write_fonts, write_print_fonts, write_text_widths, write_icons, write_licences):
        step(manifest, packages, written)
    LOCK.write_text(json.dumps(written, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return written


def main() -> int:
    """Command line; exit status 1 where a package is missing or not the pinned one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tarballs", type=Path, help="Ordner mit den Paketen, wie `npm pack` sie ablegt")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.tarballs or Path(scratch)
        try:
            written = renew(folder, download=arguments.tarballs is None)
        except (UnverifiedPackage, FileNotFoundError) as problem:
            sys.stderr.write(f"{problem}\n")
            return 1
    sys.stdout.write(f"{len(written)} Dateien geschrieben\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
