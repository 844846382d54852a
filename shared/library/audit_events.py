"""Names of what the library records."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Detail, declare_details
from shared.library.vocabulary import Offer, Step

declare_events(
    {
        **{f"library.version_{step.value}": step.label for step in Step if step != Step.SHIPPED},
        "library.draft_discarded": _("Entwurf verworfen"),
        "library.offer_changed": _("Empfehlung geändert"),
    }
)

declare_details({"library.number": _("Fassung"), "library.offer": Detail(_("Empfehlung"), dict(Offer.choices))})
