"""Data that every installation has from the first start on, such as the municipal register."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

Progress = Callable[[int, int], None]


def load(*, progress: Progress | None = None) -> dict[str, int]:
    """Call every loader named in the setting `KISI_REFERENCE_DATA`; returns rows written by loader.

    A loader is a dotted name of `load(*, progress) -> int`. It may be called at every start: it changes
    nothing when the data is as it should be, enters its own realm, and returns the number of rows it wrote.
    """
    names: Sequence[str] = getattr(settings, "KISI_REFERENCE_DATA", ())
    return {name: int(import_string(name)(progress=progress)) for name in names}
