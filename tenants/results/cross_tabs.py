"""Cross-tabs: one table a question and group, fixed when it is first shown after the wave's last sheet.

While sheets come, two states one sheet apart would tell that sheet's answer by group; and a table whose limits or
sheets changed would tell, beside the first, what that one protects. So each exists once.
"""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.ui.templatetags.kisi_ui import day
from tenants.results.computing.protection import ProtectedTable, protected
from tenants.results.models import CrossTab, ResultsSettings
from tenants.results.problems import WaveStillOpen
from tenants.results.queries import crossed
from tenants.surveys.models import SurveySettings, Wave


def cross_tab(*, wave: Wave, question_code: str, by_group: str, by: Actor) -> CrossTab:
    """The table of a question by a group; the first to ask for it fixes it, with a line in the trail.

    ``by_group`` is a ``Crossing``. Raises ``WaveStillOpen`` while the wave takes sheets and nothing was fixed before,
    ``KeyError`` for a question the wave does not ask.
    """
    known = CrossTab.objects.filter(wave=wave, question_code=question_code, by=by_group)
    return known.first() or _fixed(wave, question_code, by_group, by)


def _fixed(wave: Wave, question_code: str, by_group: str, by: Actor) -> CrossTab:
    with transaction.atomic():
        # Nobody opens the wave again between the look at it and the count.
        locked = Wave.objects.select_for_update(of=("self",), no_key=True).select_related("version").get(pk=wave.pk)
        require_complete(locked)
        limits = ResultsSettings.current()
        table = protected(crossed(locked, question_code, by_group, limits.column_from), limits.smallest_cell)
        found, is_new = CrossTab.objects.get_or_create(
            wave=locked,
            question_code=question_code,
            by=by_group,
            defaults={
                "table": asdict(table),
                "smallest_cell": limits.smallest_cell,
                "sheets": locked.responses.count(),
                "fixed_on": timezone.localdate(),
            },
        )
        if is_new:
            details = {"question": question_code, "crossed_by": by_group, "sheets": found.sheets}
            record("results.cross_tab_fixed", by=by, subject=locked.reference, details=details)
    return found


def require_complete(wave: Wave) -> None:
    """Raises ``WaveStillOpen``, with the way out, while sheets can still come."""
    late_days = SurveySettings.current().late_days
    if wave.is_complete(timezone.localdate(), late_days=late_days):
        return
    raise WaveStillOpen(
        _("Kreuztabellen gibt es, sobald die Welle keine Bögen mehr annimmt: ab dem %(day)s oder wenn Sie sie beenden.")
        % {"day": day(wave.complete_from(late_days))}
    )


def fixed_before(wave: Wave) -> list[CrossTab]:
    """The tables that were fixed before a wave was opened again, in the order they were asked for."""
    return list(CrossTab.objects.filter(wave=wave).order_by("pk"))


def table_of(found: CrossTab) -> ProtectedTable:
    """The table as it was fixed."""
    kept = found.table
    return ProtectedTable(**kept | {"rows": tuple(kept["rows"]), "columns": tuple(kept["columns"])})
