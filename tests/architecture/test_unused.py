"""What nothing uses any more is deleted: every function, class and constant of the product is named somewhere else.

Words are counted, not resolved: two things of one name hide each other. Decorated functions are registered somewhere,
and methods are often a framework's; neither is looked at.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.architecture.test_layout import ROOT, product_files

KINDS: Final = (".py", ".html", ".js", ".typ")
FOUND_BY_NAME: Final = {
    "BearerTokenScheme": "drf-spectacular finds subclasses",
    "WorkspaceTokenScheme": "drf-spectacular finds subclasses",
    "StrictObject": "drf-spectacular finds subclasses",
    "forget_everything": "tests exchange the database under a process that goes on",
}


@cache
def sources() -> dict[str, str]:
    """Path → text of everything that can name something."""
    found = [*product_files(*KINDS), Path("pyproject.toml")]
    return {str(path): (ROOT / path).read_text(encoding="utf-8") for path in found}


def unused(texts: Mapping[str, str]) -> list[str]:
    """``file: name`` of whatever is named once only, where it is made."""
    said = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    return [
        f"{file}: {name}"
        for file, text in texts.items()
        if file.endswith(".py") and not {"migrations", "settings"} & set(file.split("/"))
        for name in _made(text)
        if said[name] == 1
    ]


def _made(source: str) -> Iterator[str]:
    for statement in ast.parse(source).body:
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                is_app = any(isinstance(base, ast.Name) and base.id == "AppConfig" for base in _bases(statement))
                if not statement.decorator_list and not is_app:
                    yield statement.name
            case ast.Assign():
                yield from (one.id for one in statement.targets if isinstance(one, ast.Name) and one.id[:2] != "__")
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _bases(statement: ast.FunctionDef | ast.ClassDef) -> list[ast.expr]:
    return statement.bases if isinstance(statement, ast.ClassDef) else []


def test_nothing_of_the_product_is_left_over() -> None:
    assert [line for line in unused(sources()) if line.split(": ")[1] not in FOUND_BY_NAME] == []


def test_no_exception_has_become_needless() -> None:
    assert {line.split(": ")[1] for line in unused(sources())} & set(FOUND_BY_NAME) == set(FOUND_BY_NAME)


def test_what_is_left_over_is_found() -> None:
    planted = {"shared/a.py": "LIMIT = 3\n\ndef used(): ...\n\ndef left(): ...\n", "tenants/b.py": "print(used, 1)\n"}
    assert unused(planted) == ["shared/a.py: LIMIT", "shared/a.py: left"]
