"""The demo's people: invented names, invitations accepted through the link in the e-mail, as in real life."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from api.clients import create_client, revoke_client
from api.models import Client
from api.vocabulary import Scope
from kisi.accounts.actions.invitations import accept_invitation, invite, invite_again
from kisi.accounts.models import Invitation, User
from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from kisi.tenancy.credentials import derived_password
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.register.entries import DemoEntry

# Freely combined; a likeness to somebody would be chance.
FIRST_NAMES: Final = (
    "Aylin", "Bente", "Carla", "Dalia", "Elif", "Frauke", "Greta", "Hanna", "Imke", "Jelena", "Karim", "Lars",
    "Mehmet", "Nils", "Olena", "Paul", "Rania", "Samir", "Tilda", "Yusuf",
)  # fmt: skip
LAST_NAMES: Final = (
    "Amberg", "Brandau", "Celik", "Dornbach", "Eschweiler", "Farahani", "Grünwald", "Hollerbach", "Ivanenko",
    "Jansen", "Kilic", "Lindenau", "Morgenroth", "Nordhoff", "Ostertag", "Petrenko", "Rosenthal", "Steinmetz",
    "Tesfaye", "Wiesner",
)  # fmt: skip
CLIENT_NAME: Final = "Demo-Schnittstelle"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can sign in to the demo."""

    name: str
    email: str

    @property
    def password(self) -> str:
        """The same at every start of this installation, and another one in every installation."""
        return derived_password(f"demo account {self.email}")[:16]

    def sign_in(self) -> dict[str, str]:
        """As ``ready.json`` shows it."""
        return {"email": self.email, "password": self.password}


class Cast:
    """Invents people; the seed decides their names."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def person(self, part: str, domain: str) -> DemoPerson:
        """Somebody with this part (``koordination``) at this domain."""
        chance = random.Random(f"{self._seed}/{part}/{domain}")  # noqa: S311 (names, not secrets)
        name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
        return DemoPerson(name, f"{part}@{domain}.example")

    def coordinator_of(self, entry: DemoEntry) -> DemoPerson:
        """The coordinator of a municipality."""
        return self.person("koordination", entry.slug)

    def guide_of(self, entry: DemoEntry) -> DemoPerson:
        """The guide of a municipality."""
        return self.person("guide", entry.slug)


def staff_of(entry: DemoEntry, cast: Cast) -> tuple[DemoPerson, DemoPerson]:
    """Coordinator and guide of a municipality that is on board, both able to sign in."""
    coordinator, guide = cast.coordinator_of(entry), cast.guide_of(entry)
    with inside(realm_of(municipality_by_slug(entry.slug))):
        _let_in(coordinator, Role.COORDINATOR)
        _let_in(guide, Role.GUIDE)
    return coordinator, guide


def ministry(cast: Cast) -> DemoPerson:
    """The ministry's analyst."""
    return _central(cast.person("auswertung", "ministerium"), Role.MINISTRY_ANALYST)


def operator(cast: Cast) -> DemoPerson:
    """The platform's operator."""
    return _central(cast.person("betrieb", "kisi"), Role.OPERATOR)


def _central(person: DemoPerson, role: Role) -> DemoPerson:
    with inside(CENTRAL):
        _let_in(person, role)
    return person


def _let_in(person: DemoPerson, role: Role) -> None:
    """Invite and accept, unless the account is there; in the current realm."""
    if User.objects.filter(email=person.email).exists():
        return
    with transaction.atomic():
        invitation = invite(email=person.email, name=person.name, role=role, by=SYSTEM)
        accept_invitation(token=_token_in_letter(invitation), password=person.password)


def _token_in_letter(invitation: Invitation) -> str:
    """The token as the invited person finds it; an e-mail already sent (and emptied) is sent again."""
    for _attempt in range(2):
        mail = OutgoingMail.objects.filter(recipient=invitation.email).order_by("-pk").first()
        found = re.search(r"/einladung/([^/\s]+)/", mail.text) if mail else None
        if found:
            return found.group(1)
        invitation = invite_again(invitation=invitation, by=SYSTEM)
    raise RuntimeError(f"Im Brief an {invitation.email} steht kein Link.")


def integrator() -> dict[str, object]:
    """The machine account; its secret is stored as a hash only, so each start of the demo makes a new one."""
    scopes = [Scope.WRITE_MUNICIPALITIES, Scope.READ_MUNICIPALITIES, Scope.READ_METRICS]
    with inside(CENTRAL):
        for client_id in Client.objects.filter(name=CLIENT_NAME, revoked_at__isnull=True).values_list(
            "client_id", flat=True
        ):
            revoke_client(client_id)
        client_id, secret = create_client(CLIENT_NAME, scopes)
    return {"client_id": client_id, "client_secret": secret, "scopes": [str(scope) for scope in scopes]}
