"""Municipalities are legal persons; the register is public."""

from kisi.core.privacy import declare, impersonal

declare(
    impersonal(
        "municipalities.Municipality",
        "id schema_name ags slug name status joined_on left_on is_demo database schema_state revision created_at"
        " updated_at",
    ),
    impersonal("municipalities.Domain", "id tenant is_primary domain"),
    impersonal("municipalities.District", "id ags5 name kind region origin sort_key"),
    impersonal(
        "municipalities.RegisteredMunicipality",
        "id ags name epithet kind district_ags population population_as_of population_source latitude longitude"
        " valid_from valid_to attested_on origin sort_key",
    ),
    impersonal(
        "municipalities.TerritorialChange",
        "id predecessor_ags successor_ags kind effective_on confirmed source note origin",
    ),
)
