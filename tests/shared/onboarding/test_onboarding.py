"""A municipality comes on board: the ordinary way, and what it finds."""

from __future__ import annotations

from django.utils import timezone

from kisi.accounts.models import Invitation
from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, inside, realm_of
from kisi.mail.models import OutgoingMail
from kisi.tenancy import catalog
from kisi.tenancy.database import owner_cursor
from kisi.tenancy.directory import municipality_by_slug
from shared.library.shipped import shipped_templates
from shared.municipalities.models import Municipality
from shared.onboarding.actions import plan_onboarding
from shared.onboarding.models import Onboarding
from shared.onboarding.runner import _do_next_step
from shared.onboarding.steps import ONBOARDING
from tenants.adoptions.models import Adoption
from tenants.workspace.models import WorkspaceSettings
from tests.servers import Servers
from tests.shared.onboarding.jobs import COORDINATOR, INTEGRATOR, OBERZENT, answer_of, ask, steps_of, work

BY_DEFAULT = list({file["key"]: file for file in shipped_templates() if file["adopt_by_default"]}.values())
"""The newest version of each template that every new municipality adopts, by key."""
ALL_STEPS = ["reserve", "create_schema", "seed", "adopt_templates", "invite_coordinator", "activate"]


def test_a_request_reserves_and_does_nothing_yet(ready: Servers) -> None:
    """The row is the reservation; the worker does the rest."""
    onboarding = ask()
    assert (onboarding.ags, onboarding.name, onboarding.slug) == (OBERZENT, "Oberzent", "oberzent")
    assert onboarding.status == "queued"
    assert list(steps_of(onboarding)) == ALL_STEPS
    assert list(steps_of(onboarding).values()) == ["done", *["pending"] * 5]
    with inside(CENTRAL):
        assert not Municipality.objects.filter(ags=OBERZENT).exists()
        assert Entry.objects.get(event="onboarding.requested").actor_label == INTEGRATOR.label


def test_the_worker_brings_a_municipality_on_board(ready: Servers) -> None:
    """Every step done, the workspace open, the coordinator invited, the templates copied."""
    onboarding = work(ask())
    assert onboarding.status == "completed"
    assert onboarding.finished_at is not None
    assert steps_of(onboarding) == dict.fromkeys(ALL_STEPS, "done")
    municipality = municipality_by_slug("oberzent")
    assert municipality.status == "active"
    assert onboarding.municipality_id == municipality.id
    assert onboarding.schema_name == municipality.schema
    with inside(realm_of(municipality)):
        assert WorkspaceSettings.objects.get().official_name == "Oberzent"
        copies = sorted(Adoption.objects.values_list("template_key", "version"))
        assert copies == sorted((file["key"], file["number"]) for file in BY_DEFAULT)
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.name) == (COORDINATOR.email, COORDINATOR.name)
        assert invitation.role == "coordinator"
        assert OutgoingMail.objects.count() == 1
        events = sorted(Entry.objects.values_list("event", flat=True))
    surveys = sum(file["kind"] == "survey" for file in BY_DEFAULT)
    copied = ["adoptions.template_adopted"] * len(BY_DEFAULT)
    assert events == ["accounts.invited", *copied, *["instruments.adopted"] * surveys]


def test_the_new_schema_is_like_the_others(ready: Servers, bensheim: MunicipalityRef) -> None:
    """Onboarding makes the same schema as provisioning does."""
    onboarding = work(ask())
    with owner_cursor() as cursor:
        assert catalog.description_of(cursor, onboarding.schema_name) == catalog.description_of(cursor, bensheim.schema)


def test_the_workspace_answers_once_it_is_open_and_not_before(ready: Servers) -> None:
    """Until the last step is done the host is unknown to everyone."""
    onboarding = ask()
    assert answer_of("oberzent") == 404
    with inside(PROVISIONING):
        Onboarding.objects.update(next_attempt_at=timezone.now())
        for _step in ALL_STEPS[1:-1]:
            _do_next_step(ONBOARDING, onboarding.pk)
    assert steps_of(onboarding)["invite_coordinator"] == "done"
    assert answer_of("oberzent") == 404
    work(onboarding)
    assert answer_of("oberzent") == 200


def test_the_regional_key_with_twelve_digits_is_accepted(ready: Servers) -> None:
    """ARS 064370016016 is AGS 06437016."""
    assert ask("06437 0016 016").ags == OBERZENT


def test_own_slug_and_no_templates(ready: Servers) -> None:
    """An empty list means none; a chosen slug is the address."""
    onboarding = work(ask(slug="stadt-oberzent", templates=[]))
    assert onboarding.status == "completed"
    municipality = municipality_by_slug("stadt-oberzent")
    with inside(realm_of(municipality)):
        assert Adoption.objects.count() == 0


def test_a_plan_says_what_would_happen_and_changes_nothing(ready: Servers) -> None:
    """The dry run has everything the answer of the API needs."""
    with inside(CENTRAL):
        plan = plan_onboarding(ags=OBERZENT, coordinator=COORDINATOR)
        assert (plan.ags, plan.name, plan.slug) == (OBERZENT, "Oberzent", "oberzent")
        assert plan.place.district == "Odenwaldkreis"
        assert plan.workspace_url.endswith("://oberzent.kisi.localhost:8000")
        assert [template.key for template in plan.templates] == [file["key"] for file in BY_DEFAULT]
        assert list(plan.steps) == ALL_STEPS
        assert Onboarding.objects.count() == 0


def test_doing_finished_work_again_changes_nothing(ready: Servers) -> None:
    """A second wake-up finds nothing to do."""
    onboarding = work(ask())
    again = work(onboarding)
    assert again.finished_at == onboarding.finished_at
    with inside(CENTRAL):
        assert list(onboarding.steps.values_list("attempts", flat=True)) == [1] * 6
