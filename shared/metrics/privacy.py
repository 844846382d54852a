"""Figures are numbers about municipalities. Only who asked for a release is a person."""

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import declare, holds, impersonal
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, DECIDER, FOR_EVER, WITH_THE_RECORD

declare(
    impersonal("metrics.CollectionRun", "id period reason towns started_at finished_at"),
    impersonal(
        "metrics.CollectionBatch",
        "id run municipality_ids status touched_at starts counted unchanged failed",
    ),
    impersonal(
        "metrics.Contribution",
        "id role ags metric period cell numerator denominator definition version collected_at",
        _("Zahlen einer Kommune; die Rolle ist die der Datenbank. Veröffentlicht werden sie nur gerundet."),
    ),
    impersonal(
        "metrics.FillState",
        "id role ags collector period status fingerprint started_at finished_at figures attempts next_attempt_at error",
    ),
    impersonal("metrics.MetricDefinition", "id key version revision digest content introduced_at replaced_at"),
    holds(
        "metrics.Release",
        activity=AUTHORSHIP,
        retention=FOR_EVER,
        personal={"requested_by": DECIDER},
        free="id period number cut_off is_interim frozen_at towns_expected towns_reported missing catalogue_version"
        " thresholds seed solver input_hash protocol",
    ),
    impersonal(
        "metrics.ReleasedFigure",
        "id release metric version level area cell numerator denominator hidden_because base reach towns",
    ),
    impersonal("metrics.ReleaseInput", "id release metric ags cells"),
    impersonal("metrics.AmifTotal", "id release metric annex_no code cell numerator denominator"),
    holds(
        "metrics.ReleaseRun",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"requested_by": AUTHOR},
        free="id period thresholds seed status requested_at touched_at starts done_parts all_parts error release",
    ),
)
