"""Sending the coordinator's invitation once more."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kisi.accounts.actions import invite_again
from kisi.accounts.models import Invitation
from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.core.realms import inside, realm_of
from shared.municipalities.queries import ref_of
from shared.municipalities.vocabulary import Status
from shared.onboarding.models import Onboarding
from shared.onboarding.problems import InvitationNotRepeatable


def repeat_invitation(onboarding: Onboarding, *, by: Actor) -> None:
    """Send a new link to the coordinator who was named when the municipality came on board.

    Works in the municipality's own realm, so the caller must not be inside a transaction. Raises
    ``InvitationNotRepeatable`` with the reason.
    """
    municipality = onboarding.municipality
    if municipality is None or municipality.status != Status.ACTIVE:
        raise InvitationNotRepeatable(_("Eine Einladung geht erst, wenn der Arbeitsbereich der Kommune geöffnet ist."))
    with inside(realm_of(ref_of(municipality))), transaction.atomic():
        invitation = (
            Invitation.objects.filter(email=onboarding.coordinator_email, accepted_at=None, withdrawn_at=None)
            .order_by("pk")
            .last()
        )
        if invitation is None:
            raise InvitationNotRepeatable(
                _("Es gibt keine offene Einladung mehr: Sie wurde schon angenommen oder von der Kommune zurückgezogen.")
            )
        invite_again(invitation=invitation, by=by)
    with transaction.atomic():
        record("onboarding.invitation_repeated", by=by, subject=f"onboarding.onboarding:{onboarding.pk}")
