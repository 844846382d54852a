"""The public host with something to see on every page: towns on their way, releases, versions of templates, checks."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone

from api.clients import create_client
from api.vocabulary import Scope
from kisi.accounts.actions import invite
from kisi.core.actors import SYSTEM
from kisi.core.facts import cell_key
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from kisi.core.vocabulary import Perspective, Topic
from kisi.mail.models import OutgoingMail
from kisi.notifications.actions import notify
from kisi.notifications.models import Notice
from kisi.tenancy.models import RejectedTask, TaskRun
from shared.benchmarks.actions import draw_bands
from shared.library.actions import publish
from shared.metrics.actions import request_release
from shared.metrics.collection.planning import open_periods
from shared.metrics.models import AmifTotal, Release
from shared.municipalities.actions import suspend_municipality
from shared.municipalities.models import Municipality
from shared.municipalities.register.entries import demo_selection
from shared.onboarding.actions import request_offboarding
from shared.operation.actions import keep_report
from shared.operation.reports import Finding, Report
from shared.operation.vocabulary import CheckKind
from tests.accounts import person
from tests.journeys.accessibility.town import Values
from tests.shared.library.samples import REVIEWER, change_checklist, change_survey, draft, next_version
from tests.shared.ministry.frozen import ACCOUNTS, NEED_SEEN, RESPONSES, freeze, need
from tests.shared.onboarding.jobs import ask, work

CHECKLIST: Final = "erste-30-tage"
SURVEY: Final = "bedarf-verwaltung"
CARDS: Final = {
    Role.MINISTRY_ANALYST: "newest_release",
    Role.AMIF_REPORTER: "newest_release",
    Role.TEMPLATE_EDITOR: "library",
    Role.OPERATOR: "health",
}
"""A card of the start page that this role has."""
LEAVING: Final = ("offboarding", "offboarding_progress", "retry_leaving", "cancel")


def figures(factor: int) -> dict[Any, Any]:
    """Invented figures of all towns of the demo selection; sums agree."""
    cells: dict[Any, Any] = {}
    sums: dict[Any, list[int]] = {}

    def add(key: str, ags: str, cell: str, number: int, whole: int | None = None) -> None:
        cells[key, ags, cell] = "small_denominator" if whole is not None and whole < 30 else (number, whole)
        for area in ("06", ags[:5]):
            total = sums.setdefault((key, area, cell), [0, 0])
            total[0] += number
            total[1] += whole or 0

    for place, entry in enumerate(demo_selection()):
        size = factor * (40 + (place * 37) % 90)
        add(ACCOUNTS, entry.ags, "", 5 * (1 + place % 3))
        for number, perspective in enumerate(Perspective.values):
            whole = size * (3 - number) // 5 * 5
            add(RESPONSES, entry.ags, cell_key({"perspective": perspective}), whole)
            for step, topic in enumerate(Topic.values):
                share = 20 + (step * 29 + number * 17 + place) % 60
                add(NEED_SEEN, entry.ags, need(topic, perspective), whole * share // 500 * 5, whole)
        whole = sum(cells[RESPONSES, entry.ags, cell_key({"perspective": p})][0] for p in Perspective.values)
        add(RESPONSES, entry.ags, "", whole)
    return cells | {
        (key, area, cell): (number, whole if key == NEED_SEEN else None)
        for (key, area, cell), (number, whole) in sums.items()
    }


def fill_library() -> Values:
    """A second version that is out, one in review, one draft; after the towns took over the first versions."""
    with inside(CENTRAL):
        publish(version=next_version(CHECKLIST, change_checklist), by=REVIEWER)
        next_version(SURVEY, change_survey)
        draft("procedure", title="Ablauf im Entwurf")
    return {
        "library": {"key": CHECKLIST, "number": 1, "kind": "event"},
        "library:edit": {"key": "entwurf", "number": 1},
        "library:discard": {"key": "entwurf", "number": 1},
        "library:import_into": {"key": "entwurf", "number": 1},
        "library:review": {"key": SURVEY, "number": 2},
        "library:xlsform": {"key": SURVEY, "number": 1},
    }


def fill_centre(open_town: MunicipalityRef, closed: MunicipalityRef) -> Values:
    """Everything the public host's pages can show. ``closed`` is suspended, Oberzent came and leaves."""
    return fill_library() | _towns(open_town, closed) | _operation() | _releases(open_town)


def _towns(open_town: MunicipalityRef, closed: MunicipalityRef) -> Values:
    job = work(ask())
    ask("06440001")
    with inside(CENTRAL):
        suspend_municipality(Municipality.objects.get(pk=closed.id), by=SYSTEM)
        town = Municipality.objects.get(onboarding=job.pk)
        gone = request_offboarding(town, by=SYSTEM)
    return {
        "onboarding": {"pk": town.pk, "ags": "06436011"},
        **{f"onboarding:{name}": {"pk": job.pk} for name in ("onboarding", "onboarding_progress", "retry")},
        **{f"onboarding:{name}": {"pk": gone.pk} for name in LEAVING},
        "municipalities": {"pk": open_town.id},
        "municipalities:activate": {"pk": closed.id},
    }


def _operation() -> Values:
    now = timezone.now()
    analyst = person(None, Role.MINISTRY_ANALYST)
    with inside(CENTRAL):
        report = Report(4, (Finding("Bensheim", "Zeile 3: Diese Zeile fehlt."),))
        check = keep_report(CheckKind.AUDIT, report, by=SYSTEM, started_at=now)
        keep_report(CheckKind.MAIL, Report(4), by=SYSTEM, started_at=now)
        TaskRun.objects.create(task="kisi.tenancy.heartbeat", started_at=now, finished_at=now)
        TaskRun.objects.create(task="kisi.mail.sweep", started_at=now, finished_at=now, problem="OSError: kaputt")
        RejectedTask.objects.create(task="kisi.mail.sweep_municipality", message_id="x", reason="names no realm")
        client_id, _secret = create_client("Fachverfahren", [Scope.READ_METRICS])
        invitation = invite(email="neu@example.org", name="Kim Neu", role=Role.TEMPLATE_EDITOR, by=SYSTEM)
        letter = OutgoingMail.objects.get(recipient="neu@example.org")
        reporter = person(None, Role.AMIF_REPORTER)
        former = person(None, Role.TEMPLATE_EDITOR, email="fort@example.org", name="Kim Fort", is_active=False)
        told = {"kind": "workspace.handed_over", "title": "Ein Stand ist fertig.", "url": "/hessen/staende/"}
        notify(recipients=[reporter.pk, analyst.pk], by=SYSTEM, **told)
        notice = Notice.objects.get(recipient=reporter)
    return {
        "notifications": {"pk": notice.pk},
        "operation": {"pk": check.pk},
        "clients": {"client_id": client_id},
        "mail": {"pk": letter.pk},
        "accounts": {"pk": analyst.pk, "token": letter.text.split("/einladung/")[1].split("/")[0]},
        "accounts:invitation": {"pk": invitation.pk},
        "privacy": {"pk": former.pk},
        "help": {"key": "personen"},
    }


def _releases(town: MunicipalityRef) -> Values:
    """Two half-years, the second with a correction and exact totals; one that is being made."""
    missing = [{"ags": town.ags, "name": town.name, "collectors": ["tenants.surveys.answers"]}]
    facts = {"towns_expected": 42, "towns_reported": 42}
    freeze("2025-H2", figures(2), **facts)
    freeze("2026-H1", figures(3), **(facts | {"towns_reported": 41, "missing": missing}))
    release = freeze("2026-H1", figures(4), number=2, beside=_bands_and_totals, **facts)
    with inside(CENTRAL):
        run = request_release(period=open_periods()[-1], by=SYSTEM)
    return {
        "ministry": {"pk": release.pk, "run": run.pk, "topic": "housing", "perspective": "residents", "key": RESPONSES},
    }


def _bands_and_totals(release: Release) -> None:
    draw_bands(release)
    AmifTotal.objects.bulk_create(
        AmifTotal(release=release, metric=ACCOUNTS, annex_no="3.1", code="O.2.3", cell=cell, numerator=number)
        for cell, number in {"": 137, "age_bracket=u18|sex=w": 41, "sex=w": 88}.items()
    )
