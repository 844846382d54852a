"""Deciding about versions of central templates. Nothing changes in a town that nobody here decided."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.models import User
from kisi.audit.actions import record
from kisi.core.access import GRANTED, Permission
from kisi.core.actors import SYSTEM, Actor
from kisi.core.adoption import adopt
from kisi.notifications.actions import notify
from shared.library.queries import copy_of
from tenants.adoptions.models import Adoption, Decision
from tenants.adoptions.notices import NEW_VERSION
from tenants.adoptions.problems import AdoptionProblem
from tenants.adoptions.queries import Offered, offered_template, waiting_templates
from tenants.adoptions.vocabulary import Choice


@transaction.atomic
def adopt_version(*, key: str, version: int, by: Actor, reason: str = "") -> Adoption:
    """Copy the newest version of a template into the municipality.

    The town's own part of a survey is kept by the app that owns it. Raises ``AdoptionProblem`` when this is not the
    newest version (any more), is here already, or is no longer recommended.
    """
    offered = _offered(key, version)
    if offered.is_withdrawn:
        raise AdoptionProblem(_("Diese Vorlage wird nicht mehr empfohlen und lässt sich nicht mehr übernehmen."))
    if not adopt(copy_of(key, version), by=by):
        raise AdoptionProblem(_("Diese Fassung haben Sie schon."))
    _decide(offered, Choice.ADOPT, by=by, reason=reason)
    return Adoption.objects.get(template_key=key, version=version)


@transaction.atomic
def keep_current(*, key: str, version: int, reason: str, by: Actor) -> Decision:
    """Stay with the version the municipality has. Raises ``AdoptionProblem``, also without a reason."""
    offered = _newer(key, version)
    if not reason.strip():
        raise AdoptionProblem(_("Bitte schreiben Sie kurz, warum Sie bei der jetzigen Fassung bleiben."))
    decision = _decide(offered, Choice.KEEP, by=by, reason=reason)
    _record("adoptions.version_kept", offered, by=by)
    return decision


@transaction.atomic
def put_off(*, key: str, version: int, remind_on: dt.date, by: Actor, reason: str = "") -> Decision:
    """Decide later, and be reminded on a day to come. Raises ``AdoptionProblem``."""
    offered = _newer(key, version)
    if remind_on <= timezone.localdate():
        raise AdoptionProblem(_("Bitte wählen Sie einen Tag in der Zukunft."))
    decision = _decide(offered, Choice.LATER, by=by, reason=reason, remind_on=remind_on)
    _record("adoptions.decision_put_off", offered, by=by, remind_on=remind_on.isoformat())
    return decision


def tell_of_new_versions() -> int:
    """Tell whoever may adopt of versions that wait for a decision, each once, again on the day they were put off to.

    How many new notices that were.
    """
    waiting = waiting_templates()
    if not waiting:
        return 0
    people = list(
        User.objects.filter(is_active=True, role__in=GRANTED[Permission.LIBRARY_ADOPT]).values_list("pk", flat=True)
    )
    return sum(_tell(offered, people) for offered in waiting)


def _tell(offered: Offered, people: list[int]) -> int:
    put_off_to = offered.decided.remind_on if offered.decided else None
    return notify(
        recipients=people,
        kind=NEW_VERSION,
        title=_("Neue Fassung verfügbar: {title}").format(title=offered.title),
        text=_("Sie haben Fassung {old}, in der Bibliothek steht Fassung {new}. Entscheiden Sie selbst.").format(
            old=offered.adopted, new=offered.newest
        ),
        url=reverse("adoptions:decide", args=[offered.key]),
        key=f"adoptions:{offered.key}:{offered.newest}:{put_off_to or ''}"[:100],
        by=SYSTEM,
    )


def _offered(key: str, version: int) -> Offered:
    offered = offered_template(key)
    if offered is None or offered.newest != version:
        raise AdoptionProblem(_("Inzwischen gibt es eine andere Fassung. Bitte sehen Sie sich an, was in ihr neu ist."))
    return offered


def _newer(key: str, version: int) -> Offered:
    offered = _offered(key, version)
    if not offered.has_newer:
        raise AdoptionProblem(_("Darüber ist nichts zu entscheiden: Sie haben die neueste Fassung oder gar keine."))
    return offered


def _decide(offered: Offered, choice: Choice, *, by: Actor, reason: str, remind_on: dt.date | None = None) -> Decision:
    return Decision.objects.create(
        template_key=offered.key,
        version=offered.newest,
        choice=choice,
        reason=reason.strip(),
        remind_on=remind_on,
        decided_by=by.label[:200],
    )


def _record(event: str, offered: Offered, *, by: Actor, **more: str) -> None:
    details = {"version": offered.newest, "stays_with": offered.adopted, **more}
    record(event, by=by, subject=f"library.template:{offered.key}", details=details)
