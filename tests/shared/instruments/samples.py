"""Small definitions for tests, built from plain words."""

from __future__ import annotations

from typing import Any

LANGUAGES = ("de", "de-simple", "uk", "ar", "fa", "tr", "ti", "so", "ru", "ku", "fr", "en")


def texts(german: str, **others: str) -> dict[str, str]:
    """German and what else is given."""
    return {"de": german, **others}


def question(code: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A question whose text is its code."""
    return {"code": code, "type": kind, "text": texts(f"Frage {code}"), **more}


def choice(code: str, options: str = "yes no", kind: str = "single", **more: Any) -> dict[str, Any]:
    """A question with options named by their codes; ``none`` is exclusive in a multi question."""
    listed = [{"code": name, "text": texts(name.title())} for name in options.split()]
    if kind == "multi":
        listed = [option | {"exclusive": True} if option["code"] == "none" else option for option in listed]
    return question(code, kind, options=listed, **more)


def scale(code: str, first: int = 0, last: int = 3, **more: Any) -> dict[str, Any]:
    """A scale question."""
    return question(code, "scale", scale={"from": first, "to": last}, **more)


def group(key: str, *questions: dict[str, Any], kind: str = "core", **more: Any) -> dict[str, Any]:
    """A group."""
    return {"key": key, "kind": kind, "title": texts(f"Gruppe {key}"), "questions": list(questions), **more}


def page(key: str, *groups: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A page."""
    return {"key": key, "title": texts(f"Seite {key}"), "groups": list(groups), **more}


def definition(*pages: dict[str, Any], languages: str = "de uk ar", **more: Any) -> dict[str, Any]:
    """A whole document."""
    states = {code: {"review": "source" if code == "de" else "machine"} for code in languages.split()}
    return {
        "format": 1,
        "family": "kisi-bedarf",
        "perspective": "third_country_nationals",
        "languages": states,
        "title": texts("Was brauchen Sie?"),
        "pages": list(pages),
        **more,
    }


def everything() -> dict[str, Any]:
    """A document with every type, skip logic, an optional and a local group."""
    return definition(
        page(
            "start",
            group(
                "about",
                choice("lives_here"),
                choice("sex", "w m d na", demographic="sex"),
                question("welcome", "note", text=texts("Willkommen", uk="Вітаємо")),
            ),
        ),
        page(
            "needs",
            group(
                "needs",
                scale("need_housing", dont_know=True, measures=measures("housing", positive=["2", "3"])),
                choice("barriers", "cost time none", "multi", at_most=2),
                question("since", "date", date={"min": "2000-01-01", "max": "2026-12-31"}),
            ),
            group(
                "family",
                question("children", "number", number={"min": 0, "max": 20, "unit": texts("Kinder")}, required=True),
                question("child_names", "text", text_length=50, show_if={"question": "children", "none_of": ["0"]}),
                kind="optional",
            ),
            show_if={"question": "lives_here", "any_of": ["yes"]},
        ),
        page("own", group("own", question("local_idea", "text", long=True), kind="local")),
    )


def measures(topic: str, aspect: str = "need", **more: Any) -> dict[str, Any]:
    """The ``measures`` of a question."""
    return {"topic": topic, "aspect": aspect, **more}
