"""What each page does with what is sent to it – written by hand; a new page that takes a form needs a line here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models
from django.utils import timezone

from api.models import Client as MachineAccount
from kisi.accounts.models import Invitation
from kisi.core.actors import SYSTEM
from kisi.core.periods import period_at
from kisi.core.roles import Role
from shared.library.models import Template
from shared.metrics.models import ReleaseRun
from shared.municipalities.models import Municipality
from shared.onboarding.models import Offboarding, Onboarding
from tenants.access_tokens.models import WorkspaceToken
from tenants.contact_points import actions as contact_points
from tenants.contact_points.models import ContactPoint, HoursException
from tenants.instruments import actions as instruments
from tenants.instruments.models import DraftStep, Instrument
from tenants.needs.models import Decision, Evidence, Need
from tenants.results.models import AnswerCode
from tenants.site.models import AccessibilityFeedback
from tenants.surveys.models import CodeBatch, Wave
from tests.shared.instruments.samples import choice, definition, group, page, question
from tests.shared.library.samples import content
from tests.shared.library.test_pages import filled_in, good_file
from tests.tenants.needs.test_actions import a_need
from tests.tenants.results.waves import store, wave_of
from tests.tenants.surveys.waves import open_wave, version


@dataclass(frozen=True, slots=True)
class Creation:
    """A page with a form that makes one row of ``model``."""

    model: type[models.Model]
    role: Role | None
    typed: dict[str, Any] = field(default_factory=dict)
    prepare: Callable[[], str] | None = None
    """Makes what the page is about, in the page's realm, and returns its address where the route has parameters."""
    file: tuple[str, bytes] | None = None
    is_shown_once: bool = False
    """The answer to the first sending is no redirect, but the thing itself."""


def _contact_point() -> str:
    point = contact_points.add_contact_point(contact_point=ContactPoint(name="Rathaus"), by=SYSTEM)
    return f"/anlaufstellen/{point.pk}/ausnahmen/neu/"


def _result_of_a_need() -> str:
    wave = wave_of("residents")
    store(wave, *[{"need_housing": 3}] * 24, *[{"need_housing": 0}] * 6)
    return f"/bedarfe/{a_need(topic='housing').pk}/ergebnisse/"


def _draft(rest: str) -> Callable[[], str]:
    def prepare() -> str:
        own = instruments.create_instrument(title="Spielplätze", perspective="residents", by=SYSTEM).instrument
        return f"/frageboegen/{own.pk}/entwurf/{rest}"

    return prepare


FILE: Final = definition(
    page("p", group("g", choice("local_da"), question("local_warum"), kind="local")), perspective="residents"
)


def _condition() -> str:
    own = instruments.import_instrument(document=FILE, source="bogen.json", by=SYSTEM)
    return f"/frageboegen/{own.instrument_id}/entwurf/bedingung/question/local_warum/?frage=local_da"


def _wave_form() -> str:
    version()
    return "/erhebungen/neu/"


def _released() -> str:
    return f"/frageboegen/{version().instrument_id}/version/1/kopieren/"


def _leaving() -> str:
    return f"/kommunen/{Municipality.objects.get(slug='bensheim').pk}/verabschieden/"


G, C, OPS, TPL, MIN = Role.GUIDE, Role.COORDINATOR, Role.OPERATOR, Role.TEMPLATE_EDITOR, Role.MINISTRY_ANALYST

CREATES: Final[dict[str, Creation]] = {
    "bedarfe/neu/": Creation(
        Need, G, {"title": "Kita", "topic": "education", "urgency": "high", "perspectives": ["residents"]}
    ),
    "bedarfe/<int:pk>/belege/neu/": Creation(
        Evidence, G, {"kind": "observation", "text": "Viele fragen."}, lambda: f"/bedarfe/{a_need().pk}/belege/neu/"
    ),
    "bedarfe/<int:pk>/ergebnisse/": Creation(Evidence, G, {"evidence": ["1:need_housing"]}, _result_of_a_need),
    "bedarfe/<int:pk>/entscheiden/": Creation(
        Decision,
        G,
        {"state": "decided", "priority": "now", "reason": "Der Rat will es."},
        lambda: f"/bedarfe/{a_need().pk}/entscheiden/",
    ),
    "anlaufstellen/neu/": Creation(
        ContactPoint, C, {"name": "Rathaus", "street": "Markt 1", "postal_code": "64625", "place": "Bensheim"}
    ),
    "anlaufstellen/<int:pk>/ausnahmen/neu/": Creation(
        HoursException, C, {"kind": "closed", "first_day": "24.12.2027", "last_day": "24.12.2027"}, _contact_point
    ),
    "erhebungen/neu/": Creation(
        Wave,
        G,
        {
            "title": "Herbst",
            "version": "1",
            "opens_on": f"{timezone.localdate()}",
            "closes_on": f"{timezone.localdate()}",
            "channels": ["link"],
        },
        _wave_form,
    ),
    "erhebungen/<int:pk>/codes/": Creation(
        CodeBatch,
        G,
        {"label": "Elternabend", "size": "2", "language": "ar"},
        lambda: f"/erhebungen/{open_wave().pk}/codes/",
        is_shown_once=True,
    ),
    "frageboegen/neu/": Creation(Instrument, G, {"title": "Grünflächen", "perspective": "residents"}),
    "frageboegen/einlesen/": Creation(Instrument, G, file=("bogen.json", json.dumps(FILE).encode())),
    "frageboegen/<int:pk>/version/<int:number>/kopieren/": Creation(Instrument, G, {"title": "Kopie"}, _released),
    "frageboegen/<int:pk>/entwurf/seite/neu/": Creation(DraftStep, G, {"title": "Wohnen"}, _draft("seite/neu/")),
    "frageboegen/<int:pk>/entwurf/seite/<slug:page>/gruppe/neu/": Creation(
        DraftStep, G, {"title": "Wohnen"}, _draft("seite/seite_1/gruppe/neu/")
    ),
    "frageboegen/<int:pk>/entwurf/frage/neu/": Creation(
        DraftStep, G, {"text": "Was fehlt?"}, _draft("frage/neu/?gruppe=gruppe_1&art=text")
    ),
    "frageboegen/<int:pk>/entwurf/bedingung/<slug:part>/<slug:key>/": Creation(
        DraftStep, G, {"how": "any_of", "values": ["yes"]}, _condition
    ),
    "ergebnisse/codebuch/neu/": Creation(AnswerCode, G, {"label": "Wartezeit"}),
    "einstellungen/zugaenge/neu/": Creation(
        WorkspaceToken, C, {"name": "Stadtseite", "scopes": ["surveys:read"]}, is_shown_once=True
    ),
    "personen/einladen/": Creation(
        Invitation, C, {"name": "Kim Beispiel", "email": "kim@bensheim.example", "role": "guide"}
    ),
    "barrierefreiheit/melden/": Creation(AccessibilityFeedback, None, {"message": "Das Bild hat keinen Text."}),
    "zugaenge/neu/": Creation(
        MachineAccount, OPS, {"name": "Bürgerportal", "scopes": ["metrics:read"]}, is_shown_once=True
    ),
    "kommunen/aufnehmen/<str:ags>/": Creation(
        Onboarding,
        OPS,
        {
            "coordinator_name": "Kim Beispiel",
            "coordinator_email": "kim@oberzent.example",
            "slug": "oberzent",
            "confirmed": "1",
        },
        lambda: "/kommunen/aufnehmen/06437016/",
    ),
    "kommunen/<int:pk>/verabschieden/": Creation(
        Offboarding, OPS, {"confirmation": "Bensheim", "grace_days": "30"}, _leaving
    ),
    "hessen/staende/neu/": Creation(ReleaseRun, MIN, {"period": period_at(timezone.now()).key}),
    "vorlagen/neu/survey/": Creation(
        Template,
        TPL,
        {"key": "probe", "title": "Probe", "change_note": "Neu.", "perspective": "residents"},
        file=("a.json", json.dumps(content("survey")).encode()),
    ),
    "vorlagen/neu/<slug:kind>/": Creation(
        Template,
        TPL,
        filled_in("text"),
        lambda: "/vorlagen/neu/text/",
    ),
    "vorlagen/einlesen/": Creation(Template, TPL, file=("probe.json", json.dumps(good_file()).encode())),
}
"""Creates, and counts once (``counts_once``): both tests send each of them twice."""

FINDS_ITS_OWN: Final = frozenset(
    {
        # The sheet's number comes with the form: one response (tests/tenants/participation).
        "erhebungen/<int:pk>/papier/erfassen/",
        "erhebungen/<int:pk>/gespraech/",
        "u/<slug:token>/",
        "u/<slug:token>/beginnen/<slug:language>/",
        "u/<slug:token>/weiter/",
        "u/<slug:token>/bogen/",
        "u/<slug:token>/bogen/<slug:key>/",
        "u/<slug:token>/fertig/",
        "u/<slug:token>/tablet/",
        "u/<slug:token>/tablet/antworten/",
        "u/<slug:token>/tablet/<slug:language>/",
        # One at a time, by a constraint: a second button finds the first one's row, or says that it is there.
        "betrieb/pruefungen/<slug:kind>/starten/",
        "checklisten/<slug:key>/beginnen/",
        "erhebung/stand/",
        "frageboegen/<int:pk>/entwurf/beginnen/",
        "frageboegen/<int:pk>/entwurf/sprachen/",
        "vorlagen/<slug:key>/entscheiden/",
        "vorlagen/<slug:key>/neue-fassung/",
        "vorlagen/<slug:key>/uebernehmen/",
        # An invitation is accepted once.
        "einladung/<str:token>/",
        "einladung/<str:token>/erneuern/",
    }
)
"""Creates, and what it creates has a name of its own already."""

ONLY_CHANGES: Final = frozenset(
    {
        "abmelden/",
        "anlaufstellen/<int:pk>/aendern/",
        "anlaufstellen/<int:pk>/ausnahmen/<int:exception>/entfernen/",
        "anlaufstellen/<int:pk>/ausnahmen/<int:exception>/wiederherstellen/",
        "anlaufstellen/<int:pk>/entfernen/",
        "anlaufstellen/<int:pk>/sprechzeiten/",
        "anlaufstellen/<int:pk>/wiederherstellen/",
        "anmelden/",
        "anmelden/dienst/<slug:provider_id>/",
        "anmelden/passkey/",
        "anmelden/zweiter-faktor/",
        "aufnahmen/<uuid:pk>/wiederholen/",
        "bedarfe/<int:pk>/aendern/",
        "bedarfe/<int:pk>/belege/<int:evidence>/entfernen/",
        "bedarfe/<int:pk>/belege/<int:evidence>/wiederherstellen/",
        "bedarfe/<int:pk>/entfernen/",
        "bedarfe/<int:pk>/trennen/",
        "bedarfe/<int:pk>/wiederherstellen/",
        "bedarfe/<int:pk>/zusammenfuehren/",
        "bedarfe/einstellungen/",
        "betrieb/texte/",
        "checklisten/<int:pk>/zeigen/",
        "checklisten/eintraege/<int:pk>/",
        "darstellung/",
        "einstellungen/bereiche/",
        "einstellungen/hinweise/",
        "einstellungen/kommune/",
        "einstellungen/seite/angaben/",
        "einstellungen/seite/logo/",
        "einstellungen/seite/logo/entfernen/",
        "einstellungen/seite/rueckmeldungen/<int:pk>/",
        "einstellungen/seite/texte/<slug:kind>/<slug:language>/",
        "einstellungen/zugaenge/<int:pk>/sperren/",
        "einstellungen/zugaenge/frist/",
        "ergebnisse/",
        "ergebnisse/bericht.docx",
        "ergebnisse/bericht.pdf",
        "ergebnisse/codebuch/",
        "ergebnisse/codebuch/<int:pk>/",
        "ergebnisse/codebuch/<int:pk>/ablegen/",
        "ergebnisse/codebuch/<int:pk>/zurueckholen/",
        "ergebnisse/einstellungen/",
        "ergebnisse/perspektiven/",
        "ergebnisse/vergleichszahlen/<slug:perspective>/",
        "ergebnisse/vergleichszahlen/<slug:perspective>/loeschen/",
        "ergebnisse/verlauf/",
        "ergebnisse/wellen/<int:pk>/",
        "ergebnisse/wellen/<int:pk>/freitexte/<slug:code>/",
        "ergebnisse/wellen/<int:pk>/freitexte/<slug:code>/lesen/",
        "ergebnisse/wellen/<int:pk>/kreuztabelle/",
        "ergebnisse/wellen/<int:pk>/veroeffentlichen/",
        "ergebnisse/wellen/<int:pk>/veroeffentlichen/<slug:code>/",
        "ergebnisse/wellen/<int:pk>/zahlen/",
        "ergebnisse/wellen/<int:pk>/zurueckziehen/<slug:code>/",
        "erhebungen/",
        "erhebungen/<int:pk>/",
        "erhebungen/<int:pk>/aendern/",
        "erhebungen/<int:pk>/beenden/",
        "erhebungen/<int:pk>/freigeben/",
        "erhebungen/<int:pk>/papier/",
        "erhebungen/<int:pk>/papier/<uuid:sheet>/zuruecknehmen/",
        "erhebungen/<int:pk>/tablet/",
        "erhebungen/<int:pk>/wieder-oeffnen/",
        "erhebungen/einstellungen/",
        "frageboegen/<int:pk>/ablegen/",
        "frageboegen/<int:pk>/entwurf/bedingung/<slug:part>/<slug:key>/aendern/",
        "frageboegen/<int:pk>/entwurf/frage/<slug:code>/",
        "frageboegen/<int:pk>/entwurf/frage/<slug:code>/kennzahl/",
        "frageboegen/<int:pk>/entwurf/freigeben/",
        "frageboegen/<int:pk>/entwurf/gruppe/<slug:key>/",
        "frageboegen/<int:pk>/entwurf/kopf/",
        "frageboegen/<int:pk>/entwurf/rueckgaengig/",
        "frageboegen/<int:pk>/entwurf/seite/<slug:key>/",
        "frageboegen/<int:pk>/entwurf/sprachen/<slug:code>/",
        "frageboegen/<int:pk>/entwurf/sprachen/<slug:code>/entfernen/",
        "frageboegen/<int:pk>/entwurf/sprachen/<slug:code>/stand/",
        "frageboegen/<int:pk>/entwurf/teil/",
        "frageboegen/<int:pk>/entwurf/verwerfen/",
        "frageboegen/<int:pk>/zurueckholen/",
        "galerie/",
        "galerie/<slug:page>/",
        "galerie/suche/",
        "galerie/umfrage/",
        "hilfe/tastenkuerzel/",
        "hinweise/<int:pk>/gelesen/",
        "hinweise/alle-gelesen/",
        "hinweise/wege/",
        "kommunen/",
        "kommunen/<int:pk>/aussetzen/",
        "kommunen/<int:pk>/einladung/",
        "kommunen/<int:pk>/oeffnen/",
        "konto/",
        "konto/bestaetigen/code/",
        "konto/bestaetigen/passkey/",
        "konto/bestaetigen/passwort/",
        "konto/eingaben/",
        "konto/passwort/",
        "konto/sitzungen/<slug:key>/beenden/",
        "konto/sitzungen/beenden/",
        "konto/zweiter-faktor/",
        "konto/zweiter-faktor/app/",
        "konto/zweiter-faktor/app/entfernen/",
        "konto/zweiter-faktor/notfallcodes/",
        "konto/zweiter-faktor/notfallcodes/neu/",
        "konto/zweiter-faktor/passkeys/",
        "konto/zweiter-faktor/passkeys/<int:pk>/",
        "konto/zweiter-faktor/passkeys/<int:pk>/entfernen/",
        "konto/zweiter-faktor/passkeys/neu/",
        "passwort-neu/<str:token>/",
        "passwort-vergessen/",
        "passwort-vergessen/unterwegs/",
        "personen/",
        "personen/<int:pk>/",
        "personen/<int:pk>/aktivieren/",
        "personen/<int:pk>/deaktivieren/",
        "personen/<int:pk>/uebergeben/",
        "personen/<int:pk>/loeschen/",
        "personen/<int:pk>/faktoren-entfernen/",
        "personen/anmeldedienst/",
        "personen/anmeldedienst/entfernen/",
        "personen/einladungen/<int:pk>/",
        "personen/einladungen/<int:pk>/senden/",
        "personen/einladungen/<int:pk>/zurueckziehen/",
        "personen/einstellungen/",
        "pruefprotokoll/pruefen/",
        "u/<slug:token>/tablet/worker.js",
        "verabschiedungen/<uuid:pk>/wiederholen/",
        "verabschiedungen/<uuid:pk>/zuruecknehmen/",
        "vorlagen/<slug:key>/<int:number>/bearbeiten/",
        "vorlagen/<slug:key>/<int:number>/einlesen/",
        "vorlagen/<slug:key>/<int:number>/pruefen/",
        "vorlagen/<slug:key>/<int:number>/verwerfen/",
        "vorlagen/<slug:key>/<int:number>/zur-pruefung/",
        "vorlagen/<slug:key>/<int:number>/zurueckholen/",
        "vorlagen/<slug:key>/angebot/",
        "zugaenge/<slug:client_id>/sperren/",
    }
)
"""Changes what is there, starts or ends something, sends a letter again, or only reads: twice is like once.

Numbers printed on paper (``papier/``) and a part copied in a draft (``teil/``) are new each time: the first is the
answer itself, the second stands at once in the outline, with a way back.
"""
