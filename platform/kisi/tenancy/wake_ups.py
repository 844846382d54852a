"""A broker that does not answer costs a request about a second, however many wake-ups it sends.

What is to be done stands in a row, and a sweeper finds it (ARCHITECTURE.md): so a wake-up is tried once and for a
short time, and after one that could not be sent the next ones are not tried for as long. Without that, a page that
writes to ten people would wait ten times.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError


class ImpatientCelery(Celery):
    """Celery whose senders wait ``KISI_WAKE_UP_SECONDS`` for the broker, and try once; who reads waits as set.

    By itself Celery tries to connect for four seconds and more, and waits for an answer as long as a worker does.
    """

    def connection_for_write(self, url: str | None = None, **options: Any) -> Any:
        """The connection that messages are sent on."""
        seconds = settings.KISI_WAKE_UP_SECONDS
        impatient = {"socket_timeout": seconds, "socket_connect_timeout": seconds, "max_retries": 0}
        return super().connection_for_write(url, **{"transport_options": impatient, **options})


class _Silence:
    """When this process last found that the broker does not answer."""

    def __init__(self) -> None:
        self.until = 0.0

    def send(self, publish: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Publish. Raises ``OperationalError``: after waiting, or at once where another has just waited in vain."""
        if time.monotonic() < self.until:
            raise OperationalError("The broker did not answer a moment ago.")
        try:
            return publish(*args, **options)
        except OperationalError:
            self.until = time.monotonic() + settings.KISI_WAKE_UP_SECONDS
            raise


send: Final = _Silence().send
