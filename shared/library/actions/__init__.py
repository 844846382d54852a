"""Writing the library."""

from shared.library.actions.drafting import begin_version, change_draft, create_template, discard_draft
from shared.library.actions.offering import change_offer
from shared.library.actions.publishing import publish_version
from shared.library.actions.reviewing import publish, recall, send_back, submit
from shared.library.problems import FourEyes, LibraryProblem, NotADraft, VersionExists

__all__ = [
    "FourEyes",
    "LibraryProblem",
    "NotADraft",
    "VersionExists",
    "begin_version",
    "change_draft",
    "change_offer",
    "create_template",
    "discard_draft",
    "publish",
    "publish_version",
    "recall",
    "send_back",
    "submit",
]
