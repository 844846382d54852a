"""Evidence in words, for templates."""

from __future__ import annotations

from django import template

from tenants.needs.models import Evidence
from tenants.needs.wording import figures_of
from tenants.results.labels import percent

register = template.Library()


@register.filter
def figures(evidence: Evidence) -> str:
    """Numbers, source and day of evidence in a line."""
    return figures_of(evidence)


@register.filter
def in_percent(value: float) -> str:
    """A share from 0 to 1 as „43 %“."""
    return percent(value)
