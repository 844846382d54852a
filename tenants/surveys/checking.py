"""Answers against the version a wave asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from shared.instruments import answers as instrument_answers
from shared.instruments.answers import Reason
from shared.instruments.definition import Definition, from_stored, text_of
from shared.instruments.sentences import say
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.kept import KeptByVersion
from tenants.surveys.problems import AnswersRefused

DEFINITIONS: Final = KeptByVersion[Definition](100)
"""Some hundred kilobytes each; more towns than that seldom ask at the same time."""

MOST_NAMED: Final = 3
"""So many wrong answers are named in one message."""


def definition_of(version: InstrumentVersion) -> Definition:
    """What a version asks. It was checked when it was stored.

    The values are kept on this object, and for released versions in the process: reading a large definition
    from the database and taking it apart costs more than the rest of a participant's page.
    """
    kept: Definition | None = getattr(version, "_definition_values", None)
    if kept is None:
        kept = DEFINITIONS.get(version, "definition", lambda: from_stored(version.definition))
        version._definition_values = kept  # type: ignore[attr-defined]
    return kept


def checked_answers(version: InstrumentVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers normalised and complete. Raises ``AnswersRefused`` naming every question."""
    try:
        return instrument_answers.check_answers(definition_of(version), answers, complete=True)
    except instrument_answers.AnswersRefused as refused:
        reasons = {code: reason.code for code, reason in refused.reasons.items()}
        said = " ".join(_sentences(definition_of(version), refused.reasons))
        raise AnswersRefused(
            _("Diese Antworten passen nicht zum Fragebogen. %(said)s") % {"said": said}, reasons
        ) from refused


def _sentences(definition: Definition, reasons: Mapping[str, Reason]) -> Iterator[str]:
    """For people of the town: each question with what is wrong, the first few."""
    asked = {question.code: text_of(question.text, "de").text for question in definition.asked}
    for code, reason in list(reasons.items())[:MOST_NAMED]:
        yield _("„%(question)s“: %(reason)s") % {"question": asked.get(code, code), "reason": say(reason, "de").text}
