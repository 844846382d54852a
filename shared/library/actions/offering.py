"""How a template is offered to the municipalities."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.actors import Actor
from shared.library.actions.steps import note
from shared.library.models import Template
from shared.library.problems import LibraryProblem
from shared.library.vocabulary import Offer


@transaction.atomic
def change_offer(*, template: Template, offer: Offer, by: Actor, reason: str = "") -> Template:
    """Recommend a template, offer it, or no longer recommend it. Copies in towns stay what they are.

    Raises ``LibraryProblem`` when it is withdrawn without a reason: towns read it.
    """
    template = Template.objects.select_for_update().get(pk=template.pk)
    if offer == Offer.WITHDRAWN and not reason.strip():
        raise LibraryProblem(_("Bitte schreiben Sie, warum die Vorlage nicht mehr empfohlen wird."))
    before = template.offer
    template.adopt_by_default = offer == Offer.BY_DEFAULT
    template.withdrawn_note = reason if offer == Offer.WITHDRAWN else ""
    if offer != Offer.WITHDRAWN:
        template.withdrawn_at = None
    elif template.withdrawn_at is None:
        template.withdrawn_at = timezone.now()
    template.save(update_fields=["adopt_by_default", "withdrawn_note", "withdrawn_at"])
    if before != offer:
        note(template, "library.offer_changed", by=by, offer=[before.value, offer.value])
    return template
