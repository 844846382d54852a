"""Tasks that write a row where they believe to be."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task
from django.db import connection

from kisi.core.realms import CENTRAL, inside, realm_of, realm_or_none
from kisi.tenancy.directory import municipality
from kisi.tenancy.tasks import CentralTask, MunicipalityTask, ProvisioningTask

NOTE_SQL = (
    "INSERT INTO django_session (session_key, session_data, expire_date)"
    " VALUES (%s, %s || '|' || current_schema() || '|' || current_user, now())"
)


def note_down(note: str) -> None:
    """One row with the realm as Python and as PostgreSQL see it."""
    realm = realm_or_none()
    with connection.cursor() as cursor:
        cursor.execute(NOTE_SQL, [note, realm.key if realm else "nowhere"])


@shared_task(base=MunicipalityTask, name="attack.note")
def note(text: str, *, fails: bool = False) -> None:
    """A town's task; one that fails has written before."""
    note_down(text)
    if fails:
        raise ValueError("planned")


@shared_task(base=MunicipalityTask, name="attack.other")
def other(text: str) -> None:
    """A second task, to replay headers of the first one with."""
    note_down(text)


@shared_task(base=MunicipalityTask, name="attack.again", bind=True, max_retries=1, default_retry_delay=0)
def again(self: Any, text: str) -> None:
    """A task that asks for a second try and writes then."""
    if self.request.retries == 0:
        raise self.retry(countdown=0)
    note_down(text)


@shared_task(base=MunicipalityTask, name="attack.follow")
def follow(text: str) -> None:
    """A task that publishes a further one of its own town."""
    note.delay(text)


@shared_task(base=CentralTask, name="attack.central")
def central(text: str) -> None:
    """A task of the public host."""
    note_down(text)


@shared_task(base=ProvisioningTask, name="attack.provisioning")
def provisioning(text: str) -> None:
    """A task that only the worker with the provisioner's password may run."""
    note_down(text)


# -- planted: how others do it --------------------------------------------------------------------


class DefaultingTask(Task):
    """tenant-schemas-celery's way: no or unknown town means the public schema (TENANCY.md, defect 3)."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run in the header's town, else in the public schema."""
        try:
            realm = realm_of(municipality(int(self.request.headers["town"])))
        except (LookupError, TypeError, ValueError):
            realm = CENTRAL
        with inside(realm):
            return self.run(*args, **kwargs)


class StickyTask(Task):
    """django-multitenant #213: a message without a town runs in the last one's."""

    abstract = True
    last: Any = CENTRAL

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Remember the town on the shared task object."""
        town = (self.request.headers or {}).get("town")
        if town:
            type(self).last = realm_of(municipality(int(town)))
        with inside(type(self).last):
            return self.run(*args, **kwargs)


@shared_task(base=DefaultingTask, name="attack.defaulting")
def defaulting(text: str) -> None:
    """Planted."""
    note_down(text)


@shared_task(base=StickyTask, name="attack.sticky")
def sticky(text: str) -> None:
    """Planted."""
    note_down(text)
