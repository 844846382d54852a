"""A worker of figures to be killed: loads once, then forks a child for everything that is open.

Reads lines; answers ``<pid>`` when the child begins and ``over`` when it has ended, however it ended.
``--plant`` builds in a fault: numbers are taken away and written anew in two transactions.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import django


def main() -> None:
    """Serve until the input ends."""
    django.setup()
    # Loaded before the fork: else the children spend their lives importing, and that is where they would be killed.
    import kombu.transport.redis  # noqa: F401

    import kisi.celery

    assert kisi.celery.app.tasks
    if "--plant" in sys.argv:
        plant_two_transactions()
    print("ready", flush=True)
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            work_on_everything()
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("over", flush=True)


def work_on_everything() -> None:
    """What the workers of Celery would be woken for."""
    from kisi.core.realms import CENTRAL, inside
    from shared.metrics.collection.running import work_on
    from shared.metrics.models import CollectionBatch, ReleaseRun
    from shared.metrics.releasing.running import carry_on
    from shared.metrics.vocabulary import OPEN

    with inside(CENTRAL):
        for batch in list(CollectionBatch.objects.filter(status__in=OPEN)):
            work_on(batch.pk)
        for run in list(ReleaseRun.objects.filter(status__in=OPEN)):
            carry_on(run.pk)


def plant_two_transactions() -> None:
    """What collection would be without its one transaction."""
    from kisi.core.realms import current_municipality
    from shared.metrics.collection import counting
    from shared.metrics.models import Contribution

    original = counting._count_in_one_transaction

    def carelessly(source: Any, period: Any) -> None:
        role = current_municipality().schema
        Contribution.objects.filter(role=role, period=period.key, metric__in=source.metrics).delete()
        time.sleep(0.3)
        original(source, period)

    counting._count_in_one_transaction = carelessly


if __name__ == "__main__":
    main()
