"""What is kept of a version in the process: never a draft, never another town's, never without end."""

from __future__ import annotations

from django.utils import timezone

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.kept import KeptByVersion

MOST = 3


def version(pk: int, *, is_released: bool = True) -> InstrumentVersion:
    """A version that is not in the database."""
    now = timezone.now()
    return InstrumentVersion(pk=pk, changed_at=now, released_at=now if is_released else None)


def test_a_value_is_made_once_and_the_oldest_go_first(bensheim: MunicipalityRef) -> None:
    kept = KeptByVersion[int](MOST)
    versions, made = [version(number) for number in range(MOST + 1)], []
    with inside(realm_of(bensheim)):
        for one in [*versions[:MOST], versions[0], versions[MOST], versions[0], versions[1]]:
            kept.get(one, "part", lambda one=one: made.append(one.pk) or one.pk)  # type: ignore[misc]
    assert made == [0, 1, 2, 3, 1]
    assert len(kept) == MOST


def test_the_same_number_in_two_towns_is_two_values(bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    kept, one = KeptByVersion[str](MOST), version(1)
    with inside(realm_of(bensheim)):
        assert kept.get(one, "title", lambda: "Bensheim") == "Bensheim"
    with inside(realm_of(butzbach)):
        assert kept.get(one, "title", lambda: "Butzbach") == "Butzbach"
    with inside(realm_of(bensheim)):
        assert kept.get(one, "title", lambda: "neu") == "Bensheim"


def test_a_draft_is_never_kept(bensheim: MunicipalityRef) -> None:
    kept, draft = KeptByVersion[str](MOST), version(1, is_released=False)
    with inside(realm_of(bensheim)):
        kept.get(draft, "title", lambda: "vorher")
        assert kept.get(draft, "title", lambda: "nachher") == "nachher"
    assert len(kept) == 0
