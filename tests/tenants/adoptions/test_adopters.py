"""A municipality takes over a version once, with everything it says."""

from __future__ import annotations

import pytest
from django.db import transaction

from kisi.audit.models import Entry
from kisi.core import adoption
from kisi.core.actors import SYSTEM, Actor
from kisi.core.adoption import Kept, TemplateCopy, adopt, adopts, keeps_copies
from kisi.core.realms import MunicipalityRef
from tenants.adoptions.models import Adoption

COPY = TemplateCopy("probe", 1, "song", "Probe", {"text": "x"})


def test_a_version_is_adopted_once(in_bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing happens, neither to the row nor in the trail nor to what was made of it."""
    monkeypatch.setattr(adoption, "_adopters", {})
    made: list[TemplateCopy] = []

    @adopts("song")
    def sing(copy: TemplateCopy, _by: Actor) -> None:
        made.append(copy)

    with transaction.atomic():
        assert adopt(COPY, by=SYSTEM) is True
        assert adopt(COPY, by=SYSTEM) is False
    row = Adoption.objects.get()
    copied = (row.template_key, row.version, row.kind, row.title, row.content)
    assert copied == ("probe", 1, "song", "Probe", {"text": "x"})
    assert row.adopted_by == SYSTEM.label
    assert made == [COPY]
    assert Entry.objects.filter(event="adoptions.template_adopted").count() == 1


def test_the_next_version_is_a_row_of_its_own(in_bensheim: MunicipalityRef) -> None:
    """Nothing changes silently."""
    with transaction.atomic():
        adopt(COPY, by=SYSTEM)
        adopt(TemplateCopy("probe", 2, "song", "Probe 2", {"text": "y"}), by=SYSTEM)
    contents = Adoption.objects.order_by("version").values_list("content", flat=True)
    assert list(contents) == [{"text": "x"}, {"text": "y"}]


def test_a_kind_has_one_adopter_and_copies_one_keeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one is a programming error that shows at the start."""
    monkeypatch.setattr(adoption, "_adopters", {})
    adopts("song")(lambda _copy, _by: None)
    with pytest.raises(ValueError, match="song"):
        adopts("song")(lambda _copy, _by: None)
    with pytest.raises(ValueError, match="keep"):
        keeps_copies(lambda _copy, _by: Kept(is_new=True))
    monkeypatch.setattr(adoption, "_keepers", [])
    with pytest.raises(adoption.NobodyKeepsCopies):
        adopt(COPY, by=SYSTEM)
