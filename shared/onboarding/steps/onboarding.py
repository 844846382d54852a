"""The steps that bring a municipality on board."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.accounts.actions import invite
from kisi.core.adoption import adopt
from kisi.core.roles import Role
from kisi.core.seeding import seed_town
from kisi.tenancy.hosts import address_of
from kisi.tenancy.provisioning import build_schema
from shared.library.queries import copy_of
from shared.municipalities.actions import set_status
from shared.municipalities.models import Municipality
from shared.municipalities.vocabulary import Status
from shared.onboarding.courses import Course, CourseStep, Outcome, StepFailed
from shared.onboarding.models import Onboarding
from shared.onboarding.steps.in_town import one_transaction_in_town
from shared.onboarding.vocabulary import OnboardingStepName as Name


def reserve(_onboarding: Onboarding) -> Outcome:
    """Nothing: the row of the onboarding is the reservation (the request marks this step as done)."""
    return Outcome(_("Reserviert."))


def create_schema(onboarding: Onboarding) -> Outcome:
    """Make the municipality's row, role, schema and tables – all in the transaction that marks the step."""
    municipality = Municipality.objects.create(
        ags=onboarding.ags, slug=onboarding.slug, name=onboarding.name, is_demo=onboarding.is_demo
    )
    municipality.schema_state = build_schema(municipality.schema_name)
    municipality.save(update_fields=["schema_state"])
    return Outcome(
        _("Datenbereich mit eigener Datenbankrolle angelegt."),
        {"municipality": municipality, "schema_name": municipality.schema_name},
    )


def seed(onboarding: Onboarding) -> Outcome:
    """Give the workspace what it starts with."""
    with one_transaction_in_town(onboarding) as municipality:
        seeds = seed_town(municipality)
    detail = ngettext("{count} Grundeinstellung angelegt.", "{count} Grundeinstellungen angelegt.", len(seeds))
    return Outcome(detail.format(count=len(seeds)))


def adopt_templates(onboarding: Onboarding) -> Outcome:
    """Copy the templates that were promised when the onboarding was requested, in those versions."""
    copies = [copy_of(chosen["key"], chosen["version"]) for chosen in onboarding.templates]
    if not copies:
        return Outcome(_("Keine Vorlagen gewünscht."))
    with one_transaction_in_town(onboarding):
        for copy in copies:
            adopt(copy, by=onboarding.requested_by)
    titles = ", ".join(f"„{copy.title}“" for copy in copies)
    return Outcome(_("Übernommen: {titles}.").format(titles=titles))


def invite_coordinator(onboarding: Onboarding) -> Outcome:
    """Invite the coordinator; the invitation stands in the municipality's own schema."""
    with one_transaction_in_town(onboarding):
        invite(
            email=onboarding.coordinator_email,
            name=onboarding.coordinator_name,
            role=Role.COORDINATOR,
            by=onboarding.requested_by,
        )
    return Outcome(_("Die Einladung an die Koordination ist auf dem Weg."))


def activate(onboarding: Onboarding) -> Outcome:
    """Open the workspace."""
    municipality = Municipality.objects.select_for_update().get(pk=onboarding.municipality_id)
    if municipality.status != Status.ONBOARDING:
        raise StepFailed(
            _("„{name}“ ist nicht mehr in der Aufnahme, sondern: {status}.").format(
                name=municipality.name, status=municipality.get_status_display()
            )
        )
    municipality.joined_on = timezone.localdate()
    municipality.save(update_fields=["joined_on"])
    set_status(municipality, Status.ACTIVE)
    return Outcome(_("Der Arbeitsbereich ist erreichbar: {address}").format(address=address_of(municipality.slug)))


ONBOARDING: Final = Course(
    jobs=Onboarding,
    event_prefix="",
    steps={
        Name.RESERVE: CourseStep(reserve, in_one_transaction=True),
        Name.CREATE_SCHEMA: CourseStep(create_schema, in_one_transaction=True),
        Name.SEED: CourseStep(seed, in_one_transaction=False),
        Name.ADOPT_TEMPLATES: CourseStep(adopt_templates, in_one_transaction=False),
        Name.INVITE_COORDINATOR: CourseStep(invite_coordinator, in_one_transaction=False),
        Name.ACTIVATE: CourseStep(activate, in_one_transaction=True),
    },
)
