"""Results are numbers; a coded free answer leads to a sheet and no further."""

from kisi.core.privacy import declare, holds, impersonal
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, WITH_THE_RECORD

declare(
    impersonal(
        "results.ResultsSettings",
        "id smallest_cell smallest_column few_sheets seen_from_percent smallest_gap_percent smallest_view"
        " smallest_publication group_gap_percent weighting_base weighting_group weighting_cap",
    ),
    impersonal("results.AnswerCode", "id label topic description retired_at"),
    impersonal("results.Coding", "id response question_code codes"),
    impersonal("results.InterimState", "wave numbers changed_at"),
    impersonal("results.CrossTab", "id wave question_code by table smallest_cell sheets fixed_on"),
    holds(
        "results.Publication",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"published_by": AUTHOR},
        free="id wave question_code figures published_on",
    ),
    impersonal("results.ReferencePopulation", "id perspective people total source as_of"),
)
