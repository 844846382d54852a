"""An import inside a function says why it stands there: „# reason: …“ on its line or in the lines just above.

The command line (``kisi.ops``) is left out: it loads Django late as a whole, so that ``kisi status`` answers at once.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("platform", "shared", "tenants", "api")
COMMAND_LINE = ROOT / "platform" / "kisi" / "ops"
LINES_ABOVE = 3


def late_imports(source: str) -> Iterator[tuple[int, bool]]:
    """The line of every import inside a function, and whether a reason stands with it."""
    lines = source.splitlines()
    seen = set()
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and node.lineno not in seen:
                    seen.add(node.lineno)
                    around = lines[max(0, node.lineno - 1 - LINES_ABOVE) : node.end_lineno]
                    yield node.lineno, any("# reason:" in line for line in around)


def test_every_late_import_has_its_reason() -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not path.is_relative_to(COMMAND_LINE)
        for line, explained in late_imports(path.read_text(encoding="utf-8"))
        if not explained
    ]

    assert not missing, missing


def test_an_unexplained_one_is_found() -> None:
    bare = "def load():\n    import json\n    return json\n"
    explained = "def load():\n    import json  # reason: seldom needed\n    return json\n"

    assert [found for _line, found in late_imports(bare)] == [False]
    assert [found for _line, found in late_imports(explained)] == [True]
