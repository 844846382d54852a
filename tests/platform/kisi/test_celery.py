"""A web process can publish every task, from whatever thread."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import threading
import kisi.wsgi
from celery import current_app

def publish():
    print(current_app.conf.broker_url, "shared.onboarding.tasks.carry_on_onboarding" in current_app.tasks)

thread = threading.Thread(target=publish)
thread.start()
thread.join()
"""


def test_threads_of_the_web_process_publish_to_our_broker(environment: dict[str, str]) -> None:
    """Stock Celery loads tasks in workers only, and falls back to a broker of its own where it knows no app."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60
    )
    assert result.stdout.split() == [environment["KISI_REDIS_URL"], "True"], result.stderr
