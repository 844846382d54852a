"""What must never be seen, looked for from outside with a superuser's eyes: half municipalities, doubles, losses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg

from kisi.core.realms import CENTRAL, inside
from shared.library.queries import adopted_by_default
from tests.servers import Servers

_SCHEMA = re.compile(r"m_[a-z0-9]{14}")


class Looker:
    """Remembers what was there before the test: roles belong to the whole server, other tests left theirs."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        with servers.superuser_connection() as admin:
            self.roles_before = self._roles(admin)
            self.schemas_before = self._schemas(admin)
            self.tables = self._tables(admin)[next(iter(self.schemas_before))]
        with inside(CENTRAL):
            self.templates = {(template.key, template.version) for template in adopted_by_default()}

    def half_municipalities(self) -> list[str]:
        """Everything that is there only in part, right after a kill."""
        with self.servers.superuser_connection() as admin:
            rows = {
                schema: (municipality_id, status)
                for schema, municipality_id, status in admin.execute(
                    "SELECT schema_name, id, status FROM municipalities_municipality"
                )
            }
            here = {schema for schema, (_id, status) in rows.items() if status != "left"}
            schemas, roles = self._schemas(admin), self._roles(admin)
            found = [f"schema without row: {name}" for name in schemas - here]
            found += [f"row without schema: {name}" for name in here - schemas]
            found += [f"row without role: {name}" for name in here - roles]
            found += [f"role without schema: {name}" for name in roles - self.roles_before - schemas]
            tables = self._tables(admin)
            found += [f"unfinished schema: {name}" for name in schemas & here if tables.get(name) != self.tables]
            known = {row[0] for row in rows.values()}
            found += list(self._marks_that_lie(admin, known))
        return found

    def doubles_and_losses(self) -> list[str]:
        """Everything that happened twice or not at all, once all onboardings are through."""
        with self.servers.superuser_connection() as admin:
            found = [
                f"not completed: {ags} is {status}"
                for ags, status in admin.execute(
                    "SELECT ags, status FROM onboarding_onboarding WHERE status <> 'completed'"
                )
            ]
            found += [
                f"{count} municipalities with the key {ags}"
                for ags, count in admin.execute(
                    "SELECT ags, count(*) FROM municipalities_municipality WHERE status <> 'left'"
                    " GROUP BY ags HAVING count(*) > 1"
                )
            ]
            made = admin.execute("SELECT schema_name FROM onboarding_onboarding WHERE municipality_id IS NOT NULL")
            for (schema,) in made.fetchall():
                found += [f"{schema}: {problem}" for problem in self._problems_in(admin, schema)]
        return found

    def _problems_in(self, admin: psycopg.Connection[Any], schema: str) -> Iterator[str]:
        counts = {
            "settings": "SELECT count(*) FROM {}.workspace_workspacesettings",
            "invitations": "SELECT count(*) FROM {}.accounts_invitation",
            "letters sent": "SELECT coalesce(sum(sent_count), 0) FROM {}.accounts_invitation",
            "mails": "SELECT count(*) FROM {}.mail_outgoingmail",
            "invited in the trail": "SELECT count(*) FROM {}.audit_entry WHERE event = 'accounts.invited'",
        }
        for what, query in counts.items():
            (count,) = admin.execute(query.format(schema)).fetchone() or (0,)
            if count != 1:
                yield f"{count} {what}"
        adopted = admin.execute(f"SELECT template_key, version FROM {schema}.adoptions_adoption").fetchall()
        if sorted(adopted) != sorted(self.templates):
            yield f"adopted {adopted}"
        (noted,) = admin.execute(
            f"SELECT count(*) FROM {schema}.audit_entry WHERE event = 'adoptions.template_adopted'"
        ).fetchone() or (0,)
        if noted != len(self.templates):
            yield f"{noted} adoptions in the trail"

    def _marks_that_lie(self, admin: psycopg.Connection[Any], known: set[int]) -> Iterator[str]:
        marks = admin.execute(
            "SELECT o.ags, o.municipality_id, s.status FROM onboarding_onboarding o"
            " JOIN onboarding_onboardingstep s ON s.onboarding_id = o.id AND s.name = 'create_schema'"
        )
        for ags, municipality_id, status in marks:
            if (status == "done") != (municipality_id is not None and municipality_id in known):
                yield f"{ags}: create_schema is {status}, its municipality {municipality_id}"
        early = admin.execute(
            "SELECT o.ags FROM onboarding_onboarding o JOIN municipalities_municipality m ON m.id = o.municipality_id"
            " WHERE m.status = 'active' AND o.status <> 'completed'"
        )
        for (ags,) in early:
            yield f"{ags}: open before its onboarding was through"

    @staticmethod
    def _tables(admin: psycopg.Connection[Any]) -> dict[str, list[str]]:
        """Every schema with its tables, in one question: it is asked after every kill."""
        rows = admin.execute(
            "SELECT schemaname, array_agg(tablename::text ORDER BY tablename) FROM pg_tables GROUP BY 1"
        )
        return dict(rows.fetchall())

    @staticmethod
    def _schemas(admin: psycopg.Connection[Any]) -> set[str]:
        return {row[0] for row in admin.execute("SELECT nspname FROM pg_namespace") if _SCHEMA.fullmatch(row[0])}

    @staticmethod
    def _roles(admin: psycopg.Connection[Any]) -> set[str]:
        return {row[0] for row in admin.execute("SELECT rolname FROM pg_roles") if _SCHEMA.fullmatch(row[0])}
