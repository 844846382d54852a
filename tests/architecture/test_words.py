"""One word for one thing on screen: templates and questionnaires come in „Fassungen“; software has versions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.test_layout import ROOT, product_files

OTHER_WORD: Final = re.compile(r"\bVersion(en)?\b")
OF_SOFTWARE: Final = ("platform/kisi/ops/", "platform/kisi/settings/", "shared/onboarding/archive/", "/migrations/")


def spoken(path: Path) -> Iterator[str]:
    """What a file may put on screen: a template or help page as it is, the strings of a module without docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    said_of_code = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    yield from (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said_of_code
    )


def files() -> Iterator[Path]:
    """Every module, template and help page that is not about software, below ``ROOT``."""
    helping = (path for path in product_files(".md") if path.parent.name == "help")
    for path in (*product_files(".py", ".html"), *helping):
        if not any(part in str(path) for part in OF_SOFTWARE):
            yield path


def test_what_comes_in_numbered_states_is_called_fassung() -> None:
    found = {str(path) for path in files() for text in spoken(ROOT / path) if OTHER_WORD.search(text)}
    assert found == set()


def test_the_other_word_is_found(tmp_path: Path) -> None:
    module = tmp_path / "a.py"
    module.write_text('"""A Version."""\nfrom x import Version\nLABEL = _("Version")\n', encoding="utf-8")
    assert [text for text in spoken(module) if OTHER_WORD.search(text)] == ["Version"]
