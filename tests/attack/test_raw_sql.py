"""T18 and the static side of T07, T13: SQL from pieces, process-wide caches, stock switching."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.attack.raw_sql import findings_in, forbidden_in, sources

pytestmark = pytest.mark.attack
ROOT: Final = Path(__file__).parents[2]

SQL_FROM_PIECES: Final = {
    # The kernel: names go through ``quoted``, which refuses everything but lower-case letters, digits, underscores.
    "platform/kisi/tenancy/blueprint.py::_records_insert": "template of the catalogue, name through quoted()",
    "platform/kisi/tenancy/catalog.py::rows": "one of the module's constant queries, chosen by the caller",
    "platform/kisi/tenancy/cluster.py::_make_roles": "constants of the kernel, a superuser's preparation of the server",
    "platform/kisi/tenancy/cluster.py::set_database_rights": "psycopg.sql throughout",
    "platform/kisi/tenancy/cluster.py::revoke_functions": "names of built-in functions, from the catalogue",
    "platform/kisi/tenancy/database.py::work_as_owner_of": "names through quoted(), a timeout from code",
    "platform/kisi/tenancy/grants.py::apply_public_rights": "the screen of rights, tables and roles through quoted()",
    "platform/kisi/tenancy/grants.py::repair_town_rights": "schema, tables and roles through quoted()",
    "platform/kisi/tenancy/migrating.py::_in_one_transaction": "recorded statements; names through quoted()",
    "platform/kisi/tenancy/migration_state.py::_states_of_chunk": "schemas through quoted()",
    "platform/kisi/tenancy/provisioning.py::build_schema": "the blueprint with the schema through quoted()",
    "platform/kisi/tenancy/provisioning.py::drop_schema": "name through quoted()",
    "platform/kisi/tenancy/provisioning.py::restore_login": "role and database through quoted(), settings from code",
    "platform/kisi/tenancy/recording.py::Recording.__call__": "hands on what Django's migrations say",
    "platform/kisi/audit/verification.py::_walk": "constant query, schema through quoted()",
    "platform/kisi/ops/bench/rivals/platform_side.py::shape": "benchmark on a server of its own, constant name",
    "platform/kisi/ops/bench/rivals/stock_side.py::fill": "benchmark on a server of its own, script of the package",
    "platform/kisi/ops/bench/stage.py::Stage._make_database": "psycopg.sql throughout",
    "shared/onboarding/archive/restoring.py::_load": "tables through quoted()",
    "shared/onboarding/archive/restoring.py::_load_table": "table and columns through quoted()",
    "shared/onboarding/archive/snapshot.py::Snapshot.migrations": "template of the catalogue, name through quoted()",
    "shared/onboarding/archive/snapshot.py::Snapshot.rows_as_csv": "names from the catalogue, quoted",
    "shared/onboarding/reconciling.py::_names": "one of the module's two constant queries",
    "platform/kisi/accounts/nearest_page.py::_answers": "copies a request (the module copy), no SQL",
    "api/requests/idempotency.py::_claim": "psycopg.sql, a number from the settings",
    "platform/kisi/core/text_search.py::found_in": "declared columns and what Django writes; words, values are bound",
    "tenants/surveys/need_counting.py::_count_answers": "psycopg.sql: values as literals, names of columns numbered",
}
"""Every place that puts SQL together, and why nobody's input gets into it. A new one is added by a reviewer."""

CACHED_IN_THE_PROCESS: Final = {
    "platform/kisi/ops/servers/accounts.py::service_account": "the machine's account, not a town's",
    "platform/kisi/ops/bench/rivals/serving.py": "benchmark",
    "platform/kisi/ui/emblem.py::_drawn": "the emblem with its name in one of the languages of the pages",
    "platform/kisi/ui/shell.py::_path_of": "addresses without arguments, the same for everybody on a kind of host",
    "platform/kisi/ui/icons.py::_decorative": "icons without a label, from files of the package",
    "shared/municipalities/register/outlines.py": "public shapes from a file of the package",
    "api/documentation/views.py": "the OpenAPI document, the same for everybody",
    "platform/kisi/help/": "help files and the change log of the installation",
    "platform/kisi/tenancy/migration_state.py::known_state_of_code": "a fingerprint of the code",
    "platform/kisi/ui/documents/making.py": "fonts of the installation",
    "shared/instruments/definition/shape.py": "the published JSON Schema",
    "shared/instruments/sentences.py": "sentences from a file of the package",
    "tenants/participation/drawing.py::language_buttons": "buttons with the names of the languages, no town in them",
    "tenants/participation/texts.py": "texts of the participants' pages from a file of the package",
    "tenants/site/words.py": "words of the public pages from files of the package",
}
"""Functions that keep a value for the life of the process: nothing of it may come from a town."""


def test_sql_is_put_together_only_where_the_list_says() -> None:
    """No f-string, %, + or name of unknown origin in execute, raw, extra, RawSQL, RunSQL or copy."""
    found = [finding for path in sources(ROOT) for finding in findings_in(path, ROOT)]
    unexplained = [f"{f.path}:{f.line} {f.place}: {f.source}" for f in found if f.place not in SQL_FROM_PIECES]
    assert unexplained == [], "\n".join(unexplained)
    assert sources(ROOT), "nothing was looked at"


def test_the_list_holds_nothing_that_is_gone() -> None:
    """A reason without its place would excuse the next one with the same name."""
    places = {finding.place for path in sources(ROOT) for finding in findings_in(path, ROOT)}
    assert set(SQL_FROM_PIECES) - places == set()


def test_kernel_entries_carry_quoted() -> None:
    """Where the reason says ``quoted``, the file really uses it."""
    for place, reason in SQL_FROM_PIECES.items():
        if "quoted()" in reason:
            assert "quoted(" in (ROOT / place.partition("::")[0]).read_text(), place


def test_nothing_crosses_towns_by_its_nature() -> None:
    """No lru_cache on a town's data, no foreign threads, no stock switching."""
    found = [finding for path in sources(ROOT) for finding in forbidden_in(path, ROOT)]
    unexplained = [
        f"{f.path}:{f.line} {f.source}"
        for f in found
        if not any(f.place.startswith(allowed) for allowed in CACHED_IN_THE_PROCESS)
        # The backend refuses stock switching in a method of this name; the benchmark's rival is stock.
        and not f.path.startswith(("platform/kisi/tenancy/backend/", "platform/kisi/ops/bench/rivals/"))
    ]
    assert unexplained == [], "\n".join(unexplained)


# -- planted ----------------------------------------------------------------------------------------

BAD: Final = {
    "f-string": "def f(c, x): c.execute(f'SELECT {x}')",
    "percent": "def f(c, x): c.execute('SELECT %s' % x)",
    "plus": "def f(c, x): c.execute('SELECT ' + x)",
    "format": "def f(c, x): c.execute('SELECT {}'.format(x))",
    "join": "def f(c, x): c.execute(' '.join(x))",
    "name": "def f(c, x):\n    s = f'SELECT {x}'\n    c.execute(s)",
    "keyword": "def f(c, x): c.execute(sql=f'SELECT {x}')",
    "raw": "def f(m, x): m.objects.raw(f'SELECT {x}')",
    "extra": "def f(m, x): m.objects.extra(where=[f'a = {x}'])",
    "RawSQL": "def f(x): return RawSQL(f'a = {x}', [])",
    "RunSQL": "x = RunSQL(f'SELECT {open}')",
    "executemany": "def f(c, x): c.executemany(f'INSERT {x}', [])",
    "copy": "def f(c, x): c.copy(f'COPY {x} TO STDOUT')",
    "psycopg's SQL with a formatted string": "def f(c, x): c.execute(sql.SQL(f'SELECT {x}'))",
    "quoted beside unquoted": "def f(c, x, y): c.execute(f'SELECT {quoted(x)} {y}')",
    "formatted constant": "Q = 'SELECT {}'\ndef f(c, x): c.execute(Q.format(x))",
    "nested in a wrapper": "def f(c, x): c.execute(str(f'SELECT {x}'))",
}
GOOD: Final = {
    "plain": "def f(c, x): c.execute('SELECT %s', [x])",
    "two strings": "def f(c, x): c.execute('SELECT ' 'x' + ' y', [x])",
    "constant": "Q = 'SELECT 1'\ndef f(c): c.execute(Q)",
    "constant of a module": "def f(c): c.execute(catalog.COLUMNS, [1])",
    "psycopg's SQL": "def f(c, x): c.execute(sql.SQL('SELECT {}').format(sql.Identifier(x)))",
    "quoted": "def f(c, x): c.execute(f'SET ROLE {quoted(x)}')",
    "another execute": "def f(p): p.execute()",
}
CROSSING: Final = {
    "lru_cache": "@lru_cache\ndef f(): ...",
    "lru_cache with size": "@functools.lru_cache(maxsize=1)\ndef f(): ...",
    "cache": "@cache\ndef f(): ...",
    "foreign thread": "x = sync_to_async(f, thread_sensitive=False)",
    "schema_context": "def f():\n    with schema_context('x'): ...",
    "set_schema": "connection.set_schema('x')",
}


@pytest.mark.parametrize("name", BAD)
def test_planted_sql_from_pieces_is_found(tmp_path: Path, name: str) -> None:
    """Every way to put SQL together."""
    (tmp_path / "planted.py").write_text(BAD[name])
    assert len(findings_in(tmp_path / "planted.py", tmp_path)) == 1


@pytest.mark.parametrize("name", GOOD)
def test_sound_sql_is_no_finding(tmp_path: Path, name: str) -> None:
    """A list of excuses for sound code would soon be read by nobody."""
    (tmp_path / "sound.py").write_text(GOOD[name])
    assert findings_in(tmp_path / "sound.py", tmp_path) == []


@pytest.mark.parametrize("name", CROSSING)
def test_planted_crossing_is_found(tmp_path: Path, name: str) -> None:
    """Caches of the process, foreign threads, stock switching."""
    (tmp_path / "planted.py").write_text(CROSSING[name])
    assert forbidden_in(tmp_path / "planted.py", tmp_path)
