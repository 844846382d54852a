"""The operator's look at what is half: nothing, until somebody works by hand."""

from __future__ import annotations

from kisi.core.realms import PROVISIONING, MunicipalityRef, inside
from kisi.tenancy.database import owner_cursor
from shared.municipalities.models import Municipality
from shared.onboarding.reconciling import Discrepancy, discrepancies
from tests.servers import Servers


def found() -> list[Discrepancy]:
    """What an operator would read."""
    with inside(PROVISIONING):
        return discrepancies()


def test_every_planted_half_is_found(database: Servers, bensheim: MunicipalityRef, schwalbach: MunicipalityRef) -> None:
    """A schema without a row, a row without a schema, a role that was dropped, a schema that stayed behind."""
    assert found() == []
    with owner_cursor() as cursor:
        cursor.execute("CREATE SCHEMA m_aaaaaaaaaaaaaa")
        assert [problem.problem for problem in found()] == ["Das Schema gehört zu keiner Kommune."]
        cursor.execute("DROP SCHEMA m_aaaaaaaaaaaaaa")
        cursor.execute(f"ALTER SCHEMA {schwalbach.schema} RENAME TO m_bbbbbbbbbbbbbb")
        assert sorted(problem.problem for problem in found()) == [
            "Das Schema gehört zu keiner Kommune.",
            "Die Kommune hat kein Schema in der Datenbank.",
        ]
        cursor.execute(f"ALTER SCHEMA m_bbbbbbbbbbbbbb RENAME TO {schwalbach.schema}")
    with inside(PROVISIONING):
        Municipality.objects.filter(pk=schwalbach.id).update(status="left")
    assert found() == [
        Discrepancy(schwalbach.schema, "Die Kommune ist ausgeschieden, ihr Schema ist noch da."),
        Discrepancy(schwalbach.schema, "Die Kommune ist ausgeschieden, ihre Rolle ist noch da."),
    ]
    with database.superuser_connection() as admin:
        admin.execute(f"DROP SCHEMA {schwalbach.schema} CASCADE")
        admin.execute(f"DROP OWNED BY {schwalbach.schema}")
        admin.execute(f"DROP ROLE {schwalbach.schema}")
    assert found() == []
