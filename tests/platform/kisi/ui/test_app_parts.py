"""What apps draw themselves stands in the gallery, in every state."""

from __future__ import annotations

from typing import get_args

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.ui.gallery.app_parts import GalleryPart, declare_gallery_parts
from shared.library.comparison.differences import What


def test_declared_parts_are_drawn(client: Client) -> None:
    page = BeautifulSoup(client.get("/galerie/apps/").content, "html.parser")
    states = {one["class"][-1].rpartition("--")[2] for one in page.select(".k-differences__item")}
    assert states == set(get_args(What))
    assert len(page.select("table.k-matrix td")) == 9
    assert len(page.select("main h2")) == 2


def test_two_parts_of_one_name_are_refused() -> None:
    def part(title: str) -> GalleryPart:
        return GalleryPart(key="differences", title=title, template="library/parts/differences.html", samples=dict)

    with pytest.raises(ValueError, match="differences"):
        declare_gallery_parts(part("Noch einmal"))


@pytest.mark.parametrize("state", ["", "k-check__box--done", "k-check__box--dropped"], ids=["open", "done", "dropped"])
def test_every_state_of_a_tick_is_shown(client: Client, state: str) -> None:
    page = BeautifulSoup(client.get("/galerie/bausteine/").content, "html.parser")
    boxes = [" ".join(set(box["class"]) - {"k-check__box"}) for box in page.select("button.k-check__box")]
    assert boxes.count(state) == 1
