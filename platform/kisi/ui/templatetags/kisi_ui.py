"""Template tags of the design system: `icon`, `eu_emblem`, `page_url`, German numbers and dates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from kisi.ui.charts.numbers import german_number
from kisi.ui.emblem import emblem
from kisi.ui.features import way as way_to
from kisi.ui.icons import icon as inline_icon

register = template.Library()

SOFT_HYPHEN: Final = "\u00ad"
JOINTS: Final = (
    "Drittstaats|angehörige", "Aufnahme|gesellschaft", "Aufenthalts|recht", "Kinder|betreuung", "Diskrimi|nierung",
    "Verwal|tung",
)  # fmt: skip
"""Where the long words of the fixed vocabularies may be broken in narrow headings: not every browser knows German."""


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """`{% icon "add" %}`, `{% icon "error" 24 label="Fehler" %}`."""
    return inline_icon(name, int(size), label)


@register.simple_tag
def eu_emblem(label: str = "") -> SafeString:
    """The emblem of the European Union as inline SVG; `label` says what it is in the page's language."""
    return emblem(label)


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: Any) -> str:
    """The present address with changed query parameters; `None` or "" removes one."""
    query = dict(context["request"].GET.lists())
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = [str(value)]
    return f"?{urlencode(query, doseq=True)}"


@register.simple_tag(takes_context=True)
def way(context: Context, name: str, *args: Any) -> str:
    """`{% way "results:wave" wave.pk as url %}`: empty where the area is left out here (see `kisi.ui.features`)."""
    return way_to(context["request"], name, *args)


@register.filter
def german(value: float | Decimal, places: int | None = None) -> str:
    """A number as it is written in German: `1.234,5`."""
    return german_number(value, places)


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as `22.11.2026`; a time in the time zone of the installation."""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return value.strftime("%d.%m.%Y") if value else ""


@register.filter
def breakable(label: Any) -> str:
    """A label with soft hyphens at the joints of its long words, for headings of narrow columns."""
    text = str(label)
    for word in JOINTS:
        text = text.replace(word.replace("|", ""), word.replace("|", SOFT_HYPHEN))
    return text
