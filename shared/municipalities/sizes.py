"""Size bands: municipalities of about one size are looked at together. The limits are a setting."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _

from kisi.ui.templatetags.kisi_ui import german


def size_bands() -> dict[str, str]:
    """Every band's key ("0", "1", …, "unknown") with its label, the smallest first."""
    limits = list(settings.KISI_SIZE_BANDS)
    labels = [_("unter {upper}").format(upper=german(limits[0]))]
    labels += [_("{lower} bis unter {upper}").format(lower=german(a), upper=german(b)) for a, b in pairwise(limits)]
    labels.append(_("ab {lower}").format(lower=german(limits[-1])))
    return {**{str(number): label for number, label in enumerate(labels)}, "unknown": _("unbekannt")}


def size_band_of(population: int | None) -> str:
    """The key of the band a number of inhabitants lies in; a limit belongs to the band above it."""
    return "unknown" if population is None else str(bisect_right(settings.KISI_SIZE_BANDS, population))
