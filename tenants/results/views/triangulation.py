"""The matrix: who sees which need."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kisi.core.access import Permission, requires
from kisi.ui.parts import Action
from kisi.ui.tables import Table, answer_table, export_asked
from tenants.results.computing.triangulation import Rule
from tenants.results.findings import findings
from tenants.results.forms import ChooseWaves
from tenants.results.listing import MATRIX, MATRIX_FILE, MatrixLine, matrix_cells, matrix_lines
from tenants.results.models import ResultsSettings
from tenants.results.onward import Finding, ways_on
from tenants.results.queries import results_of, rule_of, triangulation
from tenants.results.views.waves import crumbs


@requires(Permission.RESULTS_VIEW)
def perspectives(request: HttpRequest) -> HttpResponse:
    """Topic × perspective over the newest waves or the chosen ones."""
    chosen = ChooseWaves(request.GET)
    results, limits = results_of(chosen.waves()), ResultsSettings.current()
    rows = triangulation(results, rule_of(limits))
    lines = matrix_lines(rows, {result.wave.perspective: result.wave.pk for result in results})
    if export_asked(request):
        return answer_table(request, "results/perspectives.html", MATRIX_FILE, matrix_cells(lines))
    context = {
        "crumbs": crumbs(here=_("Perspektiven")),
        "form": chosen,
        "results": results,
        "findings": findings(rows),
        "rule": limits,
    }
    return answer_table(
        request, "results/perspectives.html", _with_ways_on(request, rule_of(limits)), lines, None, context
    )


def _with_ways_on(request: HttpRequest, current: Rule) -> Table:
    """The matrix with a menu in each line, where an app says where a topic leads on to."""
    ways, seen_from = ways_on(request), current.seen_from

    def entries(line: MatrixLine) -> list[Action]:
        seeing = tuple(one for one in line.row.views if line.value(one) >= seen_from)
        seen = Finding(topic=line.row.topic, perspectives=seeing)
        return [Action(way.label, way.icon, way.url(seen)) for way in ways]

    return replace(MATRIX, actions=entries) if ways else MATRIX
