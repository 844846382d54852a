"""Working inside the municipality a job is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from kisi.core.realms import MunicipalityRef, inside, realm_of
from shared.municipalities.queries import ref_of
from shared.onboarding.courses import StepFailed
from shared.onboarding.models import Onboarding


@contextmanager
def one_transaction_in_town(onboarding: Onboarding) -> Iterator[MunicipalityRef]:
    """One transaction in the municipality's own realm, logged in as its own role."""
    municipality = onboarding.municipality
    if municipality is None:
        raise StepFailed("Die Kommune hat noch keinen Datenbereich.")
    ref = ref_of(municipality)
    with inside(realm_of(ref)), transaction.atomic():
        yield ref
