"""What a municipality's role may do is what the screen of rights says, also where no migration is pending."""

from __future__ import annotations

import pytest
from psycopg import sql

from kisi import grants
from kisi.core.realms import MunicipalityRef
from kisi.tenancy.database import owner_cursor
from kisi.tenancy.grants import schemas_with_wrong_rights
from kisi.tenancy.migrating import migrate_all
from tests.servers import Servers

FAULTS = (
    "GRANT UPDATE ON {schema}.audit_entry TO {schema}",
    "REVOKE INSERT ON {schema}.surveys_wave FROM {schema}",
    "GRANT SELECT ON {schema}.surveys_wave TO kisi_ministry",
    "GRANT SELECT ON {schema}.surveys_wave TO PUBLIC",
    "GRANT SELECT ON {schema}.surveys_wave TO {schema} WITH GRANT OPTION",
    "REVOKE SELECT ON {schema}.surveys_wave FROM kisi_backup",
    "REVOKE ALL ON {schema}.surveys_wave FROM {schema}, kisi_backup",
)


def wrong(*towns: MunicipalityRef) -> list[str]:
    with owner_cursor() as cursor:
        return schemas_with_wrong_rights(cursor, [town.schema for town in towns])


def plant(servers: Servers, town: MunicipalityRef, fault: str) -> None:
    with servers.superuser_connection() as admin:
        admin.execute("SET ROLE kisi_owner")
        admin.execute(sql.SQL(fault).format(schema=sql.Identifier(town.schema)))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_right_is_found_and_repaired(
    fault: str, database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """One town's rights differ, its migrations do not: it alone is named, and the next run repairs it."""
    assert wrong(bensheim, butzbach) == []
    plant(database, butzbach, fault)
    assert wrong(bensheim, butzbach) == [butzbach.schema]
    report = migrate_all()
    assert (report.up_to_date, report.rights_repaired, report.failed) == (3, 1, {})
    assert wrong(bensheim, butzbach) == []
    assert migrate_all().rights_repaired == 0


def test_a_new_rule_reaches_towns_without_a_pending_migration(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next release takes a right away: every town is behind, whatever its migration records say."""
    monkeypatch.setitem(grants.TOWN, "surveys_wave", grants.READ)
    assert wrong(bensheim, butzbach) == sorted([bensheim.schema, butzbach.schema])
    assert migrate_all().rights_repaired == 3
    assert wrong(bensheim, butzbach) == []


def test_only_the_towns_asked_for_are_touched(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """``only`` counts for rights as well."""
    plant(database, butzbach, FAULTS[0])
    assert migrate_all(only=[bensheim.schema]).rights_repaired == 0
    assert wrong(bensheim, butzbach) == [butzbach.schema]
