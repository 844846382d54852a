"""Making, changing, releasing and adopting instruments."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.realms import MunicipalityRef
from shared.instruments.definition import MalformedDefinition
from shared.instruments.editing import added, removed
from shared.instruments.local_part import CoreLocked, switched
from tenants.instruments import actions
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.instruments.problems import InstrumentProblem, NoDraft, NothingToUndo, NotReady
from tenants.instruments.queries import instruments_with_state, newest_released
from tests.shared.instruments.samples import choice, everything, group, page, question, texts

pytestmark = pytest.mark.usefixtures("in_bensheim")


def template(version: int = 1, **changes: Any) -> TemplateCopy:
    """A survey template of the library."""
    return TemplateCopy("kisi-bedarf-tcn", version, "survey", "Bedarf", {**everything(), **changes})


def with_question(document: dict[str, Any]) -> Any:
    """One local question more."""
    return added(document, "question", question("local_new"), into=document["pages"][-1]["groups"][-1]["key"])


def draft_of(instrument: Instrument) -> InstrumentVersion | None:
    """The version somebody is working on."""
    return instrument.versions.filter(released_at=None).first()


def offered() -> list[InstrumentVersion]:
    """Released versions of questionnaires that are not put away, as the form of a wave offers them."""
    return list(InstrumentVersion.objects.filter(released_at__isnull=False, instrument__archived_at=None))


@transaction.atomic
def adopted(copy: TemplateCopy) -> bool:
    """Through the door the library uses."""
    return adopt(copy, by=SYSTEM)


def test_an_instrument_of_ones_own_is_made_changed_and_released() -> None:
    """Draft, change, release; then it never changes."""
    draft = actions.create_instrument(title="Spielplätze", perspective="residents", by=SYSTEM)
    instrument = draft.instrument
    with pytest.raises(NotReady):
        actions.release_draft(instrument=instrument, change_note="", by=SYSTEM)
    actions.change_draft(instrument=instrument, change=with_question, what="Frage", by=SYSTEM)
    version = actions.release_draft(instrument=instrument, change_note="Erste Fassung", by=SYSTEM)
    assert [one["code"] for one in version.definition["pages"][0]["groups"][0]["questions"]] == ["local_new"]
    assert (version.number, version.change_note, version.is_draft) == (1, "Erste Fassung", False)
    assert newest_released(instrument) == version
    assert draft_of(instrument) is None
    assert version.steps.count() == 0
    with pytest.raises(NoDraft):
        actions.change_draft(instrument=instrument, change=with_question, what="x", by=SYSTEM)
    with pytest.raises(DatabaseError), transaction.atomic():
        InstrumentVersion.objects.filter(pk=version.pk).update(change_note="anders")
    events = list(Entry.objects.filter(event__startswith="instruments.").order_by("pk").values_list("event", flat=True))
    assert events == ["instruments.created", "instruments.draft_changed", "instruments.released"]


def test_a_draft_begins_like_the_newest_version_and_there_is_only_one() -> None:
    """Beginning twice is once."""
    adopted(template())
    instrument = Instrument.objects.get()
    first = actions.begin_draft(instrument=instrument, by=SYSTEM)
    assert actions.begin_draft(instrument=instrument, by=SYSTEM) == first
    assert (first.number, first.origin_version, first.definition) == (2, 1, everything())
    row = instruments_with_state().get()
    assert (row.newest_released, row.draft_number) == (1, 2)
    actions.discard_draft(instrument=instrument, by=SYSTEM)
    assert draft_of(instrument) is None
    own = actions.create_instrument(title="Eigener", perspective="residents", by=SYSTEM)
    with pytest.raises(InstrumentProblem):
        actions.discard_draft(instrument=own.instrument, by=SYSTEM)


def test_changes_are_undone_one_by_one(settings: Any) -> None:
    """As far back as the setting says."""
    settings.KISI_INSTRUMENT_UNDO_STEPS = 2
    instrument = actions.create_instrument(title="x", perspective="residents", by=SYSTEM).instrument
    states = []
    for number in range(3):
        draft = actions.change_draft(instrument=instrument, change=with_question, what=f"Schritt {number}", by=SYSTEM)
        states.append(draft.definition)
    assert actions.undo(instrument=instrument, by=SYSTEM) == "Schritt 2"
    draft = draft_of(instrument)
    assert draft is not None
    assert draft.definition == states[1]
    assert actions.undo(instrument=instrument, by=SYSTEM) == "Schritt 1"
    with pytest.raises(NothingToUndo):
        actions.undo(instrument=instrument, by=SYSTEM)


def test_a_change_that_changes_nothing_leaves_no_trace() -> None:
    """No step to undo."""
    draft = actions.create_instrument(title="x", perspective="residents", by=SYSTEM)
    actions.change_draft(instrument=draft.instrument, change=lambda document: document, what="nichts", by=SYSTEM)
    assert draft.steps.count() == 0


def test_what_belongs_to_the_library_is_refused_and_nothing_is_stored() -> None:
    """Neither by the editor nor by a slip of ours."""
    adopted(template())
    instrument = Instrument.objects.get()
    actions.begin_draft(instrument=instrument, by=SYSTEM)
    with pytest.raises(CoreLocked):
        actions.change_draft(
            instrument=instrument, change=lambda d: removed(d, "question", "need_housing"), what="x", by=SYSTEM
        )
    with pytest.raises(MalformedDefinition):
        actions.change_draft(instrument=instrument, change=lambda d: {**d, "title": {}}, what="x", by=SYSTEM)
    draft = draft_of(instrument)
    assert draft is not None
    assert draft.definition == everything()
    assert draft.steps.count() == 0


def test_a_template_is_adopted_as_a_released_version() -> None:
    """With its origin; doing it twice is once."""
    assert adopted(template()) is True
    assert adopted(template()) is False
    (version,) = offered()
    instrument = version.instrument
    assert (instrument.origin_key, instrument.title, instrument.perspective) == (
        "kisi-bedarf-tcn",
        "Bedarf",
        "third_country_nationals",
    )
    assert (version.number, version.origin_version, version.definition) == (1, 1, everything())


def test_a_newer_template_keeps_choices_and_the_draft_someone_works_on() -> None:
    """The draft moves on and stays the newest."""
    adopted(template())
    instrument = Instrument.objects.get()
    actions.begin_draft(instrument=instrument, by=SYSTEM)
    actions.change_draft(instrument=instrument, change=lambda d: switched(d, "family", on=False), what="aus", by=SYSTEM)
    actions.release_draft(instrument=instrument, change_note="ohne Familie", by=SYSTEM)
    actions.begin_draft(instrument=instrument, by=SYSTEM)
    actions.change_draft(instrument=instrument, change=with_question, what="eigene", by=SYSTEM)
    newer = everything()["pages"]
    newer[0]["groups"][0]["questions"].append(choice("brand_new"))
    adopted(template(2, pages=newer))
    numbers = list(instrument.versions.order_by("number").values_list("number", "origin_version", "released_at"))
    assert [(number, origin, released is None) for number, origin, released in numbers] == [
        (1, 1, False), (2, 1, False), (3, 2, False), (4, 2, True),
    ]  # fmt: skip
    released, draft = newest_released(instrument), draft_of(instrument)
    assert released is not None
    assert draft is not None
    assert released.definition["pages"][1]["groups"][1]["enabled"] is False
    assert "brand_new" in str(released.definition)
    assert "brand_new" in str(draft.definition)
    assert "local_new" in str(draft.definition)
    assert "local_new" not in str(released.definition)


def test_instruments_are_copied_read_in_and_put_away() -> None:
    """A copy keeps the library's locks."""
    adopted(template())
    (version,) = offered()
    copy = actions.copy_instrument(version=version, title="Meine Kopie", by=SYSTEM)
    assert (copy.instrument.title, copy.instrument.origin_key) == ("Meine Kopie", "")
    assert copy.definition == everything()
    read = actions.import_instrument(
        document={**everything(), "pages": [page("p", group("g", question("local_a"), kind="local"))]},
        source="datei.json",
        by=SYSTEM,
    )
    assert read.instrument.title == "Was brauchen Sie?"
    again = actions.copy_instrument(version=read, title="Anders", by=SYSTEM)
    assert again.definition["title"] == texts("Anders")
    actions.archive_instrument(instrument=version.instrument, by=SYSTEM)
    actions.archive_instrument(instrument=version.instrument, by=SYSTEM)
    assert offered() == []
    actions.restore_instrument(instrument=version.instrument, by=SYSTEM)
    assert offered() == [version]
    assert Entry.objects.filter(event="instruments.archived").count() == 1


def test_every_town_has_its_own(butzbach: MunicipalityRef) -> None:
    """Nothing of Bensheim's is seen elsewhere."""
    from kisi.core.realms import inside, realm_of

    adopted(template())
    with inside(realm_of(butzbach)):
        assert Instrument.objects.count() == 0
