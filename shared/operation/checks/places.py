"""Going from town to town: a town that cannot be reached is a finding and never the end of the round."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError
from django.utils.translation import gettext as _

from kisi.core.realms import CENTRAL, Realm, realm_of
from kisi.tenancy.directory import reachable_municipalities
from shared.operation.reports import Finding, Report

Look = Callable[[Realm], str]
"""Looks at one place; the problem in a sentence, or nothing."""


def round_of(look: Look) -> Report:
    """Look at the public host and at every reachable municipality."""
    realms = [CENTRAL, *map(realm_of, reachable_municipalities())]
    seen = [(_name(realm), _look(look, realm)) for realm in realms]
    return Report(len(realms), tuple(Finding(name, problem) for name, problem in seen if problem))


def _look(look: Look, realm: Realm) -> str:
    try:
        return look(realm)
    except DatabaseError as error:
        return _("Die Datenbank hat hier nicht geantwortet ({kind}).").format(kind=type(error).__name__)


def _name(realm: Realm) -> str:
    return realm.municipality.name if realm.municipality else _("Zentrale")
