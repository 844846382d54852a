"""Tasks carry the realm they were called in; what has none is refused. Real workers: ``tests/attack``."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import redis
from celery import Celery, Task
from celery.exceptions import Reject
from django.core import signing
from django.db import transaction

from kisi.celery import app, register_tasks
from kisi.core.realms import CENTRAL, MunicipalityRef, NoRealm, inside, realm_of
from kisi.tenancy.models import RejectedTask
from kisi.tenancy.tasks import HEADER, CentralTask, MunicipalityTask, ProvisioningTask, RealmTask
from tests.attack.work import tasks
from tests.servers import Servers


def messages(database: Servers) -> list[dict[str, Any]]:
    """What waits in the queue, oldest first, with headers and arguments."""
    with redis.Redis.from_url(database.redis_url) as client:
        waiting = [json.loads(raw) for raw in client.lrange("default", 0, -1)]
    waiting.reverse()
    return [{"headers": one["headers"], "body": json.loads(base64.b64decode(one["body"]))} for one in waiting]


def realm_in(message: dict[str, Any]) -> str:
    """The realm that a message names."""
    signed = message["headers"][HEADER]
    return signing.Signer(salt="kisi.tenancy.tasks").unsign(signed).partition("|")[2]


def tasks_without_a_realm(application: Celery) -> list[str]:
    """Names of registered tasks that Celery would run in no realm."""
    return sorted(
        name
        for name, task in application.tasks.items()
        if not name.startswith("celery.") and not isinstance(task, RealmTask)
    )


def test_every_task_of_the_platform_says_where_it_runs() -> None:
    """Municipality, central or provisioning: a plain Celery task is found here."""
    register_tasks()
    planted = {"attack.defaulting", "attack.sticky"}
    assert set(tasks_without_a_realm(app)) - planted == set()
    assert planted <= set(tasks_without_a_realm(app)), "the planted ones were not found"


def test_a_message_names_the_town_it_was_called_in(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """By id, signed for this task."""
    for town in (bensheim, butzbach):
        with inside(realm_of(town)):
            tasks.note.delay("x")
    assert [realm_in(message) for message in messages(database)] == [str(bensheim.id), str(butzbach.id)]


def test_a_caller_cannot_name_another_realm(database: Servers, in_bensheim: MunicipalityRef) -> None:
    """A header handed in by the caller is overwritten, others are kept."""
    tasks.note.apply_async(["x"], headers={HEADER: "2", "trace": "abc"})
    (message,) = messages(database)
    assert realm_in(message) == str(in_bensheim.id)
    assert message["headers"]["trace"] == "abc"


def test_on_commit_takes_the_realm_of_the_call(database: Servers, bensheim: MunicipalityRef) -> None:
    """Not the one in which the transaction happens to end (TENANCY.md, defect 4); a rollback publishes nothing."""
    with inside(realm_of(bensheim)):
        with transaction.atomic():
            tasks.note.delay_on_commit("kept")
            assert messages(database) == []
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            tasks.note.delay_on_commit("undone")
            raise ZeroDivisionError
    (message,) = messages(database)
    assert message["body"][0] == ["kept"]
    assert realm_in(message) == str(bensheim.id)


@pytest.mark.parametrize(
    ("base", "named"), [(CentralTask, "central"), (ProvisioningTask, "provisioning"), (MunicipalityTask, None)]
)
def test_outside_a_municipality(database: Servers, base: type[Task], named: str | None) -> None:
    """Tasks of the platform's own realms may be called anywhere; a town's task only in a town."""
    task = {CentralTask: tasks.central, ProvisioningTask: tasks.provisioning, MunicipalityTask: tasks.note}[base]
    if named is None:
        with pytest.raises(NoRealm):
            task.delay("x")
        assert messages(database) == []
    else:
        task.apply_async(["x"], queue="default")
        assert realm_in(messages(database)[0]) == named


def test_called_as_a_function_it_is_refused_and_recorded(in_bensheim: MunicipalityRef) -> None:
    """Without a message there is no realm, even where the caller has one."""
    with pytest.raises(Reject):
        tasks.note("x")
    with inside(CENTRAL):
        rejected = RejectedTask.objects.get()
    assert (rejected.task, rejected.reason) == ("attack.note", "the message names no realm")


def test_a_rejection_does_not_repeat_what_was_sent(database: Servers, bensheim: MunicipalityRef) -> None:
    """Arguments may hold anything; the record holds the task's name, the message's id and a reason."""
    names = {field.name for field in RejectedTask._meta.get_fields()}
    assert names == {"id", "task", "message_id", "reason", "rejected_at"}
