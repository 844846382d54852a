"""Pages of one metric, one topic, one perspective."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires
from kisi.core.facts import Metric
from kisi.core.vocabulary import Perspective, Topic
from kisi.ui.parts import Crumb
from shared.ministry.drawn import drawn_matrix
from shared.ministry.forms import ReleaseChoiceForm, map_options
from shared.ministry.key_figures import topic_figures, topic_metrics
from shared.ministry.needs import NEED_AXES, is_need, need_metric
from shared.ministry.reading import Figure, FrozenRelease, latest_of_each_period, releases, state_figures
from shared.ministry.slices import Line, bars_of, fixed, lines_along, over_time, parts_of
from shared.ministry.views.overview import no_release
from shared.ministry.wording import published, rounding_of, shown

UNPROCESSABLE = 422


@requires(Permission.FIGURES_VIEW)
@require_safe
def metric_page(request: HttpRequest, key: str) -> HttpResponse:
    """One metric: what it means, how it developed, its tables."""
    declared = next((one for one in published() if one.key == key), None)
    if declared is None:
        raise Http404
    chosen = _Chosen(request, declared)
    if chosen.release is None:
        return no_release(request)
    crossed = is_need(declared)
    total = next((one for one in chosen.now if not one.cell), None)
    context = chosen.context | {
        "metric": declared,
        "direction": declared.direction.label,
        "is_overdue": declared.review_on < timezone.localdate(),
        "total": shown(total) if total else "",
        "chart": chosen.over_time([Line(str(declared.name), "")] if total else []),
        "matrix": drawn_matrix(chosen.now, chosen.release) if crossed else None,
        "parts": [] if crossed else parts_of(declared, chosen.now, source=chosen.release.as_of),
        "crumbs": _crumbs(str(declared.name)),
        "map_url": _on_map(declared, chosen.release) if total else "",
        "title": declared.name,
    }
    return chosen.answer("ministry/metric.html", context)


@requires(Permission.FIGURES_VIEW)
@require_safe
def topic_page(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic: how many of each perspective see a need in it, how that developed, what towns make of it."""
    if topic not in Topic.values:
        raise Http404
    return _slice(request, "topic", topic, str(Topic(topic).label), other="perspective")


@requires(Permission.FIGURES_VIEW)
@require_safe
def perspective_page(request: HttpRequest, perspective: str) -> HttpResponse:
    """One perspective: which needs it sees."""
    if perspective not in Perspective.values:
        raise Http404
    return _slice(request, "perspective", perspective, str(Perspective(perspective).label), other="topic")


def _slice(request: HttpRequest, axis: str, value: str, label: str, *, other: str) -> HttpResponse:
    """A share crossed by topic and perspective with one of the two fixed."""
    declared = need_metric()
    if declared is None:
        raise Http404
    beside = topic_metrics() if axis == "topic" else []
    chosen = _Chosen(request, declared, *beside)
    if chosen.release is None:
        return no_release(request)
    cells = fixed(chosen.now, declared, NEED_AXES, **{axis: value})
    part = bars_of(declared, str(declared.name), cells, key=axis, source=chosen.release.as_of, axis=other)
    shown_lines = lines_along(other, **{axis: value}) if other == "perspective" else []
    context = chosen.context | {
        "metric": declared,
        "part": part,
        "whole": [(name, one.denominator) for name, one in _names(cells, other)],
        "chart": chosen.over_time(shown_lines),
        "is_topic": axis == "topic",
        "cards": topic_figures(value, chosen.release, chosen.before, chosen.figures) if beside else [],
        "siblings": _siblings(axis, value, chosen.release),
        "title": label,
        "crumbs": _crumbs(label),
    }
    return chosen.answer("ministry/slice.html", context)


def _names(cells: list[Figure], axis: str) -> list[tuple[str, Figure]]:
    labels = dict((Perspective if axis == "perspective" else Topic).choices)
    return [(str(labels[one.axes[axis]]), one) for one in cells]


def _siblings(axis: str, value: str, release: FrozenRelease) -> list[dict[str, Any]]:
    """The other topics or perspectives."""
    choices = Topic.choices if axis == "topic" else Perspective.choices
    return [
        {
            "label": label,
            "url": f"{reverse(f'ministry:{axis}', args=[key])}?stand={release.id}",
            "is_this": key == value,
        }
        for key, label in choices
    ]


def _on_map(declared: Metric, release: FrozenRelease) -> str:
    """Where the metric's total is drawn on the map; empty for one whose total has no figures below the state."""
    offered = {value for group in map_options().values() for value, _label in group}
    choice = f"{declared.key}:"
    return f"{reverse('ministry:overview')}?zahl={choice}&stand={release.id}" if choice in offered else ""


def _crumbs(label: str) -> list[Crumb]:
    return [Crumb(_("Hessen-Übersicht"), reverse("ministry:overview")), Crumb(label)]


class _Chosen:
    """The release a page reads, with the figures of its metrics in it and in the last release of each period."""

    def __init__(self, request: HttpRequest, declared: Metric, *beside: Metric) -> None:
        self.request, self.declared = request, declared
        known = releases()
        self.release: FrozenRelease | None = None
        self.context: dict[str, Any] = {}
        self.now: list[Figure] = []
        if not known:
            return
        self.form = ReleaseChoiceForm(request.GET, releases=known)
        self.release = self.form.release
        self.stands = [one for one in latest_of_each_period(known) if one.cut_off <= self.release.cut_off]
        self.stands = [self.release if one.period == self.release.period else one for one in self.stands]
        self.before = self.stands[-2] if len(self.stands) > 1 else None
        keys = [one.key for one in (declared, *beside)]
        self.figures = state_figures(of=self.stands, metrics=keys)
        self.now = self.figures.get(self.release.id, [])
        self.context = {"form": self.form, "release": self.release, "rounding": rounding_of(self.release)}

    def over_time(self, lines: list[Line]) -> Any:
        """The chart of these lines, if there is something to draw."""
        return over_time(self.declared, lines, self.stands, self.figures)

    def answer(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """The page; 422 for a release that does not exist."""
        status = 200 if self.form.is_valid() else UNPROCESSABLE
        return TemplateResponse(self.request, template, context, status=status)
