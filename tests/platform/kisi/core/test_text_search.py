"""Full text: the beginning of words, German forms, parts of long words – and nothing typed is an operator."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from kisi.accounts.models import User
from kisi.accounts.queries import PEOPLE
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.core.text_search import Asked, TextSearch, found_in, words_of
from shared.library import models as library
from tenants.adoptions import models as adoptions
from tenants.contact_points import models as contact_points
from tenants.instruments import models as instruments
from tenants.needs import models as needs
from tenants.surveys import models as surveys
from tenants.workspace import models as workspace
from tenants.workspace.models import ChecklistEntry
from tests.accounts import person
from tests.tenants.workspace.test_checklists import begun

ENTRIES = workspace.SEARCH
TITLES = ("Vereine besuchen", "Sprachkurse sammeln", "Übergabe planen")


@pytest.fixture
def entries(in_bensheim: MunicipalityRef) -> None:
    """Three entries with known words."""
    begun(person(in_bensheim, Role.GUIDE))
    for entry, title in zip(ChecklistEntry.objects.order_by("pk"), TITLES, strict=True):
        ChecklistEntry.objects.filter(pk=entry.pk).update(title=title, explanation=f"Mehr zu: {title}. Rathaus.")


def found(text: str, limit: int = 9) -> list[str]:
    return sorted(best(text, limit))


def best(text: str, limit: int = 9) -> list[str]:
    (entries,) = found_in([Asked(ENTRIES, ChecklistEntry.objects.all(), ("title",))], text, limit=limit)
    return [entry["title"] for entry in entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("verein", ["Vereine besuchen"]),
        ("Vereinen", ["Vereine besuchen"]),
        ("VEREI", ["Vereine besuchen"]),
        ("sprachk", ["Sprachkurse sammeln"]),
        ("kurs", ["Sprachkurse sammeln"]),
        ("übergab", ["Übergabe planen"]),
        ("Rathaus", sorted(TITLES)),
        ("rathaus sprach", ["Sprachkurse sammeln"]),
        ("rathaus xyzzy", []),
        ("", []),
        ("& | ! :* ' \\ ( )", []),
        ("verein:* | sprach", []),
        ("verein' OR '1'='1", []),
        ("%", []),
        ("_", []),
        ("die", []),
        ("ve\0rein" + "x" * 5000, []),
    ],
)
def test_what_is_found(entries: None, text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_limit_and_rank(entries: None) -> None:
    """A word in the title counts more than one in the text."""
    assert len(found("rathaus", 2)) == 2
    ChecklistEntry.objects.filter(title="Übergabe planen").update(explanation="Vereine fragen.")
    assert best("vereine") == ["Vereine besuchen", "Übergabe planen"]


def test_whole_words_come_before_parts_of_words(entries: None) -> None:
    """However often the part occurs."""
    ChecklistEntry.objects.filter(title="Übergabe planen").update(explanation="Ein Kurs.")
    ChecklistEntry.objects.filter(title="Sprachkurse sammeln").update(title="Sprachkurse, Nähkurse, Kochkurse")
    assert best("kurs") == ["Übergabe planen", "Sprachkurse, Nähkurse, Kochkurse"]


def test_all_sources_are_one_statement(entries: None) -> None:
    """Each with its own best rows, at most the limit of each."""
    rows = ChecklistEntry.objects.all()
    asked = [Asked(ENTRIES, rows, ("title",)), Asked(PEOPLE, User.objects.all(), ("pk", "name"))]
    with CaptureQueriesContext(connection) as queries:
        both = found_in([*asked, Asked(ENTRIES, rows.none(), ("title",))], "e", limit=1)
    assert len(queries) == 1
    assert [len(found) for found in both] == [1, 1, 0]
    assert set(both[1][0]) == {"pk", "name"}
    with CaptureQueriesContext(connection) as queries:
        assert found_in(asked, " & ", limit=1) == [[], []]
    assert len(queries) == 0


def test_a_search_field_finds_the_same(entries: None) -> None:
    """Nothing typed leaves all, signs alone leave none."""
    rows = ChecklistEntry.objects.order_by("pk")

    def left(text: str) -> list[str]:
        return [entry.title for entry in ENTRIES.matching(rows, text)]

    assert len(left("")) == len(left("  ")) == len(TITLES)
    assert left("&") == []
    assert left("Vereinen") == ["Vereine besuchen"]
    assert left("kurs") == ["Sprachkurse sammeln"]
    assert left("rathaus") == list(TITLES)


@pytest.mark.parametrize(
    ("search", "model", "index"),
    [
        (surveys.SEARCH, surveys.Wave, "wave_text"),
        (adoptions.SEARCH, adoptions.Adoption, "adoption_text"),
        (library.SEARCH, library.Template, "template_text"),
        (needs.SEARCH, needs.Need, "need_text"),
        (workspace.SEARCH, workspace.ChecklistEntry, "checklist_entry_text"),
        (contact_points.SEARCH, contact_points.ContactPoint, "contact_point_text"),
        (instruments.SEARCH, instruments.Instrument, "instrument_text"),
    ],
)
def test_what_is_asked_is_what_is_indexed(
    bensheim: MunicipalityRef, search: TextSearch, model: type[Model], index: str
) -> None:
    """PostgreSQL takes an index over an expression only where the query says exactly the same."""
    with (
        inside(CENTRAL if model is library.Template else realm_of(bensheim)),
        CaptureQueriesContext(connection) as asked,
    ):
        assert found_in([Asked(search, model.objects.all(), ("pk",))], "sprachkurs", limit=5) == [[]]
        first = asked.captured_queries[0]["sql"]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {first}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"Bitmap Index Scan on {index}" in plan


def test_words() -> None:
    assert words_of("  Müller-Lüdenscheidt, 2. Stock ") == ["Müller", "Lüdenscheidt", "2", "Stock"]
    assert len(words_of("a b c d e f g h i j")) == 8
    assert len(words_of("x" * 500)[0]) == 60


def people(text: str) -> list[int]:
    (found,) = found_in([Asked(PEOPLE, User.objects.all(), ("pk",))], text, limit=5)
    return [row["pk"] for row in found]


def test_people_by_name_and_address(in_bensheim: MunicipalityRef) -> None:
    """Names that are German stop words too."""
    will = person(in_bensheim, Role.GUIDE, name="Will Sehr", email="will.sehr@example.org")
    person(in_bensheim, Role.COORDINATOR)
    for text in ("will", "SEH", "will.sehr@example.org", "sehr will"):
        assert people(text) == [will.pk]
    assert people("niemand") == []
    assert User.objects.count() == 2


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.GUIDE, Role.CONTRIBUTOR])
def test_the_global_search_shows_what_a_role_may_see(bensheim: MunicipalityRef, client_for: Any, role: Role) -> None:
    """Contributors find no people; guides find them without a way to change them."""
    from tests.accounts import sign_in

    person(bensheim, Role.AUDITOR)
    browser = sign_in(client_for(bensheim), person(bensheim, role), bensheim)
    shown = browser.get("/suche/?q=vogt", secure=True).content.decode()
    assert ("Petra Vogt" in shown) is (role != Role.CONTRIBUTOR)
    assert ('href="/personen/' in shown.split("k-hits")[-1]) is (role != Role.CONTRIBUTOR)
    typed = browser.get("/suche/?q=vog", secure=True, headers={"HX-Target": "suchtreffer"}).content.decode()
    assert ("Petra Vogt" in typed, "<html" in typed) == (role != Role.CONTRIBUTOR, False)
