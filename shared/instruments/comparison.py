"""What is different between two states of an instrument, in sentences, and what stays comparable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.ui.languages import language_named
from shared.instruments.definition import Condition, Definition, Group, Page, Question, Texts, text_of
from shared.instruments.translation import left_behind

Kind = Literal["added", "removed", "changed"]
KINDS: Final[tuple[Kind, ...]] = ("added", "removed", "changed")
Subject = Literal["whole", "page", "group", "question"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed; ``before`` and ``after`` where it is a text, ``language`` the one it is in."""

    sentence: str
    before: str = ""
    after: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that changed at one place. ``comparable`` counts for questions that are in both."""

    kind: Kind
    subject: Subject
    key: str
    label: str
    sentence: str
    group_kind: str = ""
    changes: tuple[Change, ...] = ()
    comparable: bool | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole difference, in the order of the new state; what was removed comes last."""

    entries: tuple[Entry, ...]
    comparable: tuple[str, ...]
    not_comparable: tuple[str, ...]

    def of_kind(self, kind: Kind, subject: Subject = "question") -> list[Entry]:
        """The entries of one kind."""
        return [entry for entry in self.entries if entry.kind == kind and entry.subject == subject]

    @property
    def summary(self) -> str:
        """One sentence: how many questions are new, gone, changed."""
        new, gone, changed = (len(self.of_kind(kind)) for kind in KINDS)
        said = [
            ngettext("%d Frage neu", "%d Fragen neu", new) % new if new else "",
            ngettext("%d Frage entfällt", "%d Fragen entfallen", gone) % gone if gone else "",
            ngettext("%d Frage geändert", "%d Fragen geändert", changed) % changed if changed else "",
        ]
        said = [words for words in said if words]
        return (", ".join(said) + ".") if said else _("Die Fragen sind gleich geblieben.")


def compare(old: Definition, new: Definition) -> Comparison:
    """What is different in ``new``."""
    comparable = comparable_codes(old, new)
    both = {one.code for one in _answerable(old)} & {one.code for one in _answerable(new)}
    entries = (*_whole(old, new), *_pages(old, new), *_groups(old, new), *_questions(old, new, set(comparable)))
    return Comparison(
        entries, comparable, tuple(one.code for one in new.questions if one.code in both - set(comparable))
    )


def comparable_codes(old: Definition, new: Definition) -> tuple[str, ...]:
    """Codes of the questions whose answers may stand side by side, in the order of ``new``.

    A code keeps its meaning for ever, so another wording is the same question; another type, other
    options or points, another measure or other people who are asked (skip logic) is not.
    """
    before = {placed[2].code: _fingerprint(*placed) for placed in old.placed() if placed[1].enabled}
    return tuple(
        question.code
        for page, group, question in new.placed()
        if group.enabled
        and question.type != "note"
        and before.get(question.code) == _fingerprint(page, group, question)
    )


def _fingerprint(page: Page, group: Group, question: Question) -> tuple[Any, ...]:
    scale = (question.scale.first, question.scale.last) if question.scale else None
    number = (question.number.unit.get("de", ""),) if question.type == "number" else None
    options = frozenset((option.code, option.exclusive) for option in question.options)
    asked_if = (page.show_if, group.show_if, question.show_if)
    return (question.type, options, question.at_most, scale, question.dont_know, number, question.measures, asked_if)


def _answerable(definition: Definition) -> list[Question]:
    return [question for question in definition.questions if question.type != "note"]


def _whole(old: Definition, new: Definition) -> Iterator[Entry]:
    changes = [
        *_text_changes(_("Titel"), old.title, new.title),
        *_text_changes(_("Einleitung"), old.introduction, new.introduction),
        *_text_changes(_("Dank"), old.thanks, new.thanks),
        *_language_changes(old, new),
        *_order_changes(old, new),
    ]
    if changes:
        yield Entry("changed", "whole", "", text_of(new.title, "de").text, _("Fragebogen geändert"), "", tuple(changes))


def _language_changes(old: Definition, new: Definition) -> Iterator[Change]:
    for code in sorted(new.languages.keys() - old.languages.keys()):
        yield Change(_("Neue Sprache: %(name)s") % {"name": language_named(code).german}, language=code)
    for code in sorted(old.languages.keys() - new.languages.keys()):
        yield Change(_("Sprache entfällt: %(name)s") % {"name": language_named(code).german}, language=code)
    for code in sorted(new.languages.keys() & old.languages.keys()):
        if new.languages[code].review != old.languages[code].review:
            words = _("%(name)s: Stand der Übersetzung geändert")
            before, after = old.languages[code].review, new.languages[code].review
            yield Change(words % {"name": language_named(code).german}, review_label(before), review_label(after), code)


def _order_changes(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ([one.code for one in state.questions] for state in (old, new))
    both = set(before) & set(after)
    if [code for code in before if code in both] != [code for code in after if code in both]:
        yield Change(_("Reihenfolge der Fragen geändert"))


def review_label(review: str) -> str:
    """How far a translation was reviewed, in words."""
    labels = {
        "source": _("Ausgangstext"),
        "machine": _("maschinell übersetzt"),
        "draft": _("Entwurf"),
        "reviewed": _("geprüft"),
    }
    return labels.get(review, review)


def _pages(old: Definition, new: Definition) -> Iterator[Entry]:
    words = (_("Neue Seite"), _("Seite entfällt"), _("Seite geändert"))
    before = {page.key: (page, "") for page in old.pages}
    after = {page.key: (page, "") for page in new.pages}
    yield from _parts("page", before, after, words, _page_changes)


def _groups(old: Definition, new: Definition) -> Iterator[Entry]:
    words = (_("Neue Gruppe"), _("Gruppe entfällt"), _("Gruppe geändert"))
    before = {group.key: (group, group.kind) for page in old.pages for group in page.groups}
    after = {group.key: (group, group.kind) for page in new.pages for group in page.groups}
    yield from _parts("group", before, after, words, _group_changes)


def _parts(
    subject: Subject,
    before: Mapping[str, tuple[Any, str]],
    after: Mapping[str, tuple[Any, str]],
    words: tuple[str, str, str],
    changes_of: Callable[[Any, Any], Iterator[Change]],
) -> Iterator[Entry]:
    for key, (part, kind) in after.items():
        label = text_of(part.title, "de").text or key
        if key not in before:
            yield Entry("added", subject, key, label, words[0], kind)
        elif changes := tuple(changes_of(before[key][0], part)):
            yield Entry("changed", subject, key, label, words[2], kind, changes)
    for key, (part, kind) in before.items():
        if key not in after:
            yield Entry("removed", subject, key, text_of(part.title, "de").text or key, words[1], kind)


def _page_changes(old: Page, new: Page) -> Iterator[Change]:
    yield from _text_changes(_("Überschrift"), old.title, new.title)
    yield from _condition_change(old.show_if, new.show_if)


def _group_changes(old: Group, new: Group) -> Iterator[Change]:
    yield from _text_changes(_("Überschrift"), old.title, new.title)
    yield from _condition_change(old.show_if, new.show_if)
    if old.enabled != new.enabled:
        yield Change(_("Eingeschaltet") if new.enabled else _("Abgeschaltet"))
    if old.kind != new.kind:
        yield Change(_("Art geändert"), kind_label(old.kind), kind_label(new.kind))


def kind_label(kind: str) -> str:
    """What a town may do with a group, in a word."""
    return {"core": _("Kern"), "optional": _("freiwillig"), "local": _("eigener Teil")}.get(kind, kind)


def _questions(old: Definition, new: Definition, comparable: set[str]) -> Iterator[Entry]:
    before = {question.code: (group, question) for _page, group, question in old.placed()}
    after = {question.code: (group, question) for _page, group, question in new.placed()}
    for code, (group, question) in after.items():
        label = text_of(question.text, "de").text
        if code not in before:
            yield Entry("added", "question", code, label, _("Neue Frage"), group.kind)
        elif changes := tuple(_question_changes(before[code][1], question, before[code][0], group)):
            stays = None if question.type == "note" else code in comparable
            yield Entry("changed", "question", code, label, _("Frage geändert"), group.kind, changes, stays)
    for code, (group, question) in before.items():
        if code not in after:
            yield Entry("removed", "question", code, text_of(question.text, "de").text, _("Frage entfällt"), group.kind)


def _question_changes(old: Question, new: Question, old_group: Group, new_group: Group) -> Iterator[Change]:
    if old.type != new.type:
        yield Change(_("Andere Art der Frage"), type_label(old.type), type_label(new.type))
    yield from _text_changes(_("Wortlaut"), old.text, new.text)
    yield from _text_changes(_("Hinweis"), old.hint, new.hint)
    yield from _option_changes(old, new)
    yield from _limit_changes(old, new)
    yield from _condition_change(old.show_if, new.show_if)
    if old_group.key != new_group.key:
        before, after = (text_of(one.title, "de").text or one.key for one in (old_group, new_group))
        yield Change(_("Steht in einer anderen Gruppe"), before, after)


def type_label(kind: str) -> str:
    """The type of a question in words."""
    return {
        "single": _("Auswahl, eine Antwort"),
        "multi": _("Auswahl, mehrere Antworten"),
        "scale": _("Skala"),
        "number": _("Zahl"),
        "date": _("Datum"),
        "text": _("Text"),
        "note": _("Hinweistext"),
    }.get(kind, kind)


def _option_changes(old: Question, new: Question) -> Iterator[Change]:
    before = {option.code: option for option in old.options}
    after = {option.code: option for option in new.options}
    for code, option in after.items():
        german = text_of(option.text, "de").text
        if code not in before:
            yield Change(_("Neue Antwort"), after=german)
            continue
        yield from _text_changes(_("Antwort „%(code)s“") % {"code": code}, before[code].text, option.text)
        if before[code].exclusive != option.exclusive:
            yield Change(_("Antwort „%(text)s“ schließt andere aus oder nicht mehr") % {"text": german})
    for code, option in before.items():
        if code not in after:
            yield Change(_("Antwort entfällt"), before=text_of(option.text, "de").text)


_PLAIN: Final = ("required", "at_most", "dont_know", "number", "date", "text_length", "long", "measures")


def _limit_changes(old: Question, new: Question) -> Iterator[Change]:
    if old.scale and new.scale:
        if (old.scale.first, old.scale.last) != (new.scale.first, new.scale.last):
            yield Change(_("Andere Skala"), _points(old), _points(new))
        for point in sorted({*old.scale.labels, *new.scale.labels}):
            title = _("Skalenpunkt %(point)s") % {"point": point}
            yield from _text_changes(title, old.scale.labels.get(point, {}), new.scale.labels.get(point, {}))
    words = {
        "required": _("Pflichtangabe geändert"),
        "at_most": _("Höchstzahl der Antworten geändert"),
        "dont_know": _("„Weiß ich nicht“ geändert"),
        "measures": _("Zuordnung zu den Kennzahlen geändert"),
    }
    for name in _PLAIN:
        if getattr(old, name) != getattr(new, name):
            yield Change(words.get(name, _("Grenzen der Antwort geändert")))


def _points(question: Question) -> str:
    return f"{question.scale.first} – {question.scale.last}" if question.scale else ""


def _text_changes(what: str, old: Texts, new: Texts) -> Iterator[Change]:
    for code in sorted(old.keys() | new.keys(), key=lambda one: (one != "de", one)):
        if old.get(code, "") == new.get(code, ""):
            continue
        name = language_named(code).german
        yield Change(f"{what} ({name})", old.get(code, ""), new.get(code, ""), code)
    if behind := left_behind(old, new):
        names = ", ".join(language_named(code).german for code in behind)
        words = _("%(what)s: Diese Übersetzungen gehören noch zum alten deutschen Text: %(names)s.")
        yield Change(words % {"what": what, "names": names})


def _condition_change(old: Condition | None, new: Condition | None) -> Iterator[Change]:
    if old != new:
        yield Change(_("Wird anderen Personen gezeigt: Die Bedingung ist geändert."))
