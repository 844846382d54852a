"""How much waits in the broker's queues. A broker that does not answer is an answer too, and comes soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import redis
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Final[dict[str, Promise]] = {
    "default": _("Gewöhnliche Aufgaben"),
    "provisioning": _("Kommunen aufnehmen"),
    "departures": _("Kommunen verabschieden"),
}


@dataclass(frozen=True, slots=True)
class QueueSeen:
    """A queue and how many messages wait in it; those that a worker has taken are not counted."""

    name: str
    label: str
    waiting: int


def queues() -> list[str]:
    """The names of all queues: the default one and those that routes lead to."""
    routed = [str(route["queue"]) for route in settings.CELERY_TASK_ROUTES.values()]
    return list(dict.fromkeys([settings.CELERY_TASK_DEFAULT_QUEUE, *routed]))


def queues_seen() -> list[QueueSeen] | None:
    """Every queue with its length, or None where the broker does not answer in time."""
    patience = settings.KISI_BROKER_PATIENCE_SECONDS
    names = queues()
    try:
        with (
            redis.Redis.from_url(
                settings.KISI_REDIS_URL, socket_timeout=patience, socket_connect_timeout=patience
            ) as client,
            client.pipeline(transaction=False) as pipeline,
        ):
            for name in names:
                pipeline.llen(name)
            lengths = pipeline.execute()
    except (redis.RedisError, OSError, ValueError):
        return None
    return [
        QueueSeen(name, str(LABELS.get(name, name)), int(waiting)) for name, waiting in zip(names, lengths, strict=True)
    ]
