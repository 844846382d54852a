"""Invented answers: plausible, different from town to town, and the same for the same seed. Nobody gave them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kisi.core.vocabulary import Perspective, Topic
from shared.instruments.definition import DONT_KNOW, Definition, Question
from shared.instruments.flow import without_hidden
from tenants.surveys.actions.responses import Sheet
from tenants.surveys.vocabulary import Channel

Weights = Mapping[str, float]

NEED: Final[dict[str, tuple[float, float, float]]] = {
    Topic.LANGUAGE: (0.66, 0.70, 0.62),
    Topic.EDUCATION: (0.48, 0.42, 0.50),
    Topic.WORK: (0.58, 0.44, 0.46),
    Topic.HOUSING: (0.72, 0.56, 0.66),
    Topic.HEALTH: (0.46, 0.26, 0.34),
    Topic.BENEFITS: (0.60, 0.30, 0.68),
    Topic.ENCOUNTER: (0.44, 0.58, 0.36),
    Topic.FAMILY: (0.40, 0.24, 0.26),
    Topic.MOBILITY: (0.38, 0.34, 0.24),
    Topic.SAFETY: (0.36, 0.30, 0.20),
    Topic.VOLUNTEERING: (0.24, 0.42, 0.34),
    Topic.PROCEDURES: (0.62, 0.38, 0.72),
}
"""How strongly a need is felt, by perspective: third-country nationals, residents, administration."""
BEFORE: Final[Weights] = {
    Topic.LANGUAGE: 0.09,
    Topic.WORK: 0.04,
    Topic.HOUSING: -0.11,
    Topic.BENEFITS: -0.05,
    Topic.ENCOUNTER: -0.03,
    Topic.MOBILITY: 0.06,
    Topic.PROCEDURES: 0.05,
}
"""How much stronger each need was felt in the half-year before, everywhere: what time lines and trends show."""
ORDER: Final = (Perspective.THIRD_COUNTRY_NATIONALS, Perspective.RESIDENTS, Perspective.ADMINISTRATION)
LANGUAGES: Final[tuple[Weights, ...]] = (
    {
        "uk": 22, "ar": 20, "fa": 12, "de": 10, "tr": 9, "ru": 6, "en": 6, "ti": 5, "so": 4, "ku": 3, "de-simple": 3,
        "fr": 2,
    },
    {"de": 86, "de-simple": 5, "tr": 3, "en": 3, "ru": 3},
    {"de": 100},
)  # fmt: skip
CHANNELS: Final[tuple[Weights, ...]] = (
    {Channel.LINK: 50, Channel.PAPER: 22, Channel.ASSISTED: 16, Channel.KIOSK: 12},
    {Channel.LINK: 78, Channel.PAPER: 16, Channel.KIOSK: 6},
    {Channel.LINK: 100},
)
DEMOGRAPHICS: Final[dict[str, Weights]] = {
    "sex": {"w": 49, "m": 43, "d": 1, "na": 7},
    "age_bracket": {"u18": 7, "18_60": 74, "o60": 13, "na": 6},
}
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "de": (
        "Es fehlen Kurse am Abend.",
        "Mehr Begegnung im Stadtteil wäre schön.",
        "Die Wartezeit bei Terminen ist zu lang.",
        "Briefe vom Amt sind schwer zu verstehen.",
        "Wir suchen seit zwei Jahren eine größere Wohnung.",
    ),
    "de-simple": ("Ich möchte mehr Deutsch sprechen.", "Der Bus fährt zu selten."),
    "en": ("I would like an evening language course.", "Finding a doctor is difficult."),
    "uk": ("Бракує вечірніх курсів німецької.", "Важко знайти квартиру для сім’ї.", "Дякую за допомогу з документами."),
    "ar": ("أحتاج إلى دورة لغة في المساء.", "من الصعب العثور على شقة.", "أريد أن أتعرف على جيراني."),
    "fa": ("پیدا کردن خانه خیلی سخت است.", "کلاس زبان بیشتری لازم داریم."),
    "tr": ("Akşam kursu istiyorum.", "Ev bulmak çok zor."),
    "ru": ("Не хватает вечерних курсов.", "Трудно записаться к врачу."),
    "fr": ("Je cherche un cours de langue le soir.",),
}
UNANSWERED: Final = 0.05
UNSURE: Final = 0.04
GIVES_UP: Final = 0.06
WRITES: Final = 0.18


@dataclass(frozen=True, slots=True)
class Town:
    """What makes a town's answers its own: how much stronger or weaker each need is felt there."""

    name: str
    seed: int

    def chance(self, part: str) -> random.Random:
        """The town's dice for one part of the demo."""
        return random.Random(f"{self.seed}/{self.name}/{part}")  # noqa: S311 (invented answers, not secrets)

    def leanings(self) -> dict[str, float]:
        """Per topic what is added to the usual strength."""
        chance = self.chance("leanings")
        return {topic: chance.gauss(0, 0.07) for topic in NEED}


def sheets(definition: Definition, town: Town, number: int, *, before: bool = False) -> Iterator[Sheet]:
    """This many filled-in sheets of an instrument, now or in the half-year before; every one fits it."""
    part = ORDER.index(Perspective(definition.perspective))
    chance = town.chance(f"answers/{definition.perspective}{'/before' if before else ''}")
    leanings, shift = town.leanings(), BEFORE if before else {}
    strength = {topic: _within(usual[part] + leanings[topic] + shift.get(topic, 0.0)) for topic, usual in NEED.items()}
    languages, channels = _drawer(LANGUAGES[part], chance), _drawer(CHANNELS[part], chance)
    for _number in range(number):
        language, channel = languages(), channels()
        yield Sheet(
            id=uuid.UUID(int=chance.getrandbits(128), version=4),
            channel=channel,
            language=language,
            consent_version=1,
            answers=_answers(definition, strength, language, chance),
        )


def _answers(definition: Definition, strength: Weights, language: str, chance: random.Random) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    last = chance.randrange(len(definition.pages)) if chance.random() < GIVES_UP else len(definition.pages)
    for page in definition.pages[: last + 1]:
        for group in page.groups:
            for question in group.questions if group.enabled else ():
                if question.type != "note" and (question.required or chance.random() > UNANSWERED):
                    answer = _answer(question, strength, language, chance)
                    if answer not in (None, []):
                        answers[question.code] = answer
    return without_hidden(definition, answers)


def _answer(question: Question, strength: Weights, language: str, chance: random.Random) -> Any:
    if question.type == "scale":
        return _scale(question, strength, chance)
    if question.type == "multi":
        return _multi(question, strength, chance)
    if question.type == "single":
        weights = DEMOGRAPHICS.get(question.demographic) or _falling(question.values)
        return _drawer({code: weights.get(code, 1) for code in question.values}, chance)()
    if question.type == "text" and chance.random() < WRITES and language in WORDS:
        return chance.choice(WORDS[language])[: question.text_length]
    return None


def _scale(question: Question, strength: Weights, chance: random.Random) -> Any:
    if question.scale is None:
        return None
    if question.dont_know and chance.random() < UNSURE:
        return DONT_KNOW
    topic = question.measures.topic if question.measures else ""
    likely = strength.get(topic, 0.5)
    return question.scale.first + sum(chance.random() < likely for _step in question.scale.points[1:])


def _multi(question: Question, strength: Weights, chance: random.Random) -> list[str]:
    alone = [option.code for option in question.options if option.exclusive]
    if alone and chance.random() < UNANSWERED:
        return [alone[0]]
    most = min(question.at_most or 3, len(question.options) - len(alone))
    wanted = chance.randint(1, max(most, 1))
    weights = _falling(question.values)
    offered = [code for code in question.values if code not in alone]
    ranked = sorted(offered, key=lambda code: chance.random() ** (1 / strength.get(code, weights[code])), reverse=True)
    chosen = set(ranked[:wanted])
    return [code for code in question.values if code in chosen]


def _falling(values: Sequence[str]) -> dict[str, float]:
    """Earlier answers are chosen more often; small steps, so that every answer occurs."""
    return {value: 1 / (2 + place) for place, value in enumerate(values)}


def _drawer(weights: Weights, chance: random.Random) -> Callable[[], str]:
    values, numbers = list(weights), list(weights.values())
    return lambda: str(chance.choices(values, numbers)[0])


def _within(value: float) -> float:
    return min(max(value, 0.05), 0.95)
