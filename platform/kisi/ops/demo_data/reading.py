"""The demo's partner towns have read their answers: a code book, coded free answers, a published question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from kisi.core.realms import inside, realm_of
from kisi.core.vocabulary import Perspective, Topic
from kisi.ops.demo_data.municipalities import DEMO, KNOWN_PARTNERS
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.register.entries import DemoEntry
from tenants.results.actions import code_answer, keep_code, publish
from tenants.results.models import AnswerCode
from tenants.results.queries import answers_to_read
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import WaveState

MOST_READ: Final = 20
"""How many answers have been read; the others wait for somebody to try it."""
PUBLISHED: Final = "urgent_topics"
"""The question whose result of the ended wave is public."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A code and how answers that it fits begin, in any language (``answers.WORDS``)."""

    label: str
    topic: Topic
    description: str
    beginnings: tuple[str, ...]


THEMES: Final = (
    Theme(
        "Sprachkurs am Abend",
        Topic.LANGUAGE,
        "Wünsche nach mehr oder anderen Kurszeiten, nach Übung und nach Kursen überhaupt.",
        (
            "Es fehlen Kurse",
            "Ich möchte mehr Deutsch",
            "I would like an evening",
            "Бракує",
            "أحتاج إلى دورة",
            "کلاس",
            "Akşam kursu",
            "Не хватает",
            "Je cherche un cours",
        ),
    ),
    Theme(
        "Wohnung zu klein oder nicht zu finden",
        Topic.HOUSING,
        "Suche nach einer Wohnung und zu enge Wohnungen. Nicht: Streit mit der Nachbarschaft.",
        ("Wir suchen seit", "Важко знайти квартиру", "من الصعب العثور على شقة", "پیدا کردن خانه", "Ev bulmak"),
    ),
)


def read_answers(entry: DemoEntry) -> None:
    """Code free answers and publish a result in a partner town whose code book is empty, in one transaction."""
    if entry.ags not in KNOWN_PARTNERS:
        return
    with inside(realm_of(municipality_by_slug(entry.slug))), transaction.atomic():
        waves = Wave.objects.filter(perspective=Perspective.THIRD_COUNTRY_NATIONALS, created_by=DEMO.label)
        if AnswerCode.objects.exists() or not waves:
            return
        codes = {theme: _kept(theme) for theme in THEMES}
        for wave in waves.select_related("version__instrument"):
            if wave.state == WaveState.ENDED:
                publish(wave=wave, question_code=PUBLISHED, by=DEMO)
            else:
                _code(wave, codes)


def _kept(theme: Theme) -> AnswerCode:
    code = AnswerCode(label=theme.label, topic=theme.topic, description=theme.description)
    return keep_code(code=code, by=DEMO)


def _code(wave: Wave, codes: dict[Theme, AnswerCode]) -> None:
    question = next(one.code for one in definition_of(wave.version).asked if one.type == "text")
    for response in answers_to_read(wave, question).select_related("version", "wave")[:MOST_READ]:
        text = response.answers[question]
        fitting = [code for theme, code in codes.items() if text.startswith(theme.beginnings)]
        code_answer(response=response, question_code=question, codes=fitting, by=DEMO)
