"""From the first draft to a version that never changes, and who may do which step."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from kisi.accounts.models import User
from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.notifications.models import Notice
from shared.library.actions import (
    FourEyes,
    LibraryProblem,
    NotADraft,
    VersionExists,
    begin_version,
    change_draft,
    change_offer,
    create_template,
    discard_draft,
    publish,
    recall,
    send_back,
    submit,
)
from shared.library.models import Template, TemplateVersion, VersionStep
from shared.library.problems import MalformedContent
from shared.library.queries import adopted_by_default, newest_published
from shared.library.vocabulary import Offer, State
from tests.accounts import person
from tests.servers import Servers
from tests.shared.library.samples import AUTHOR, CONTENTS, REVIEWER, content, draft, reviewed, shipped, wording


def steps_of(version: TemplateVersion) -> list[tuple[str, str]]:
    """What was done to a version, by whom."""
    return [(step.step, step.actor_label) for step in VersionStep.objects.filter(version=version)]


@pytest.mark.parametrize("kind", CONTENTS)
def test_every_kind_goes_from_draft_to_published(central: None, kind: str) -> None:
    """One way for all."""
    version = draft(kind)
    assert version.state == State.DRAFT
    assert submit(version=version, by=AUTHOR).state == State.IN_REVIEW
    assert publish(version=version, by=REVIEWER, comment="Gut.").state == State.PUBLISHED
    assert steps_of(version) == [("created", "Ute Franke"), ("submitted", "Ute Franke"), ("published", "Nils Berg")]
    assert newest_published(["entwurf"])["entwurf"].version == 1
    events = list(Entry.objects.filter(subject="library.template:entwurf").values_list("event", flat=True))
    assert sorted(events) == ["library.version_created", "library.version_published", "library.version_submitted"]


def test_nobody_publishes_what_they_wrote(central: None) -> None:
    """Neither the first author nor who changed a word later."""
    version = draft()
    change_draft(version=version, wording=wording(title="Anders"), by=REVIEWER)
    submit(version=version, by=AUTHOR)
    for author in (AUTHOR, REVIEWER):
        with pytest.raises(FourEyes):
            publish(version=version, by=author)
    assert TemplateVersion.objects.get().published_at is None
    assert publish(version=version, by=SYSTEM).state == State.PUBLISHED


def heard(person: User) -> list[tuple[str, str, str]]:
    """What somebody was told: title, text, address."""
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("title", "text", "url"))


def test_editors_hear_of_each_others_work(central: None) -> None:
    """Who did not write is told that a version waits, who wrote what came of it; nobody of what they did."""
    ute = person(None, Role.TEMPLATE_EDITOR)
    nils = person(None, Role.TEMPLATE_EDITOR, email="nils@example.org", name="Nils Berg")
    analyst = person(None, Role.MINISTRY_ANALYST)
    version = create_template(key="probe", kind="text", wording=wording("text", title="Aushang"), by=ute.actor)
    submit(version=version, by=ute.actor)
    address = "/vorlagen/probe/1/"
    assert heard(nils) == [("Zur Prüfung: Aushang", "Ute Franke hat Fassung 1 fertig geschrieben.", address)]
    send_back(version=version, comment="Bitte kürzer.", by=nils.actor)
    publish(version=submit(version=version, by=ute.actor), by=nils.actor)
    assert heard(ute) == [
        ("Zurückgegeben: Aushang", "Bitte kürzer.", address),
        ("Veröffentlicht: Aushang", "Nils Berg hat Fassung 1 geprüft.", address),
    ]
    assert len(heard(nils)) == 2
    assert heard(analyst) == []


def test_sending_back_says_why_and_lets_the_author_go_on(central: None) -> None:
    """The comment stays in the history; the next round begins."""
    version = draft()
    submit(version=version, by=AUTHOR)
    with pytest.raises(LibraryProblem, match="fehlt"):
        send_back(version=version, comment=" ", by=REVIEWER)
    assert send_back(version=version, comment="Zu lang.", by=REVIEWER).state == State.DRAFT
    assert VersionStep.objects.get(step="returned").comment == "Zu lang."
    change_draft(version=version, wording=wording(title="Kürzer"), by=AUTHOR)
    submit(version=version, by=AUTHOR)
    assert recall(version=version, by=AUTHOR).state == State.DRAFT
    submit(version=version, by=AUTHOR)
    publish(version=version, by=REVIEWER)
    assert Template.objects.get().title == "Kürzer"


def test_only_drafts_change(central: None) -> None:
    """What is in review or published stays as it is, for every verb."""
    version = draft()
    submit(version=version, by=AUTHOR)
    for act in (
        lambda: change_draft(version=version, wording=wording(), by=AUTHOR),
        lambda: discard_draft(version=version, by=AUTHOR),
        lambda: submit(version=version, by=AUTHOR),
    ):
        with pytest.raises(NotADraft):
            act()
    publish(version=version, by=REVIEWER)
    for act in (
        lambda: publish(version=version, by=REVIEWER),
        lambda: recall(version=version, by=AUTHOR),
        lambda: send_back(version=version, comment="x", by=REVIEWER),
        lambda: change_draft(version=version, wording=wording(), by=AUTHOR),
    ):
        with pytest.raises(NotADraft):
            act()
    with pytest.raises(DatabaseError, match="nicht mehr geändert"), transaction.atomic():
        TemplateVersion.objects.update(title="Heimlich")


def test_the_next_version_begins_as_a_copy_and_only_once(central: None) -> None:
    """Title and content of the template follow when it is published, not before."""
    shipped(title="Alt")
    template = Template.objects.get()
    second = begin_version(template=template, by=AUTHOR)
    assert (second.number, second.content, second.change_note) == (2, content("checklist"), "")
    with pytest.raises(NotADraft, match="schon einen Entwurf"):
        begin_version(template=template, by=AUTHOR)
    with pytest.raises(LibraryProblem, match="Was ist neu"):
        submit(version=second, by=AUTHOR)
    change_draft(version=second, wording=wording(title="Neu", change_note="Klarer."), by=AUTHOR)
    assert Template.objects.get().title == "Alt"
    reviewed(second)
    assert Template.objects.get().title == "Neu"
    assert newest_published(["probe"])["probe"].version == 2


def test_content_that_does_not_fit_is_refused_in_drafts_too(central: None) -> None:
    """A draft is whole at any time."""
    with pytest.raises(MalformedContent, match="introduction"):
        draft(content={})
    version = draft()
    with pytest.raises(MalformedContent, match="entries"):
        change_draft(version=version, wording=wording(content=content("checklist", entries=[])), by=AUTHOR)
    assert TemplateVersion.objects.get().content == content("checklist")


def test_a_taken_key_is_refused(central: None) -> None:
    """With a sentence, and nothing half made."""
    shipped("probe")
    with pytest.raises(VersionExists, match="probe"):
        draft(key="probe")
    assert Template.objects.count() == 1


def test_a_discarded_first_draft_takes_its_template_along(central: None) -> None:
    """A later one leaves what is published."""
    discard_draft(version=draft(), by=AUTHOR)
    assert Template.objects.count() == 0
    shipped()
    discard_draft(version=begin_version(template=Template.objects.get(), by=AUTHOR), by=AUTHOR)
    assert TemplateVersion.objects.count() == 1


def test_withdrawing_needs_a_reason_and_ends_adoption_by_default(central: None) -> None:
    """And it can be taken back."""
    shipped()
    template = change_offer(template=Template.objects.get(), offer=Offer.BY_DEFAULT, by=AUTHOR)
    assert [ref.key for ref in adopted_by_default()] == ["probe"]
    with pytest.raises(LibraryProblem, match="warum"):
        change_offer(template=template, offer=Offer.WITHDRAWN, by=AUTHOR)
    change_offer(template=template, offer=Offer.WITHDRAWN, reason="Überholt.", by=AUTHOR)
    assert adopted_by_default() == []
    assert newest_published(["probe"]) == {}
    change_offer(template=template, offer=Offer.OFFERED, by=AUTHOR)
    assert (Template.objects.get().offer, Template.objects.get().withdrawn_note) == (Offer.OFFERED, "")
    assert Entry.objects.filter(event="library.offer_changed").count() == 3


def test_towns_read_published_versions_and_nothing_else(database: Servers, bensheim: MunicipalityRef) -> None:
    """As the town's own database role, with raw SQL: no draft, no title of one, no name of an author, no writing."""
    with inside(CENTRAL):
        shipped("offen")
        draft(key="geheim", title="Geheimer Entwurf")
        begin_version(template=Template.objects.get(key="offen"), by=AUTHOR)
        reviewed(draft(key="neu-da", kind="text"))
    with inside(realm_of(bensheim)), connection.cursor() as cursor:
        cursor.execute("SELECT key FROM public.library_template ORDER BY key")
        assert [row[0] for row in cursor.fetchall()] == ["neu-da", "offen"]
        cursor.execute("SELECT number, published_at IS NULL FROM public.library_templateversion")
        assert cursor.fetchall() == [(1, False), (1, False)]
        cursor.execute(
            "SELECT count(*) FROM public.library_templateversion WHERE content::text LIKE '%%' AND number > 1"
        )
        assert cursor.fetchone() == (0,)
    for statement in (
        "SELECT * FROM public.library_versionstep",
        "UPDATE public.library_template SET title = 'x'",
        "INSERT INTO public.library_template (key, kind, title, adopt_by_default) VALUES ('x', 'text', 'x', false)",
        "DELETE FROM public.library_templateversion",
    ):
        with (
            inside(realm_of(bensheim)),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_without_the_policy_the_draft_would_be_seen(database: Servers, bensheim: MunicipalityRef) -> None:
    """The planted fault: the same question finds the draft, so it can fail."""
    with inside(CENTRAL):
        draft(key="geheim", title="Geheimer Entwurf")
    with database.superuser_connection() as admin:
        admin.execute("ALTER TABLE public.library_template DISABLE ROW LEVEL SECURITY")
    with inside(realm_of(bensheim)), connection.cursor() as cursor:
        cursor.execute("SELECT title FROM public.library_template")
        assert cursor.fetchall() == [("Geheimer Entwurf",)]
