"""What no schema can say: codes that belong together, order, what a town's own questions are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from kisi.core.vocabulary import AgeBracket, Sex, Topic
from shared.instruments.definition.parts import DONT_KNOW, LOCAL_PREFIX
from shared.instruments.definition.shape import Problem, pointer_of, short

MAX_QUESTIONS: Final = 200
MAX_SCALE_POINTS: Final = 11
DEMOGRAPHICS: Final = {"sex": tuple(Sex.values), "age_bracket": tuple(AgeBracket.values)}
"""Demographic questions and the answers they must offer, in this order."""

Path = list[str | int]


@dataclass
class _Seen:
    """What stood before the place that is being looked at."""

    languages: set[str]
    values: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """Earlier questions with their possible answers; None: any number."""
    later: set[str] = field(default_factory=set)
    open_questions: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def meaning_problems(document: dict[str, Any]) -> list[Problem]:
    """Everything wrong with a document whose shape is right."""
    return [*_whole(document), *_pages(document)]


def _whole(document: dict[str, Any]) -> Iterator[Problem]:
    if document["languages"]["de"]["review"] != "source":
        yield Problem("/languages/de/review", "Deutsch ist die Sprache, aus der übersetzt wird („source“).")
    for code, state in document["languages"].items():
        if not _is_date(state.get("reviewed_on", "2026-01-01")):
            yield Problem(f"/languages/{code}/reviewed_on", "Diesen Tag gibt es nicht.")
    languages = set(document["languages"])
    for name in ("title", "introduction", "thanks"):
        yield from _translated(document.get(name), [name], languages)
    count = sum(len(group["questions"]) for page in document["pages"] for group in page["groups"])
    if count > MAX_QUESTIONS:
        yield Problem("/pages", f"Das sind {count} Fragen, höchstens {MAX_QUESTIONS} sind möglich.")


def _pages(document: dict[str, Any]) -> Iterator[Problem]:
    seen = _Seen(languages=set(document["languages"]))
    seen.later = {
        question["code"] for page in document["pages"] for group in page["groups"] for question in group["questions"]
    }
    pages, groups = set[str](), set[str]()
    for number, page in enumerate(document["pages"]):
        path: Path = ["pages", number]
        yield from _unique(page["key"], pages, [*path, "key"], "Zwei Seiten heißen „{}“.")
        yield from _translated(page["title"], [*path, "title"], seen.languages)
        yield from _condition(page.get("show_if"), [*path, "show_if"], seen)
        for position, group in enumerate(page["groups"]):
            inner = [*path, "groups", position]
            yield from _unique(group["key"], groups, [*inner, "key"], "Zwei Gruppen heißen „{}“.")
            yield from _group(group, inner, seen)


def _group(group: dict[str, Any], path: Path, seen: _Seen) -> Iterator[Problem]:
    yield from _translated(group.get("title"), [*path, "title"], seen.languages)
    yield from _condition(group.get("show_if"), [*path, "show_if"], seen)
    for number, question in enumerate(group["questions"]):
        inner = [*path, "questions", number]
        code = question["code"]
        yield from _unique(
            code, seen.codes, [*inner, "code"], "Den Code „{}“ gibt es schon. Jeder Code steht einmal da."
        )
        yield from _prefix(code, group["kind"], inner)
        yield from _condition(question.get("show_if"), [*inner, "show_if"], seen)
        yield from _question(question, inner, seen)
        _remember(question, seen)


def _remember(question: dict[str, Any], seen: _Seen) -> None:
    code, kind = question["code"], question["type"]
    seen.later.discard(code)
    if kind in {"single", "multi"}:
        seen.values[code] = tuple(option["code"] for option in question["options"])
    elif kind == "scale":
        seen.values[code] = _scale_values(question)
    elif kind == "number":
        seen.values[code] = None
    elif kind in {"date", "text"}:
        seen.open_questions.add(code)


def _scale_values(question: dict[str, Any]) -> tuple[str, ...]:
    points = range(question["scale"]["from"], question["scale"]["to"] + 1)
    return tuple(str(point) for point in points) + ((DONT_KNOW,) if question.get("dont_know") else ())


def _prefix(code: str, kind: str, path: Path) -> Iterator[Problem]:
    if kind == "local" and not code.startswith(LOCAL_PREFIX):
        yield Problem(
            pointer_of([*path, "code"]), f"Der Code einer eigenen Frage beginnt mit „{LOCAL_PREFIX}“: „{code}“ nicht."
        )
    if kind != "local" and code.startswith(LOCAL_PREFIX):
        yield Problem(pointer_of([*path, "code"]), f"„{LOCAL_PREFIX}“ steht nur vor Codes in Gruppen der Art „local“.")


def _unique(name: str, known: set[str], path: Path, wording: str) -> Iterator[Problem]:
    if name in known:
        yield Problem(pointer_of(path), wording.format(name))
    known.add(name)


def _translated(texts: dict[str, str] | None, path: Path, languages: set[str]) -> Iterator[Problem]:
    for code in (texts or {}).keys() - languages:
        yield Problem(pointer_of([*path, code]), f"Die Sprache „{code}“ steht nicht unter „languages“.")


def _question(question: dict[str, Any], path: Path, seen: _Seen) -> Iterator[Problem]:
    yield from _translated(question["text"], [*path, "text"], seen.languages)
    yield from _translated(question.get("hint"), [*path, "hint"], seen.languages)
    if check := _BY_TYPE.get(question["type"]):
        yield from check(question, path, seen)
    if "measures" in question:
        yield from _measures(question, [*path, "measures"])
    yield from _demographic(question, path)


def _options(question: dict[str, Any], path: Path, seen: _Seen) -> Iterator[Problem]:
    known = set[str]()
    for number, option in enumerate(question["options"]):
        inner = [*path, "options", number]
        yield from _unique(option["code"], known, [*inner, "code"], "Die Antwort „{}“ steht doppelt da.")
        yield from _translated(option["text"], [*inner, "text"], seen.languages)
        if option.get("exclusive") and question["type"] == "single":
            yield Problem(pointer_of([*inner, "exclusive"]), "„exclusive“ gibt es nur bei Mehrfachauswahl.")
    if question.get("at_most", 0) > len(question["options"]):
        yield Problem(pointer_of([*path, "at_most"]), "So viele Antworten gibt es nicht.")


def _scale(question: dict[str, Any], path: Path, seen: _Seen) -> Iterator[Problem]:
    scale = question["scale"]
    if not 1 <= scale["to"] - scale["from"] < MAX_SCALE_POINTS:
        yield Problem(pointer_of([*path, "scale"]), f"Eine Skala hat 2 bis {MAX_SCALE_POINTS} Punkte, aufsteigend.")
        return
    for point, texts in scale.get("labels", {}).items():
        inner = [*path, "scale", "labels", point]
        if not scale["from"] <= int(point) <= scale["to"]:
            yield Problem(pointer_of(inner), f"Der Punkt {point} liegt nicht auf der Skala.")
        yield from _translated(texts, inner, seen.languages)


def _number(question: dict[str, Any], path: Path, seen: _Seen) -> Iterator[Problem]:
    limits = question.get("number", {})
    if "min" in limits and "max" in limits and limits["min"] > limits["max"]:
        yield Problem(pointer_of([*path, "number"]), "Der kleinste Wert ist größer als der größte.")
    yield from _translated(limits.get("unit"), [*path, "number", "unit"], seen.languages)


def _date(question: dict[str, Any], path: Path, _seen: _Seen) -> Iterator[Problem]:
    limits = question.get("date", {})
    wrong = [name for name in limits if not _is_date(limits[name])]
    yield from (Problem(pointer_of([*path, "date", name]), "Diesen Tag gibt es nicht.") for name in wrong)
    if not wrong and limits.get("min", "") > limits.get("max", "9999-12-31"):
        yield Problem(pointer_of([*path, "date"]), "Der früheste Tag liegt nach dem spätesten.")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_BY_TYPE: Final[dict[str, Callable[[dict[str, Any], Path, _Seen], Iterator[Problem]]]] = {
    "single": _options,
    "multi": _options,
    "scale": _scale,
    "number": _number,
    "date": _date,
}


def _measures(question: dict[str, Any], path: Path) -> Iterator[Problem]:
    measures = question["measures"]
    if ("topic" in measures) == ("topics" in measures):
        yield Problem(
            pointer_of(path), "Eine Frage misst entweder ein Handlungsfeld („topic“) oder mehrere („topics“)."
        )
    if "topics" in measures:
        yield from _topics(question, path)
    if "positive" in measures:
        yield from _positive(question, [*path, "positive"])
    elif measures["aspect"] == "need" and question["type"] in {"single", "multi", "scale"} and "topic" in measures:
        yield Problem(pointer_of([*path, "positive"]), "Welche Antworten bedeuten „sieht einen Bedarf“? Angabe fehlt.")


def _topics(question: dict[str, Any], path: Path) -> Iterator[Problem]:
    if question["type"] != "multi":
        yield Problem(pointer_of([*path, "topics"]), "Handlungsfelder als Antworten gibt es nur bei Mehrfachauswahl.")
        return
    foreign = [
        option["code"]
        for option in question["options"]
        if option["code"] not in Topic.values and not option.get("exclusive")
    ]
    if foreign:
        yield Problem(pointer_of([*path, "topics"]), f"„{foreign[0]}“ ist kein Handlungsfeld.")


def _positive(question: dict[str, Any], path: Path) -> Iterator[Problem]:
    if question["type"] == "scale":
        possible = _scale_values(question)
    else:
        possible = tuple(option["code"] for option in question.get("options", []))
    for number, value in enumerate(question["measures"]["positive"]):
        if value not in possible:
            yield Problem(pointer_of([*path, number]), f"„{short(value)}“ ist keine Antwort dieser Frage.")


def _demographic(question: dict[str, Any], path: Path) -> Iterator[Problem]:
    code, name = question["code"], question.get("demographic", "")
    if code in DEMOGRAPHICS and name != code:
        yield Problem(pointer_of([*path, "code"]), f"Der Code „{code}“ gehört der Angabe zur Person („demographic“).")
    if not name:
        return
    if code != name:
        yield Problem(pointer_of([*path, "code"]), f"Diese Angabe zur Person hat den Code „{name}“.")
    if question.get("required"):
        yield Problem(pointer_of([*path, "required"]), "Angaben zur Person sind freiwillig.")
    codes = tuple(option["code"] for option in question.get("options", []))
    if question["type"] == "single" and codes != DEMOGRAPHICS[name]:
        expected = ", ".join(DEMOGRAPHICS[name])
        yield Problem(pointer_of([*path, "options"]), f"Die Antworten sind festgelegt: {expected}.")


def _condition(condition: dict[str, Any] | None, path: Path, seen: _Seen) -> Iterator[Problem]:
    if condition is None:
        return
    for join in ("all", "any"):
        for number, part in enumerate(condition.get(join, ())):
            yield from _condition(part, [*path, join, number], seen)
    if "question" in condition:
        yield from _refers(condition, path, seen)


def _refers(condition: dict[str, Any], path: Path, seen: _Seen) -> Iterator[Problem]:
    code = condition["question"]
    wanted = [*condition.get("any_of", ()), *condition.get("none_of", ())]
    if code in seen.open_questions:
        if wanted:
            yield Problem(pointer_of(path), f"Bei „{code}“ lässt sich nur fragen, ob geantwortet wurde („answered“).")
    elif code not in seen.values:
        message = "steht erst später" if code in seen.later else "gibt es nicht"
        yield Problem(pointer_of([*path, "question"]), f"Die Frage „{short(code)}“ {message}.")
    else:
        possible = seen.values[code]
        wrong = [value for value in wanted if not _possible(value, possible)]
        yield from (
            Problem(pointer_of(path), f"„{short(value)}“ ist keine mögliche Antwort auf „{code}“.") for value in wrong
        )


def _possible(value: str, possible: tuple[str, ...] | None) -> bool:
    if possible is not None:
        return value in possible
    try:
        float(value)
    except ValueError:
        return False
    return value.lstrip("-").replace(".", "", 1).isascii() and value.lstrip("-").replace(".", "", 1).isdigit()
