"""Who changed a questionnaire. Released versions are never changed, so their name stays."""

from kisi.core.privacy import declare, holds, impersonal
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, DECIDER, FOR_EVER, WITH_THE_RECORD

declare(
    impersonal("instruments.Instrument", "id title perspective origin_key archived_at"),
    holds(
        "instruments.InstrumentVersion",
        activity=AUTHORSHIP,
        retention=FOR_EVER,
        personal={"changed_by": DECIDER},
        free="id instrument number definition origin_version change_note changed_at released_at",
    ),
    holds(
        "instruments.DraftStep",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal={"changed_by": AUTHOR},
        free="id version what before changed_at",
    ),
)
