"""What Celery's beat starts, and how often. Beat publishes one message; the task behind it fans out."""

from __future__ import annotations

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "heartbeat": {"task": "kisi.tenancy.heartbeat", "schedule": 10.0, "options": {"expires": 20}},
    "anchor_audit_trails": {"task": "kisi.audit.anchor_all_heads", "schedule": crontab(minute=17)},
    "sweep_accounts": {"task": "kisi.accounts.sweep", "schedule": 300.0, "options": {"expires": 240}},
    "sweep_mail": {"task": "kisi.mail.sweep", "schedule": 300.0, "options": {"expires": 240}},
    "sweep_notices": {"task": "kisi.notifications.sweep", "schedule": crontab(hour=3, minute=23)},
    "keep_to_periods": {"task": "kisi.privacy.sweep", "schedule": crontab(hour=3, minute=43)},
    "forget_site_feedback": {"task": "tenants.site.forget_all_feedback", "schedule": crontab(hour=3, minute=31)},
    "forget_old_answers": {"task": "api.forget_old_answers", "schedule": crontab(minute=41)},
    "forget_tokens_answers": {
        "task": "tenants.access_tokens.forget_all_answers",
        "schedule": crontab(hour=3, minute=37),
    },
    "look_after_the_platform": {"task": "shared.operation.tick", "schedule": 60.0, "options": {"expires": 50}},
    "delete_expired_sheets": {"task": "tenants.participation.sweep", "schedule": crontab(hour=3, minute=23)},
    "wake-forgotten-jobs": {"task": "shared.onboarding.tasks.sweep", "schedule": 10.0, "options": {"expires": 20}},
    "collect-figures": {
        "task": "shared.metrics.tasks.collect_what_is_due",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "tell-of-new-versions": {
        "task": "tenants.adoptions.tell_all",
        "schedule": crontab(minute=9),
        "options": {"expires": 1800},
    },
    "forget-collection-runs": {"task": "shared.metrics.tasks.forget_runs", "schedule": crontab(hour=3, minute=23)},
}
