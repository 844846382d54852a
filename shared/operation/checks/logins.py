"""Whether every municipality's database role still logs in and stands where it should – and healing it if not.

A role may always change its own password and its own defaults; PostgreSQL has no way to forbid that. So
somebody who could run SQL in a town's name could lock the town out until a person notices. This check
notices by itself and gives password and defaults back (``restore_login``), and says so: what was healed
is still a finding, because somebody must have done it.
"""

from __future__ import annotations

import psycopg
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kisi.core.realms import PROVISIONING, MunicipalityRef, inside, realm_of
from kisi.tenancy.connections import stands_in
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.provisioning import expected_settings, restore_login
from shared.operation.reports import Finding, Report

_DEFAULTS = """
SELECT r.rolname, s.setdatabase = 0, s.setconfig
  FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
 WHERE r.rolname ~ '^m_[a-z0-9]{14}$'
"""


def logins() -> Report:
    """The roles that could not log in or had other defaults than their own, and whether they can now."""
    towns = reachable_municipalities()
    with inside(PROVISIONING):
        changed = _with_changed_defaults([town.schema for town in towns])
    seen = [(town.name, _look(town, is_changed=town.schema in changed)) for town in towns]
    return Report(len(towns), tuple(Finding(name, problem) for name, problem in seen if problem))


def _look(town: MunicipalityRef, *, is_changed: bool) -> str:
    could = can_log_in(town)
    if could and not is_changed:
        return ""
    with inside(PROVISIONING), transaction.atomic():
        restore_login(town.schema)
    if not can_log_in(town):
        return _("Die Datenbankrolle kann sich nicht anmelden, und das ließ sich nicht beheben.")
    if could:
        return _("Die Datenbankrolle hatte fremde Voreinstellungen. Das ist behoben. Bitte klären Sie die Ursache.")
    return _("Die Datenbankrolle konnte sich nicht anmelden. Das ist behoben. Bitte klären Sie die Ursache.")


def can_log_in(town: MunicipalityRef) -> bool:
    """Whether a new connection of this municipality's role opens and stands in its own schema."""
    realm = realm_of(town)
    with inside(realm):
        params = connection.get_connection_params()
    try:
        with psycopg.connect(**params, autocommit=True) as tried:
            return stands_in(tried, realm)
    except psycopg.OperationalError:
        return False


def _with_changed_defaults(schemas: list[str]) -> set[str]:
    """The roles whose own defaults, everywhere or in one database, are not exactly those they were made with."""
    with connection.cursor() as cursor:
        cursor.execute(_DEFAULTS)
        rows = cursor.fetchall()
    found = {role: frozenset(config) for role, is_everywhere, config in rows if is_everywhere}
    elsewhere = {role for role, is_everywhere, _config in rows if not is_everywhere}
    return {schema for schema in schemas if schema in elsewhere or found.get(schema) != expected_settings(schema)}
