"""What can be done with instruments. Every function is keyword-only, atomic and leaves an audit row."""

from tenants.instruments.actions.adopting import adopt_template
from tenants.instruments.actions.drafts import begin_draft, change_draft, discard_draft, release_draft, undo
from tenants.instruments.actions.instruments import (
    archive_instrument,
    copy_instrument,
    create_instrument,
    import_instrument,
    restore_instrument,
)

__all__ = [
    "adopt_template",
    "archive_instrument",
    "begin_draft",
    "change_draft",
    "copy_instrument",
    "create_instrument",
    "discard_draft",
    "import_instrument",
    "release_draft",
    "restore_instrument",
    "undo",
]
