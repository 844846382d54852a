"""Gives a municipality a life of its own: rows with awkward values, files, cached values, a session."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from kisi.accounts.actions import invite
from kisi.accounts.models import User
from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.realms import MunicipalityRef, inside, realm_of

AWKWARD = [
    'Zeile 1\nZeile 2\r\n"in Anführungszeichen", mit Komma; \\N \\x00',
    "=1+1",
    "\t führende und folgende Leerzeichen ",
    "مرحبا – Привет – 😀",
    "",
]


def live_in(municipality: MunicipalityRef, *, canary: str) -> None:
    """Write rows, files, cached values and a session that all carry the canary."""
    with inside(realm_of(municipality)):
        with transaction.atomic():
            for number, text in enumerate(AWKWARD):
                content = {"text": text, "canary": canary, "nothing": None}
                adopt(TemplateCopy(f"{canary}-{number}", 1, "text", text or canary, content), by=SYSTEM)
            User.objects.create_user(f"{canary}@stadt.example", name=canary, role="guide", password=canary)
            invite(email=f"neu-{canary}@stadt.example", name=canary, role="guide", by=SYSTEM)
            session = import_module(settings.SESSION_ENGINE).SessionStore()
            session["canary"] = canary
            session.save()
        default_storage.save(f"anlagen/{canary}.txt", ContentFile(canary.encode()))
        default_storage.save("anlagen/unterordner/ä ö.bin", ContentFile(bytes(range(256)) * 5000))
        cache.set(f"{canary}-key", canary)
