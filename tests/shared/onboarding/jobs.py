"""Asking for municipalities and carrying the jobs on, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import RequestFactory

from kisi.core.actors import Actor
from kisi.core.realms import CENTRAL, PROVISIONING, inside
from kisi.tenancy.directory import forget_directory
from kisi.tenancy.middleware import RealmMiddleware
from shared.municipalities.models import Municipality, RegisteredMunicipality
from shared.onboarding.actions import Coordinator, request_onboarding
from shared.onboarding.models import Job, Offboarding, Onboarding
from shared.onboarding.runner import carry_on
from shared.onboarding.steps import OFFBOARDING, ONBOARDING

INTEGRATOR = Actor("client", "client-1", "Fachverfahren")
COORDINATOR = Coordinator(email="koordination@stadt.example", name="Kim Beispiel")
OBERZENT = "06437016"


def ask(ags: str = OBERZENT, **more: Any) -> Onboarding:
    """Request an onboarding on the public host."""
    with inside(CENTRAL):
        return request_onboarding(**{"ags": ags, "coordinator": COORDINATOR, "by": INTEGRATOR, **more})


def work(job: Job) -> Job:
    """Do what the provisioning worker does when it is woken; the job as it stands then."""
    with inside(PROVISIONING):
        carry_on(ONBOARDING if isinstance(job, Onboarding) else OFFBOARDING, job.pk)
    return fresh(job)


def fresh[J: Job](job: J) -> J:
    """The job as the database has it."""
    with inside(CENTRAL):
        return type(job)._default_manager.get(pk=job.pk)


def everyone_else() -> Iterator[str]:
    """The keys of all municipalities that are not on board yet."""
    with inside(CENTRAL):
        on_board = set(Municipality.objects.values_list("ags", flat=True))
        keys = list(RegisteredMunicipality.objects.current().order_by("ags").values_list("ags", flat=True))
    yield from (ags for ags in keys if ags not in on_board)


def answer_of(slug: str) -> int:
    """The status that a browser gets from a municipality's host, as soon as every process knows."""
    forget_directory()
    middleware = RealmMiddleware(lambda _request: HttpResponse("here"))
    return middleware(RequestFactory().get("/", headers={"host": f"{slug}.kisi.localhost"})).status_code


def steps_of(job: Job) -> dict[str, str]:
    """Step names and statuses in their order."""
    with inside(CENTRAL):
        return dict(job.steps.values_list("name", "status"))


def step(job: Onboarding | Offboarding, name: str) -> Any:
    """One step's row."""
    with inside(CENTRAL):
        return job.steps.get(name=name)
