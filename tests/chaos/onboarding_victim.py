"""A provisioning worker to be killed: loads once, then forks a child for every job it is told to carry on.

Reads lines ``onboarding <id>`` or ``offboarding <id>``; answers ``<pid>`` when the child begins and
``over`` when it has ended, however it ended. ``--plant NAME`` builds in a fault from ``planted_faults``.
"""

from __future__ import annotations

import os
import sys
from uuid import UUID

import django


def main() -> None:
    """Serve until the input ends."""
    django.setup()
    # Loaded before the fork: else the children spend their lives importing, and that is where they would be killed.
    import kombu.transport.redis  # noqa: F401
    from django.urls import get_resolver

    import kisi.celery
    from kisi.core.realms import PROVISIONING, inside
    from shared.onboarding.runner import carry_on
    from shared.onboarding.steps import OFFBOARDING, ONBOARDING
    from tests.chaos import planted_faults

    if "--plant" in sys.argv:
        planted_faults.plant(sys.argv[sys.argv.index("--plant") + 1])
    courses = {"onboarding": ONBOARDING, "offboarding": OFFBOARDING}
    assert kisi.celery.app.tasks
    assert get_resolver("kisi.urls_tenant").url_patterns
    print("ready", flush=True)
    for line in sys.stdin:
        kind, job_id = line.split()
        child = os.fork()
        if child == 0:
            with inside(PROVISIONING):
                carry_on(courses[kind], UUID(job_id))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("over", flush=True)


if __name__ == "__main__":
    main()
