"""One's own data as a file that people and programs can read."""

from __future__ import annotations

import json
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.models import User
from kisi.core.privacy.controllers import controller_here
from kisi.core.privacy.terms import retention_texts
from kisi.privacy.own_data.reading import OwnRows

FORMAT: Final = "kisi-auskunft-1"


def as_json(user: User, found: list[OwnRows]) -> str:
    """The rows with what Art. 15 (1) wants said about them: purpose, legal basis, recipients, period, rights."""
    rules = retention_texts([rule for own in found for rule in own.table.retention])
    controller = controller_here()
    told = {
        "format": FORMAT,
        "erstellt_am": timezone.localtime().isoformat(timespec="seconds"),
        "konto": user.reference,
        "verantwortliche_stelle": {
            "name": controller.name,
            "anschrift": controller.address,
            "kontakt": controller.contact,
            "datenschutzbeauftragte_stelle": controller.officer,
        },
        "rechte": _(
            "Sie können Berichtigung, Löschung und Einschränkung verlangen, der Verarbeitung widersprechen und sich"
            " beim Hessischen Beauftragten für Datenschutz und Informationsfreiheit beschweren."
        ),
        "angaben": [_told(own, rules) for own in found],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)


def _told(own: OwnRows, rules: dict[str, str]) -> dict[str, Any]:
    activity = own.activity
    about = {
        "taetigkeit": str(activity.name),
        "zweck": str(activity.purpose),
        "rechtsgrundlage": str(activity.legal_basis.label),
        "empfaenger": str(activity.recipients),
    }
    return {
        **about,
        "frist": " ".join(dict.fromkeys(rules[rule.key] for rule in own.table.retention)),
        "was": own.name,
        "nur_genannt": own.is_mention,
        "eintraege": list(own.rows),
    }
