"""Reads from PostgreSQL's catalogue what a schema consists of.

Two uses: to write the blueprint that makes further schemas like it, and to prove that two schemas
are alike. Everything comes from the server's own descriptions (``pg_get_constraintdef`` and so on),
so no SQL has to be parsed.
"""

from __future__ import annotations

import re
from typing import Any, Final

from kisi.tenancy.database import Cursor

TABLES: Final = """
SELECT c.oid::bigint, c.relname, obj_description(c.oid, 'pg_class'), coalesce(c.reloptions::text, '')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %s AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"
"""
COLUMNS: Final = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text,
       col_description(c.oid, a.attnum), nn.conname,
       CASE WHEN a.attidentity <> '' THEN
         (SELECT s.relname FROM pg_depend p JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S'
           WHERE p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'i') END,
       CASE WHEN co.collname <> 'default' THEN co.collname END
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_constraint nn ON nn.conrelid = c.oid AND nn.contype = 'n' AND nn.conkey = ARRAY[a.attnum]
  LEFT JOIN pg_collation co ON co.oid = a.attcollation
 WHERE n.nspname = %s AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY c.relname COLLATE "C", a.attnum
"""
CONSTRAINTS: Final = """
SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid),
       coalesce((SELECT f.relname FROM pg_class f WHERE f.oid = k.confrelid), ''),
       obj_description(k.oid, 'pg_constraint')
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %s AND k.contype IN ('p', 'u', 'c', 'f', 'x')
 ORDER BY c.relname COLLATE "C", k.contype <> 'p', k.conname COLLATE "C"
"""
INDEXES: Final = """
SELECT c.relname, i.relname, pg_get_indexdef(x.indexrelid), obj_description(i.oid, 'pg_class')
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %s AND c.relkind = 'r' AND NOT EXISTS
       (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
 ORDER BY c.relname COLLATE "C", i.relname COLLATE "C"
"""
FUNCTIONS: Final = """
SELECT p.proname, pg_get_functiondef(p.oid)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = %s ORDER BY p.proname COLLATE "C", p.oid
"""
TRIGGERS: Final = """
SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled::text
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %s AND NOT t.tgisinternal ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"
"""
MIGRATIONS: Final = "SELECT app, name FROM {schema}.django_migrations ORDER BY id"

_PARTS: Final = {
    "columns": COLUMNS,
    "constraints": CONSTRAINTS,
    "indexes": INDEXES,
    "functions": FUNCTIONS,
    "triggers": TRIGGERS,
}
_ITEM: Final = re.compile(r"'(?:[^']|'')*'::character varying")
_CAST_ARRAY: Final = re.compile(rf"\(ARRAY\[((?:{_ITEM.pattern}(?:, )?)+)\]\)::text\[\]")


def rows(cursor: Cursor, query: str, schema: str) -> list[tuple[Any, ...]]:
    """The rows of one catalogue query for one schema."""
    cursor.execute(query, [schema])
    return cursor.fetchall()


def tables_of(cursor: Cursor, schema: str) -> list[str]:
    """The names of a schema's tables."""
    return [row[1] for row in rows(cursor, TABLES, schema)]


def description_of(cursor: Cursor, schema: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that makes up a schema's structure, with the schema's own name taken out.

    Two schemas are structurally identical exactly when their descriptions are equal.
    """
    described = {
        part: [_without_name(row, schema) for row in rows(cursor, query, schema)] for part, query in _PARTS.items()
    }
    described["tables"] = [row[1:] for row in rows(cursor, TABLES, schema)]
    return described


def _without_name(row: tuple[Any, ...], schema: str) -> tuple[Any, ...]:
    return tuple(_spelt_alike(value.replace(f"{schema}.", "")) if isinstance(value, str) else value for value in row)


def _spelt_alike(definition: str) -> str:
    """One spelling for ``x IN ('a', 'b')`` over varchar: PostgreSQL describes it in another way after each reading."""
    return _CAST_ARRAY.sub(lambda found: f"ARRAY[{_ITEM.sub(r'(\g<0>)::text', found[1])}]", definition)
