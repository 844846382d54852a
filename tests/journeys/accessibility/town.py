"""Bensheim with something to see on every page: made by the demo's builders and the product's own actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kisi.accounts.actions import invite
from kisi.accounts.models import User
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import MUNICIPAL_ROLES, Role
from kisi.core.seeding import seed_town
from kisi.mail.models import OutgoingMail
from kisi.notifications.actions import notify
from kisi.notifications.models import Notice
from kisi.ops.demo_data.contact_points import open_contact_point
from kisi.ops.demo_data.needs import state_needs
from kisi.ops.demo_data.reference import state_reference_figures
from kisi.ops.demo_data.surveys import open_surveys
from shared.library.shipped import shipped_templates
from shared.municipalities.register.entries import DemoEntry
from tenants.access_tokens.actions import issue_token
from tenants.access_tokens.queries import latest_expiry
from tenants.access_tokens.vocabulary import TokenScope
from tenants.adoptions.actions import adopt_version
from tenants.contact_points.models import ContactPoint
from tenants.instruments import actions as instruments
from tenants.instruments.models import Instrument
from tenants.needs.models import Need
from tenants.results import actions as results
from tenants.results.models import AnswerCode
from tenants.site.actions import give_feedback, set_logo
from tenants.site.pictures import read_picture
from tenants.surveys import actions as surveys
from tenants.surveys.actions.waves import Plan
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import Channel, WaveState
from tenants.workspace.actions import settle_entry, start_checklist
from tenants.workspace.models import Checklist, WorkspaceSettings
from tenants.workspace.vocabulary import EntryState
from tests.accounts import person
from tests.tenants.instruments.own_part import with_own_part
from tests.tenants.site.pictures import png

type Values = dict[str, dict[str, Any]]
"""What fills the parameters of addresses: of all screens of an app (``needs``) or of one (``needs:need``)."""
SEED = 7


def come_on_board(town: MunicipalityRef, templates: Iterable[tuple[str, int]]) -> None:
    """Give the town what it starts with and take over these templates, by key and version."""
    with inside(realm_of(town)), transaction.atomic():
        seed_town(town)
        for key, version in templates:
            adopt_version(key=key, version=version, by=SYSTEM)


def fill_town(town: MunicipalityRef) -> Values:
    """Everything a town's pages can show; it has adopted the central instruments before."""
    entry = DemoEntry(town.ags, town.slug, town.name)
    with inside(realm_of(town)):
        WorkspaceSettings.objects.update_or_create(defaults={"official_name": f"Stadt {town.name}", "place": town.name})
        people = {role: person(town, role) for role in sorted(MUNICIPAL_ROLES)}
    open_contact_point(entry, SEED)
    open_surveys(entry, SEED)
    state_reference_figures(entry, SEED)
    state_needs(entry, SEED)
    with inside(realm_of(town)):
        return {
            "contact_points": {"pk": ContactPoint.objects.present().get().pk},
            **_people(people[Role.GUIDE]),
            **_surveys(),
            **_instruments(),
            **_needs(),
            **_site(),
            **_tokens(people[Role.COORDINATOR]),
            "desk": {"key": "contact_points.today"},
            "adoptions": {"key": "erste-30-tage", "number": 1},
        }


def _people(guide: User) -> Values:
    invitation = invite(email="neu@example.org", name="Kim Neu", role=Role.GUIDE, by=SYSTEM)
    letter = OutgoingMail.objects.get(recipient="neu@example.org").text
    former = User.objects.create_user("fort@example.org", name="Kim Fort", role=Role.GUIDE, is_active=False)
    return {
        "accounts": {"pk": guide.pk, "token": letter.split("/einladung/")[1].split("/")[0]},
        "accounts:invitation": {"pk": invitation.pk},
        "privacy": {"pk": former.pk},
        "help": {"key": "personen"},
    }


def _surveys() -> Values:
    """Beside the demo's running waves one that is planned and one that is over; a published question, a code."""
    running = Wave.objects.get(perspective="third_country_nationals", state=WaveState.RUNNING)
    today = timezone.localdate()
    planned, over = (
        surveys.create_wave(
            plan=Plan(title=title, version=running.version, opens_on=begin, closes_on=begin + timedelta(weeks=9),
                      channels=[Channel.LINK, Channel.CODE]),
            by=SYSTEM,
        )
        for title, begin in (("Herbst", today + timedelta(weeks=20)), ("Nachfrage", today - timedelta(weeks=4)))
    )  # fmt: skip
    surveys.end_wave(wave=surveys.release_wave(wave=over, by=SYSTEM), by=SYSTEM)
    answered = Wave.objects.filter(perspective=running.perspective, state=WaveState.ENDED).exclude(pk=over.pk)
    results.publish(wave=running, question_code="need_work", by=SYSTEM)
    code = results.keep_code(
        code=AnswerCode(label="Busse am Abend", topic="mobility", description="Fahrpläne"), by=SYSTEM
    )
    return {
        "surveys": {"pk": running.pk},
        "surveys:release": {"pk": planned.pk},
        "surveys:reopen": {"pk": over.pk},
        "participation": {"pk": running.pk, "token": running.token, "language": "de"},
        "participation:preview_paper": {"pk": running.version.instrument_id, "number": running.version.number},
        "results": {"pk": running.pk, "code": "need_housing", "perspective": "residents"},
        "results:answers": {"pk": running.pk, "code": "open_text"},
        "results:crossing": {"pk": answered.latest("opens_on").pk},
        "results:withdraw": {"pk": running.pk, "code": "need_work"},
        "results:change_code": {"pk": code.pk},
    }


def _instruments() -> Values:
    """The adopted instrument with a draft that has a part of the town's own, and an empty one beside."""
    instrument = Instrument.objects.get(perspective="third_country_nationals")
    instruments.begin_draft(instrument=instrument, by=SYSTEM)
    instruments.change_draft(instrument=instrument, change=with_own_part, what="Neue Seite: Unsere Stadt", by=SYSTEM)
    instruments.create_instrument(title="Spielplätze und Grünflächen", perspective="residents", by=SYSTEM)
    return {
        "instruments": {"pk": instrument.pk, "number": 1, "code": "local_wege", "part": "question", "page": "eigenes"},
        "instruments:page": {"key": "eigenes"},
        "instruments:group": {"key": "eigene_fragen"},
        "instruments:conditions": {"key": "local_warum"},
        "instruments:translation": {"code": "uk"},
        "instruments:difference": {"number": 2},
    }


def _tokens(coordinator: User) -> Values:
    """A program's token."""
    token, _shown = issue_token(
        name="Auswertung",
        scopes=TokenScope.values,
        expires_on=latest_expiry(),
        issuer=coordinator,
        by=coordinator.actor,
    )
    return {"access_tokens": {"pk": token.pk}}


def _needs() -> Values:
    return {"needs": {"pk": Need.objects.filter(state="in_work").values_list("pk", flat=True)[0]}}


def _site() -> Values:
    set_logo(picture=read_picture(png(40, 20), longest_side=100), by=SYSTEM)
    report = give_feedback(message="Zu wenig Kontrast", page="/", email="a@example.org", language="de")
    return {"site": {"pk": report.pk, "kind": "impressum", "language": "de"}}


def busy(town: MunicipalityRef, user: User) -> Values:
    """What only this person has: a checklist on its way, notices."""
    with inside(realm_of(town)):
        template = next(row for row in shipped_templates() if row["key"] == "erste-30-tage")
        checklist: Checklist = start_checklist(
            user_id=user.pk, key=template["key"], version=1, title=template["title"], content=template["content"],
            started_on=timezone.localdate() - timedelta(days=10), by=SYSTEM,
        )  # fmt: skip
        first, second = checklist.entries.all()[:2]
        settle_entry(entry=first, state=EntryState.DONE, by=user.actor)
        settle_entry(entry=second, state=EntryState.DROPPED, by=user.actor)
        notify(
            recipients=[user.pk], kind="workspace.handed_over", title="Elif Demir hat Ihnen 3 Einträge übergeben.",
            text="Näheres hier.", url="/checklisten/", by=SYSTEM,
        )  # fmt: skip
        notice = Notice.objects.filter(recipient_id=user.pk).latest("pk")
        return {"workspace": {"pk": checklist.pk}, "notifications": {"pk": notice.pk}}
