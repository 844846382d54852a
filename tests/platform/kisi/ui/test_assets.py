"""Vendored files are what their hashes say, the bundle is fresh, icons and emblem are right."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from math import hypot
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from kisi.ui import emblem, icons, stylesheet, vendor_assets
from kisi.ui.icons import UnknownIcon, icon

UI = Path(vendor_assets.__file__).parent
LOCK: dict[str, str] = json.loads(vendor_assets.LOCK.read_text(encoding="utf-8"))


def changed_files(root: Path) -> list[str]:
    """Vendored files whose content is not the recorded one."""
    return [name for name, digest in LOCK.items() if hashlib.sha256((root / name).read_bytes()).hexdigest() != digest]


def test_vendored_files_are_unchanged() -> None:
    assert len(LOCK) > 100
    assert changed_files(UI) == []


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    for name in LOCK:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((UI / name).read_bytes())
    (tmp_path / "vendor" / "kern.css").write_bytes(b"body{}")
    assert changed_files(tmp_path) == ["vendor/kern.css"]


def test_every_vendored_file_is_recorded_and_every_package_has_its_licence() -> None:
    folders = ("vendor", "icons", "static/kisi/fonts", "documents/fonts")
    present = {
        path.relative_to(UI).as_posix() for folder in folders for path in (UI / folder).rglob("*") if path.is_file()
    }
    assert present == set(LOCK) - {"charts/text_widths.json"}
    packages = json.loads(vendor_assets.MANIFEST.read_text(encoding="utf-8"))["packages"]
    assert len(list((UI / "vendor" / "licences").iterdir())) == len(packages)


def test_a_package_with_another_content_is_refused() -> None:
    content = b"package"
    right = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    vendor_assets.verify("x", content, right)
    with pytest.raises(vendor_assets.UnverifiedPackage, match="x"):
        vendor_assets.verify("x", content + b"!", right)


def test_layout_classes_are_left_out_and_components_stay() -> None:
    css = (
        '@charset "UTF-8";.kern-row{a:b}.kern-btn{c:d}.kern-btn,.kern-col-6{e:f}'
        "@media (x){.kern-flex{g:h}}@media (y){.kern-card{i:j}}"
    )
    assert (
        vendor_assets.without_layout_classes(css, ["row", "col", "flex"])
        == ".kern-btn{c:d}.kern-btn,.kern-col-6{e:f}@media (y){.kern-card{i:j}}"
    )


def test_bundle_is_fresh_and_layered() -> None:
    bundle = stylesheet.BUNDLE.read_text(encoding="utf-8")
    assert bundle == stylesheet.bundle(), "Bitte `python -m kisi.ui.stylesheet` laufen lassen."
    assert bundle.index("@layer kern, kisi;") < bundle.index("@layer kern {") < bundle.index("@layer kisi {")
    assert bundle.count("{") == bundle.count("}")
    assert "http://" not in re.sub(r"data:[^\")]+", "", bundle.replace("http://www.w3.org", ""))


def test_own_styles_use_logical_properties_only() -> None:
    sides = "left|right|top|bottom"
    physical = re.compile(
        rf"(?<![-\w])(?:(?:margin|padding|border)-(?:{sides})|{sides}|(?:min-|max-)?(?:width|height)"
        r"|(?:text-align|float): (?:left|right))\s*[:;](?!.*\{)"
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in stylesheet.parts()
        for line in path.read_text(encoding="utf-8").splitlines()
        if physical.search(line) and not line.strip().startswith(("@", "grid-area", "vertical-align"))
    ]
    assert found == []
    assert physical.search("  margin-left: 1rem;")


def test_icons_are_inlined_decorative_or_named() -> None:
    decorative = BeautifulSoup(Template('{% load kisi_ui %}{% icon "add" 24 %}').render(Context()), "html.parser").svg
    assert decorative is not None
    assert (decorative["aria-hidden"], decorative["width"], decorative["fill"]) == ("true", "24", "currentColor")
    named = BeautifulSoup(icon("error", label='Fehler "<b>'), "html.parser").svg
    assert named is not None
    assert (named["role"], named["aria-label"]) == ("img", 'Fehler "<b>')


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(UnknownIcon, match="gibt_es_nicht"):
        icon("gibt_es_nicht")


def test_every_icon_named_in_a_template_exists() -> None:
    used = {
        name
        for path in (UI / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(used) > 20
    assert used <= set(icons.DRAWINGS)


def test_emblem_has_the_published_geometry() -> None:
    stars = emblem.stars()
    assert len(stars) == 12
    assert emblem.WIDTH / emblem.HEIGHT == 1.5
    for hour, corners in enumerate(stars):
        centre_x = sum(x for x, _y in corners[::2]) / 5
        centre_y = sum(y for _x, y in corners[::2]) / 5
        assert hypot(centre_x - emblem.WIDTH / 2, centre_y - emblem.HEIGHT / 2) == pytest.approx(emblem.HEIGHT / 3), (
            hour
        )
        assert all(hypot(x - centre_x, y - centre_y) == pytest.approx(emblem.HEIGHT / 18) for x, y in corners[::2])
        top = min(corners, key=lambda corner: corner[1])
        assert top[0] == pytest.approx(centre_x)  # upright: one point up
    highest = min(stars, key=lambda corners: corners[0][1])
    assert highest[0][0] == pytest.approx(emblem.WIDTH / 2)
    assert {"#003399", "#FFCC00"} <= set(re.findall(r'fill="(#\w+)"', emblem.emblem()))


def test_a_star_is_a_pentagram() -> None:
    """Edges of a pentagram run straight through: outer corner, two inner corners, outer corner on one line."""
    corners = emblem.star_points(0, 0)
    (x1, y1), (x2, y2), (x3, y3) = corners[0], corners[1], corners[4]
    assert (x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1) == pytest.approx(0, abs=1e-9)
