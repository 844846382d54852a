"""What towns may change, and what of it survives an update of the template."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from shared.instruments.definition import parse
from shared.instruments.local_part import (
    CoreLocked,
    UnknownGroup,
    free_key,
    merge_update,
    refuse_touching_the_core,
    switched,
)
from tests.shared.instruments.samples import choice, definition, everything, group, page, question, texts


def groups_of(document: dict[str, Any]) -> list[list[str]]:
    """The keys of the groups, page by page."""
    return [[one["key"] for one in page["groups"]] for page in document["pages"]]


def test_optional_groups_are_switched() -> None:
    """Off and on again; the original stays as it was."""
    original = everything()
    off = switched(original, "family", on=False)
    assert off["pages"][1]["groups"][1]["enabled"] is False
    assert switched(off, "family", on=True) == original == everything()
    for key in ("needs", "own"):
        with pytest.raises(CoreLocked):
            switched(original, key, on=False)
    with pytest.raises(UnknownGroup):
        switched(original, "gone", on=False)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["pages"][0]["groups"][0]["questions"].pop(),
        lambda d: d["pages"][0]["groups"][0]["questions"][0]["text"].update(uk="x"),
        lambda d: d["pages"][1]["groups"].pop(0),
        lambda d: d["pages"][1]["groups"].reverse(),
        lambda d: d["pages"][1].pop("show_if"),
        lambda d: d["pages"].reverse(),
        lambda d: d["title"].update(de="x"),
        lambda d: d["pages"][1]["groups"][1].update(kind="local"),
        lambda d: d["pages"][0].update(key="other"),
    ],
)
def test_the_core_is_locked(change: Callable[[dict[str, Any]], Any]) -> None:
    """Every way to change it is noticed."""
    changed = everything()
    change(changed)
    with pytest.raises(CoreLocked):
        refuse_touching_the_core(everything(), changed)


def test_what_is_the_towns_own_may_change() -> None:
    """Local groups and pages, choices, languages; everything where nothing belongs to the library."""
    changed = switched(everything(), "family", on=False)
    changed["pages"][2]["title"]["de"] = "Eigenes"
    changed["pages"].insert(0, page("hello", group("hello", question("local_hi"), kind="local")))
    changed["languages"]["tr"] = {"review": "draft"}
    refuse_touching_the_core(everything(), changed)
    own = definition(page("p", group("g", question("local_a"), kind="local")))
    refuse_touching_the_core(own, {**own, "title": texts("Anders")})


def test_an_update_keeps_choices_and_the_local_part() -> None:
    """New core, old choices, own groups at their place."""
    town = switched(everything(), "family", on=False)
    town["pages"][1]["groups"].insert(1, group("after_needs", question("local_b"), kind="local"))
    town["pages"][0]["groups"].insert(0, group("first", question("local_c"), kind="local"))
    town["languages"]["tr"] = {"review": "draft"}
    template = everything()
    template["title"] = texts("Neuer Titel")
    template["pages"][1]["groups"][0]["questions"].append(question("new_question"))
    template["pages"].pop(2)
    merged = merge_update(town, template)
    assert groups_of(merged.document) == [["first", "about"], ["needs", "after_needs", "family"], ["own"]]
    assert merged.document["title"] == texts("Neuer Titel")
    assert merged.document["pages"][1]["groups"][2]["enabled"] is False
    assert set(merged.document["languages"]) == {"de", "uk", "ar", "tr"}
    assert merged.notes == ()
    assert parse(merged.document).question("new_question")
    assert town != merged.document
    assert merge_update(merged.document, template).document == merged.document


def test_an_update_that_takes_a_question_away_frees_what_hung_on_it_and_says_so() -> None:
    """Nothing silent, nothing broken."""
    town = definition(
        page("p", group("g", choice("a"), choice("b"))),
        page(
            "mine",
            group(
                "mine",
                question("local_x", show_if={"question": "a", "any_of": ["yes"]}),
                question("local_y", show_if={"any": [{"question": "b", "any_of": ["no"]}]}),
                kind="local",
            ),
        ),
    )
    template = definition(page("p", group("g", choice("a"), choice("b", "yes perhaps"))))
    merged = merge_update(town, template)
    parse(merged.document)
    mine = merged.document["pages"][1]["groups"][0]["questions"]
    assert ["show_if" in one for one in mine] == [True, False]
    assert len(merged.notes) == 1
    assert "Frage local_y" in merged.notes[0]


def test_keys_that_the_template_took_meanwhile_are_renamed() -> None:
    """Two groups of one name would be refused."""
    town = definition(page("p", group("g", choice("a")), group("news", question("local_x"), kind="local")))
    template = definition(page("p", group("g", choice("a")), group("news", choice("b"))))
    merged = merge_update(town, template).document
    assert groups_of(merged) == [["g", "news_2", "news"]]
    parse(merged)
    assert free_key("a" * 70, {"a" * 60}) == "a" * 58 + "_2"
    assert copy.deepcopy(town) == town
