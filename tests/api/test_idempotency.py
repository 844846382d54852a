"""Repeating a request: nothing twice, nothing lost, the same answer."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from api.models import IdempotentAnswer
from api.requests import idempotency
from api.tidying import forget_old_answers
from kisi.core.realms import CENTRAL, inside
from shared.onboarding.models import Onboarding
from tests.api.caller import BUTZBACH, OBERZENT, SCHWALBACH, Answer, Caller, new_caller, wish, work_on
from tests.servers import Servers

LIST = "/api/v1/municipalities"
AT_ONCE = 50


def onboardings() -> int:
    """How many there are."""
    with inside(CENTRAL):
        return Onboarding.objects.count()


def at_once(calls: list[Callable[[], Answer]]) -> list[Answer]:
    """Make all calls at the same moment, each in a thread of its own with a connection of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer:
        start.wait()
        try:
            return call()
        finally:
            with inside(CENTRAL):
                connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_key_is_required_and_named(api: Caller) -> None:
    """Missing or malformed: 400 with the header's name."""
    missing = api("POST", LIST, wish(OBERZENT))
    assert (missing.status, missing.codes) == (400, {"Idempotency-Key": "required"})
    for key in ("", " ", '"', '""', 'a"b', "a b", "ü", "x" * 256, "\x7f"):
        answer = api("POST", LIST, wish(OBERZENT), idempotency_key=key)
        assert (answer.status, answer.codes) == (400, {"Idempotency-Key": "invalid"}), key
    assert onboardings() == 0


def test_the_same_again_gets_the_same_answer(api: Caller) -> None:
    """Byte for byte, with the header that says so; spaces and order of the JSON do not matter."""
    first = api.onboard(OBERZENT, "key-1")
    assert first.status == 202
    assert "Idempotent-Replayed" not in first.headers
    turned = dict(reversed(wish(OBERZENT).items()))
    for body in (wish(OBERZENT), turned):
        again = api("POST", LIST, body, idempotency_key="key-1")
        assert (again.status, again.text) == (first.status, first.text)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.headers["Location"] == first.headers["Location"]
    assert onboardings() == 1


def test_a_quoted_key_is_the_same_key(api: Caller) -> None:
    """The draft writes it as a structured field, most programs bare."""
    assert api.onboard(OBERZENT, '"key-1"').status == 202
    assert api.onboard(OBERZENT, "key-1").headers["Idempotent-Replayed"] == "true"


def test_another_body_under_the_same_key_is_409(api: Caller) -> None:
    """And does nothing."""
    api.onboard(OBERZENT, "key-1")
    for more in ({"ags": BUTZBACH}, {"slug": "anders"}, {"dry_run": True}):
        answer = api("POST", LIST, wish(OBERZENT) | more, idempotency_key="key-1")
        assert (answer.status, answer.codes) == (409, {"Idempotency-Key": "reused"})
    assert onboardings() == 1


def test_keys_belong_to_a_client(api: Caller) -> None:
    """Another client's key says nothing about mine."""
    api.onboard(OBERZENT, "key-1")
    other = new_caller(name="Anderes Fachverfahren").onboard(SCHWALBACH, "key-1")
    assert other.status == 202
    assert "Idempotent-Replayed" not in other.headers


def test_what_was_refused_may_be_corrected_under_the_same_key(api: Caller) -> None:
    """Nothing happened, so nothing is remembered."""
    assert api.onboard("06999999", "key-1").status == 422
    assert api.onboard(OBERZENT, "key-1").status == 202


def test_a_crash_between_work_and_answer_leaves_nothing(api: Caller, monkeypatch: Any) -> None:
    """Job and answer are one transaction: the retry does the work, once."""

    def crash(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "_keep", crash)
        assert api.onboard(OBERZENT, "key-1").status == 500
    assert onboardings() == 0
    with inside(CENTRAL):
        assert not IdempotentAnswer.objects.exists()
    assert api.onboard(OBERZENT, "key-1").status == 202
    assert onboardings() == 1


def test_the_request_is_not_kept_only_its_hash(api: Caller, ready: Servers) -> None:
    """No name and no address of the coordinator in the stored answers."""
    api.onboard(OBERZENT, "key-1")
    with ready.superuser_connection() as outside:
        row = outside.execute("SELECT a::text FROM public.api_idempotentanswer a").fetchone()
    assert row is not None
    assert "Oberzent" in row[0]
    assert "koordination@stadt.example" not in row[0]
    assert "Kim Beispiel" not in row[0]


def test_a_key_in_use_is_409_with_retry_after(api: Caller, settings: Any) -> None:
    """When the first request does not come to its end in time."""
    settings.KISI_API_IDEMPOTENCY_WAIT = 1
    api.onboard(SCHWALBACH, "key-0")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with inside(CENTRAL):
            with transaction.atomic():
                kept = IdempotentAnswer.objects.get(key="key-0")
                kept.pk, kept.key = None, "key-1"
                kept.save()
                held.set()
                done.wait(20)
                transaction.set_rollback(True)
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        answer = api.onboard(OBERZENT, "key-1")
    finally:
        done.set()
        holder.join()
    assert (answer.status, answer.headers["Retry-After"]) == (409, "1")
    assert answer.json["type"].endswith("#problem-key-in-use")
    assert api.onboard(OBERZENT, "key-1").status == 202


@pytest.mark.attack
def test_fifty_at_once_with_the_same_key(api: Caller) -> None:
    """T34, T36: one onboarding, one first answer, the others the same as a replay (or told to come again)."""
    answers = at_once([lambda: api.onboard(OBERZENT, "key-1")] * AT_ONCE)
    assert onboardings() == 1
    accepted = [answer for answer in answers if answer.status == 202]
    assert len({answer.text for answer in accepted}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in accepted) == 1
    assert all("Retry-After" in answer.headers for answer in answers if answer.status != 202)
    assert Counter(answer.status for answer in answers).keys() <= {202, 409}
    assert len(accepted) >= AT_ONCE // 2


@pytest.mark.attack
def test_fifty_at_once_with_different_keys(api: Caller) -> None:
    """T34: exactly one wins, everybody else is told where to look."""
    answers = at_once([lambda key=f"key-{n}": api.onboard(OBERZENT, key) for n in range(AT_ONCE)])
    assert Counter(answer.status for answer in answers) == {202: 1, 409: AT_ONCE - 1}
    assert onboardings() == 1
    where = next(answer.headers["Location"] for answer in answers if answer.status == 202)
    assert {answer.json["links"]["onboarding"] for answer in answers if answer.status == 409} == {where}


@pytest.mark.attack
def test_different_municipalities_want_the_same_address_at_once(api: Caller) -> None:
    """T34: one gets it, the others are told that it is taken."""
    keys = [OBERZENT, BUTZBACH, SCHWALBACH, "06633030"] * 5
    calls = [lambda ags=ags, n=n: api.onboard(ags, f"key-{n}", slug="anlaufstelle") for n, ags in enumerate(keys)]
    answers = [answer for answer in at_once(calls) if answer.status != 409]
    statuses = Counter(answer.status for answer in answers)
    assert statuses[202] == 1
    assert set(statuses) <= {202, 422}
    assert all(answer.codes == {"/slug": "taken"} for answer in answers if answer.status == 422)
    assert onboardings() == 1


@pytest.mark.attack
def test_every_post_twice_at_once_has_one_effect(api: Caller) -> None:
    """T36, for off-boarding as well: there the key is optional, and the second gets the first one's answer."""
    work_on(api.onboard(OBERZENT))
    path = f"{LIST}/{OBERZENT}/offboarding"
    twice = at_once([lambda: api("POST", path, {}, idempotency_key="leave")] * 2)
    assert [answer.status for answer in twice] == [202, 202]
    assert len({answer.text for answer in twice}) == 1
    assert api("POST", path, {}).status == 409


def test_old_answers_are_forgotten(api: Caller, settings: Any) -> None:
    """After the time in the settings; then the key is a new one."""
    api.onboard(OBERZENT, "key-1")
    with inside(CENTRAL):
        forget_old_answers()
        assert IdempotentAnswer.objects.count() == 1
        IdempotentAnswer.objects.update(
            created_at=timezone.now() - timedelta(hours=settings.KISI_API_IDEMPOTENCY_HOURS, seconds=1)
        )
        forget_old_answers()
        assert not IdempotentAnswer.objects.exists()
    assert api.onboard(OBERZENT, "key-1").status == 409
