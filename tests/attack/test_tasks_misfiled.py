"""T10: real workers, raw messages – each row lies where it belongs, and a message without a valid town never runs."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.core import signing
from django.db import connection, transaction

from kisi.core.realms import CENTRAL, MunicipalityRef, NoRealm, inside, realm_of
from kisi.tenancy.models import RejectedTask
from kisi.tenancy.tasks import HEADER
from tests.attack.canaries import Canaries
from tests.attack.conftest import effort
from tests.attack.storm import notes_in
from tests.attack.work import tasks
from tests.attack.work.worker import worker
from tests.servers import Servers
from tests.workers import wait_until_idle

pytestmark = pytest.mark.attack
_signer = signing.Signer(salt="kisi.tenancy.tasks")


@pytest.fixture
def celery(database: Servers) -> Celery:
    """The platform's application, publishing to this test's broker."""
    from tests.attack.work.app import app

    return app


@dataclass
class Ledger:
    """What was sent: notes that must appear (and where), and notes that must not."""

    due: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def compare(self, database: Servers, schemas: list[str]) -> list[str]:
        """Rows that are misfiled, missing, double or of a refused message; wrong numbers of recorded rejections."""
        with database.superuser_connection() as admin:
            found = list(notes_in(admin, ["public", *schemas]))
        problems = [
            f"{note} lies in {schema} and believed {belief}"
            for schema, note, belief in found
            if not self._fits(schema, note, belief)
        ]
        problems += [
            f"{note} is there {count} times"
            for note, count in Counter(note for _s, note, _b in found).items()
            if count > 1
        ]
        problems += [f"{note} is missing" for note in self.due.keys() - {note for _s, note, _b in found}]
        with inside(CENTRAL):
            recorded = RejectedTask.objects.count()
        connection.close()
        return problems + (
            [] if recorded == len(self.refused) else [f"{recorded} rejections recorded, {len(self.refused)} sent"]
        )

    def _fits(self, schema: str, note: str, belief: str) -> bool:
        if note in self.refused or self.due.get(note) != schema:
            return False
        key, stood, user = belief.split("|")
        return (key, stood, user) == (("central", "public", CENTRAL.role) if schema == "public" else (schema,) * 3)


class Sender:
    """Publishes good and bad messages at random and writes down what has to come of them."""

    def __init__(self, celery: Celery, towns: list[MunicipalityRef], *, seed: int) -> None:
        self.celery, self.towns, self.ledger = celery, towns, Ledger()
        self.chance = random.Random(seed)
        self.number = 0

    def send(self, count: int) -> None:
        """So many messages, towns and none interleaved."""
        good: list[Callable[[str], None]] = [
            self._note,
            self._note,
            self._note,
            self._failing,
            self._again,
            self._follow,
            self._on_commit,
            self._central,
        ]
        for _ in range(count):
            self.number += 1
            text = f"n{self.number}"
            if self.chance.random() < 0.25:
                self._bad(text)
            else:
                self.chance.choice(good)(text)
        connection.close()

    def _in_town(self, text: str, publish: Callable[[], Any]) -> None:
        town = self.chance.choice(self.towns)
        self.ledger.due[text] = town.schema
        with inside(realm_of(town)):
            publish()

    def _note(self, text: str) -> None:
        self._in_town(text, lambda: tasks.note.delay(text))

    def _failing(self, text: str) -> None:
        self._in_town(text, lambda: tasks.note.delay(text, fails=True))

    def _again(self, text: str) -> None:
        self._in_town(text, lambda: tasks.again.delay(text))

    def _follow(self, text: str) -> None:
        self._in_town(text, lambda: tasks.follow.delay(text))

    def _central(self, text: str) -> None:
        self.ledger.due[text] = "public"
        tasks.central.delay(text)

    def _on_commit(self, text: str) -> None:
        def publish() -> None:
            with transaction.atomic():
                tasks.note.delay_on_commit(text)
                connection.close_if_unusable_or_obsolete()

        self._in_town(text, publish)
        connection.close()

    def _bad(self, text: str) -> None:
        self.ledger.refused.add(text)
        name, headers = self.chance.choice(list(bad_messages(self.towns[0]).values()))
        self.celery.send_task(name, args=[text], headers=headers)


def bad_messages(town: MunicipalityRef) -> dict[str, tuple[str, dict[str, Any] | None]]:
    """Messages that name no valid realm, as (task, headers)."""
    sign = _signer.sign
    foreign_key = signing.Signer(key="another installation's key of some length", salt="kisi.tenancy.tasks").sign
    other_salt = signing.Signer(salt="something else").sign
    return {
        "none": ("attack.note", None),
        "empty headers": ("attack.note", {}),
        "empty": ("attack.note", {HEADER: ""}),
        "plain id": ("attack.note", {HEADER: str(town.id)}),
        "plain and named": ("attack.note", {HEADER: f"attack.note|{town.id}"}),
        "number": ("attack.note", {HEADER: town.id}),
        "list": ("attack.note", {HEADER: [sign(f"attack.note|{town.id}")]}),
        "mapping": ("attack.note", {HEADER: {"id": town.id}}),
        "foreign key": ("attack.note", {HEADER: foreign_key(f"attack.note|{town.id}")}),
        "other salt": ("attack.note", {HEADER: other_salt(f"attack.note|{town.id}")}),
        "changed after signing": (
            "attack.note",
            {HEADER: sign(f"attack.note|{town.id + 1}").replace(f"|{town.id + 1}", f"|{town.id}")},
        ),
        "signed for another task": ("attack.note", {HEADER: sign(f"attack.other|{town.id}")}),
        "signed for a prefix": ("attack.note", {HEADER: sign(f"attack.not|e|{town.id}")}),
        "unknown town": ("attack.note", {HEADER: sign("attack.note|999999")}),
        "negative": ("attack.note", {HEADER: sign("attack.note|-1")}),
        "no number": ("attack.note", {HEADER: sign("attack.note|bensheim")}),
        "name of a realm": ("attack.note", {HEADER: sign("attack.note|central")}),
        "schema": ("attack.note", {HEADER: sign(f"attack.note|{town.schema}")}),
        "two ids": ("attack.note", {HEADER: sign(f"attack.note|{town.id}|{town.id}")}),
        "others' header names": (
            "attack.note",
            {"_schema_name": town.schema, "tenant": town.schema, "schema_name": town.schema},
        ),
        "capitals": ("attack.note", {HEADER.upper(): sign(f"attack.note|{town.id}")}),
        "central without": ("attack.central", None),
        "central signed for another": ("attack.central", {HEADER: sign(f"attack.note|{town.id}")}),
    }


def run(
    database: Servers, environment: dict[str, str], tmp_path: Path, sender: Sender, count: int, *, pool: str
) -> None:
    """Publish, then let a worker work everything off (published first, so that order is as mixed as can be)."""
    sender.send(count)
    log = tmp_path / f"{pool}.log"
    with worker(environment, log, pool=pool) as process:
        wait_until_idle(database.redis_url, process, seconds=60 + count / 10, log=log)


@pytest.mark.parametrize("pool", ["threads", "prefork"])
def test_no_task_is_misfiled(
    database: Servers,
    celery: Celery,
    towns: list[MunicipalityRef],
    environment: dict[str, str],
    tmp_path: Path,
    pool: str,
) -> None:
    """Towns and none interleaved; failing, retried, following and on-commit tasks. ``KISI_ATTACK_TASKS=10000``."""
    sender = Sender(celery, towns, seed=8)
    run(database, environment, tmp_path, sender, effort("KISI_ATTACK_TASKS", 600), pool=pool)
    assert sender.ledger.compare(database, [town.schema for town in towns]) == []
    assert len(sender.ledger.refused) > 50


def test_every_bad_message_is_refused_and_recorded(
    database: Servers, celery: Celery, towns: list[MunicipalityRef], environment: dict[str, str], tmp_path: Path
) -> None:
    """Each form by itself, also for a town that has left, and a good one after it to see that the worker lives."""
    forms = bad_messages(towns[0])
    with inside(CENTRAL):
        from shared.municipalities.models import Municipality

        Municipality.objects.filter(pk=towns[2].id).update(status="left")
    connection.close()
    forms["left town"] = ("attack.note", {HEADER: _signer.sign(f"attack.note|{towns[2].id}")})
    ledger = Ledger()
    for number, (name, headers) in enumerate(forms.values()):
        celery.send_task(name, args=[f"bad{number}"], headers=headers)
        ledger.refused.add(f"bad{number}")
    with inside(realm_of(towns[0])):
        tasks.note.delay("good")
    ledger.due["good"] = towns[0].schema
    log = tmp_path / "worker.log"
    with worker(environment, log, pool="threads") as process:
        wait_until_idle(database.redis_url, process, seconds=60, log=log)
    assert ledger.compare(database, [town.schema for town in towns]) == []


def test_a_provisioning_task_does_not_run_in_an_ordinary_worker(
    database: Servers, celery: Celery, environment: dict[str, str], tmp_path: Path
) -> None:
    """Even with a valid signature: the ordinary worker does not hold the provisioner's password."""
    variables = {**environment, "KISI_PROVISIONER_PASSWORD": ""}
    tasks.provisioning.apply_async(["n"], queue="default")
    log = tmp_path / "worker.log"
    with worker(variables, log, pool="threads") as process:
        wait_until_idle(database.redis_url, process, seconds=60, log=log)
    with database.superuser_connection() as admin:
        assert list(notes_in(admin, ["public"])) == []
    assert "NoProvisioningRights" in log.read_text()


def test_messages_hold_no_words(
    database: Servers, canaries: Canaries, celery: Celery, towns: list[MunicipalityRef]
) -> None:
    """Tasks carry ids; the oracle sees a word in a queue (planted here by a careless argument)."""
    with inside(realm_of(towns[0])):
        tasks.note.delay("harmless")
        assert canaries.leaks_in_valkey(database.redis_url) == []
        tasks.note.delay(canaries.word(towns[0]))
    assert [leak.word_of for leak in canaries.leaks_in_valkey(database.redis_url)] == [towns[0].schema]


def test_a_towns_task_cannot_be_called_outside_a_town(database: Servers, celery: Celery) -> None:
    """Neither sent nor sent later."""
    with pytest.raises(NoRealm):
        tasks.note.delay("x")
    with inside(CENTRAL), pytest.raises(NoRealm):
        tasks.note.delay("x")
    with inside(CENTRAL), transaction.atomic(), pytest.raises(NoRealm):
        tasks.note.delay_on_commit("x")


# -- planted leaks --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["attack.defaulting", "attack.sticky"])
def test_a_planted_task_base_is_found(
    database: Servers,
    celery: Celery,
    towns: list[MunicipalityRef],
    environment: dict[str, str],
    tmp_path: Path,
    name: str,
) -> None:
    """One base falls back to public, one to the last message's town."""
    ledger = Ledger()
    for number in range(40):
        town = towns[number % 2] if number % 4 else None
        celery.send_task(name, args=[f"n{number}"], headers={"town": town.id} if town else {})
        if town:
            ledger.due[f"n{number}"] = town.schema
        else:
            ledger.refused.add(f"n{number}")
    log = tmp_path / "worker.log"
    with worker(environment, log, pool="threads") as process:
        wait_until_idle(database.redis_url, process, seconds=60, log=log)
    problems = ledger.compare(database, [town.schema for town in towns])
    assert sum("lies in" in problem for problem in problems) == 10, json.dumps(problems, indent=1)
