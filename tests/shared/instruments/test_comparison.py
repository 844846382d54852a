"""The readable difference, and what stays comparable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.instruments.comparison import Change, comparable_codes, compare
from shared.instruments.definition import parse
from tests.shared.instruments.samples import choice, everything, question, texts

ALL = ("lives_here", "sex", "need_housing", "barriers", "since", "children", "child_names", "local_idea")


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Everything with one change."""
    document = everything()
    change(document)
    return document


def needs(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions of the group „needs“."""
    found: list[dict[str, Any]] = document["pages"][1]["groups"][0]["questions"]
    return found


def test_the_same_is_the_same() -> None:
    """No entry, everything comparable, notes aside."""
    comparison = compare(parse(everything()), parse(everything()))
    assert comparison.entries == ()
    assert comparison.comparable == ALL
    assert comparison.not_comparable == ()
    assert comparison.summary == "Die Fragen sind gleich geblieben."


def test_questions_come_and_go() -> None:
    """Each with its German text and kind of group."""
    document = changed(lambda d: needs(d).append(question("new")))
    document["pages"][0]["groups"][0]["questions"].pop(1)
    comparison = compare(parse(everything()), parse(document))
    assert [(one.kind, one.key, one.label, one.group_kind) for one in comparison.entries] == [
        ("added", "new", "Frage new", "core"),
        ("removed", "sex", "Frage sex", "core"),
    ]
    assert comparison.summary == "1 Frage neu, 1 Frage entfällt."
    assert comparison.comparable == tuple(code for code in ALL if code != "sex")


def test_a_new_wording_is_shown_per_language_and_stays_comparable() -> None:
    """A code keeps its meaning."""
    document = changed(lambda d: needs(d)[0].update(text=texts("Neu", uk="Нове")))
    (entry,) = compare(parse(everything()), parse(document)).entries
    assert entry.comparable is True
    assert entry.changes == (
        Change("Wortlaut (Deutsch)", "Frage need_housing", "Neu", "de"),
        Change("Wortlaut (Ukrainisch)", "", "Нове", "uk"),
    )


def test_translations_of_the_old_wording_are_named() -> None:
    """A German text that changed without them; not one that changed too, or that is new."""
    before = changed(lambda d: needs(d)[0].update(text=texts("Alt", uk="Старе", ar="قديم")))
    after = changed(lambda d: needs(d)[0].update(text=texts("Neu", uk="Старе", ar="جديد")))
    (entry,) = compare(parse(before), parse(after)).entries
    said = [one.sentence for one in entry.changes if "gehören noch" in one.sentence]
    assert said == ["Wortlaut: Diese Übersetzungen gehören noch zum alten deutschen Text: Ukrainisch."]
    (other,) = compare(parse(after), parse(changed(lambda d: needs(d)[0].update(text=texts("Neu", uk="Нове"))))).entries
    assert not [one for one in other.changes if "gehören noch" in one.sentence]


NOT_COMPARABLE: list[tuple[str, Callable[[dict[str, Any]], Any], set[str]]] = [
    ("an option more", lambda d: needs(d)[1]["options"].append({"code": "fear", "text": texts("Angst")}), {"barriers"}),
    ("an option made exclusive", lambda d: needs(d)[1]["options"][0].update(exclusive=True), {"barriers"}),
    ("more answers allowed", lambda d: needs(d)[1].pop("at_most"), {"barriers"}),
    ("another scale", lambda d: needs(d)[0]["scale"].update(to=4), {"need_housing"}),
    ("no dk", lambda d: needs(d)[0].pop("dont_know"), {"need_housing"}),
    ("another need", lambda d: needs(d)[0]["measures"].update(positive=["3"]), {"need_housing"}),
    ("another type", lambda d: needs(d).__setitem__(2, choice("since")), {"since"}),
    ("other people", lambda d: needs(d)[2].update(show_if={"question": "sex", "any_of": ["w"]}), {"since"}),
    ("a page for all", lambda d: d["pages"][1].pop("show_if"), set(ALL[2:7])),
]


@pytest.mark.parametrize(("change", "codes"), [case[1:] for case in NOT_COMPARABLE], ids=[x[0] for x in NOT_COMPARABLE])
def test_what_ends_comparability(change: Callable[[dict[str, Any]], Any], codes: set[str]) -> None:
    """Exactly the touched questions, each with an entry that says why."""
    before, after = parse(everything()), parse(changed(change))
    assert set(ALL) - set(comparable_codes(before, after)) == codes
    comparison = compare(before, after)
    assert set(comparison.not_comparable) == codes
    assert comparison.entries


def test_a_switched_off_group_is_not_comparable_and_named() -> None:
    """There are no answers to compare."""
    document = changed(lambda d: d["pages"][1]["groups"][1].update(enabled=False))
    comparison = compare(parse(everything()), parse(document))
    assert comparison.comparable == tuple(code for code in ALL if not code.startswith("child"))
    assert [(one.subject, one.key, one.changes) for one in comparison.entries] == [
        ("group", "family", (Change("Abgeschaltet"),))
    ]


def test_languages_pages_and_groups_are_named() -> None:
    """Title, review state, new language, headings."""

    def change(document: dict[str, Any]) -> None:
        document["title"]["uk"] = "Що потрібно?"
        document["languages"] = {"de": {"review": "source"}, "uk": {"review": "reviewed"}, "tr": {"review": "draft"}}
        document["pages"][2]["title"]["de"] = "Eigenes"
        document["pages"][0]["groups"][0]["title"]["de"] = "Über Sie"

    comparison = compare(parse(everything()), parse(changed(change)))
    assert [(one.subject, [what.sentence for what in one.changes]) for one in comparison.entries] == [
        (
            "whole",
            [
                "Titel (Ukrainisch)",
                "Neue Sprache: Türkisch",
                "Sprache entfällt: Arabisch",
                "Ukrainisch: Stand der Übersetzung geändert",
            ],
        ),
        ("page", ["Überschrift (Deutsch)"]),
        ("group", ["Überschrift (Deutsch)"]),
    ]
    assert comparison.comparable == ALL


def test_another_order_is_named_and_stays_comparable() -> None:
    """New and removed questions alone are no other order."""
    moved = changed(lambda d: needs(d).reverse())
    (entry,) = compare(parse(everything()), parse(moved)).entries
    assert [what.sentence for what in entry.changes] == ["Reihenfolge der Fragen geändert"]
    assert set(compare(parse(everything()), parse(moved)).comparable) == set(ALL)
