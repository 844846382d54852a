"""Finds SQL that is put together from pieces (T18): every such place has to say why it is safe."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

EXECUTING: Final = {
    "execute",
    "executemany",
    "executescript",
    "raw",
    "extra",
    "RawSQL",
    "RunSQL",
    "callproc",
    "copy",
    "mogrify",
    "execute_values",
    "execute_batch",
}
SAFE_BUILDERS: Final = {"SQL", "Identifier", "Literal", "Placeholder", "Composed"}
"""psycopg's own way of putting SQL together."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where SQL is not a plain string."""

    path: str
    function: str
    line: int
    source: str

    @property
    def place(self) -> str:
        """How the list of allowed places names it."""
        return f"{self.path}::{self.function}"


def findings_in(path: Path, root: Path) -> list[Finding]:
    """All calls in a file whose SQL is formatted, added, joined or comes from a name that is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    visitor = _Visitor(str(path.relative_to(root)), _module_constants(tree))
    visitor.visit(tree)
    return visitor.found


def _module_constants(tree: ast.Module) -> set[str]:
    """Names that hold a plain string for the life of the module (and plain joins of such)."""
    names: set[str] = set()
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = getattr(node, "value", None)
        if value is not None and is_plain(value, names):
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def is_plain(node: ast.expr, constants: set[str]) -> bool:
    """Whether an expression is text that was written down, or made by psycopg's ``sql`` from such text."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.Attribute):
        # A constant of another module, such as ``catalog.COLUMNS``.
        return node.attr.isupper()
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_plain(node.left, constants) and is_plain(node.right, constants)
    if isinstance(node, ast.JoinedStr):
        # An f-string of nothing but quoted names: ``quoted`` refuses everything that is no name of ours.
        parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return all(
            (isinstance(p, ast.Call) and getattr(p.func, "id", "") == "quoted") or getattr(p, "id", "") in constants
            for p in parts
        )
    if isinstance(node, (ast.List, ast.Tuple)):
        return all(is_plain(item.value if isinstance(item, ast.Starred) else item, constants) for item in node.elts)
    return isinstance(node, ast.Call) and _is_composed(node)


def _is_composed(node: ast.Call) -> bool:
    """``sql.SQL("…").format(…)`` and the like; a string handed to ``SQL`` must itself be written down."""
    function: ast.expr = node
    while True:
        if isinstance(function, ast.Call):
            if _name(function.func) in SAFE_BUILDERS:
                return _name(function.func) != "SQL" or all(is_plain(argument, set()) for argument in function.args)
            function = function.func
        elif isinstance(function, ast.Attribute):
            function = function.value
        else:
            return False


class _Visitor(ast.NodeVisitor):
    def __init__(self, path: str, constants: set[str]) -> None:
        self.path = path
        self.constants = constants
        self.found: list[Finding] = []
        self.scope: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.scope.append(node.name)
        self.generic_visit(node)
        self.scope.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]  # noqa: N815 (ast's name)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.scope.append(node.name)
        self.generic_visit(node)
        self.scope.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in EXECUTING:
            for argument in self._sql_of(name, node):
                if not is_plain(argument, self.constants):
                    source = ast.unparse(argument)
                    self.found.append(Finding(self.path, ".".join(self.scope) or "<module>", node.lineno, source))
        self.generic_visit(node)

    def _sql_of(self, name: str, node: ast.Call) -> Iterator[ast.expr]:
        if name == "extra":
            yield from (keyword.value for keyword in node.keywords if keyword.arg != "order_by")
        elif node.args:
            yield node.args[0]
        else:
            yield from (keyword.value for keyword in node.keywords if keyword.arg in {"sql", "query", "raw_query"})


def sources(root: Path) -> list[Path]:
    """The product's Python files, migrations included."""
    return sorted(path for folder in ("platform", "shared", "tenants", "api") for path in (root / folder).rglob("*.py"))


FORBIDDEN: Final = {
    "lru_cache": "keeps a town's value for the next town",
    "cache": "keeps a town's value for the next town",
    "schema_context": "stock switching: use inside(realm)",
    "tenant_context": "stock switching: use inside(realm)",
    "set_schema": "stock switching: use inside(realm)",
    "set_tenant": "stock switching: use inside(realm)",
}


def forbidden_in(path: Path, root: Path) -> list[Finding]:
    """Uses of what crosses towns by its nature (T07, T13): caches of the process, stock switching, foreign threads."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    where = str(path.relative_to(root))
    found: list[Finding] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for decorator in node.decorator_list:
                target = decorator.func if isinstance(decorator, ast.Call) else decorator
                if _name(target) in {"lru_cache", "cache"}:
                    found.append(Finding(where, node.name, node.lineno, f"@{ast.unparse(decorator)}"))
        elif isinstance(node, ast.Call) and _name(node.func) in FORBIDDEN.keys() - {"cache"}:
            found.append(Finding(where, _name(node.func), node.lineno, ast.unparse(node)))
        elif (
            isinstance(node, ast.keyword)
            and node.arg == "thread_sensitive"
            and getattr(node.value, "value", True) is False
        ):
            found.append(Finding(where, "thread_sensitive", node.value.lineno, "thread_sensitive=False"))
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
