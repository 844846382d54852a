"""What a wave's questionnaire has in common with that of the wave before it: whose answers may stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.instruments.comparison import comparable_codes
from shared.instruments.definition import Question, from_stored, text_of
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import WaveState


@dataclass(frozen=True, slots=True)
class Comparability:
    """The German texts of the new wave's questions, sorted by what they share with the ``earlier`` wave.

    ``same`` can be compared, ``reworded`` too although they are asked in other words, ``different`` have other
    answers or other people who are asked, ``new`` were not asked before.
    """

    earlier: Wave
    same: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many questions stay comparable."""
        return len(self.same) + len(self.reworded)


def comparability_of(wave: Wave) -> Comparability | None:
    """The wave beside the last one with the same questionnaire that was released; None for the first. One query."""
    earlier = (
        Wave.objects.filter(version__instrument=wave.version.instrument_id, opens_on__lte=wave.opens_on)
        .exclude(pk=wave.pk)
        .exclude(state=WaveState.PLANNED)
        .select_related("version__instrument")
        .order_by("-opens_on", "-pk")
        .first()
    )
    if earlier is None:
        return None
    old, new = from_stored(earlier.version.definition), from_stored(wave.version.definition)
    comparable = set(comparable_codes(old, new))
    before = {question.code: question for question in old.asked}
    found = Comparability(earlier)
    for question in new.asked:
        if question.code in comparable:
            is_same = _text(question) == _text(before[question.code])
            (found.same if is_same else found.reworded).append(_text(question))
        elif question.type != "note":
            (found.different if question.code in before else found.new).append(_text(question))
    return found


def _text(question: Question) -> str:
    return text_of(question.text, "de").text
