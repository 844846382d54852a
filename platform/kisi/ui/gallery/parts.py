"""Sample data for the components with several parts."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import segno

from kisi.ui.parts import Action, Crumb, Happening, JobStep, Step, Tab

BERLIN = ZoneInfo("Europe/Berlin")

CRUMBS = [Crumb("Arbeitsplatz", "#arbeitsplatz"), Crumb("Angebote", "#angebote"), Crumb("Sprachcafé Nordstadt")]
TABS = [
    Tab("Aktuell", "#aktuell", current=True, count=64),
    Tab("Entwürfe", "#entwuerfe", count=3),
    Tab("Beendet", "#beendet", count=118),
    Tab("Karte", "#karte"),
]
STEPS = [
    Step("Angaben", "done", "#angaben"),
    Step("Zielgruppe", "current"),
    Step("Budget", "open"),
    Step("Prüfen", "open"),
]
HAPPENINGS = [
    Happening(
        "Maßnahme abgeschlossen", datetime(2026, 11, 20, 16, 5, tzinfo=BERLIN), "check_circle", by="Koordination"
    ),
    Happening(
        "Budget geändert",
        datetime(2026, 11, 3, 9, 12, tzinfo=BERLIN),
        "payments",
        "Von 2.000 € auf 2.500 € erhöht.",
        "Koordination",
    ),
    Happening("Maßnahme angelegt", datetime(2026, 10, 1, 8, 30, tzinfo=BERLIN), "add", by="Integrationsguide"),
]
JOB_STEPS = [
    JobStep("Kommune reserviert", "done"),
    JobStep("Schema angelegt", "done", "0,1 Sekunden"),
    JobStep("Vorlagen übernommen", "running", "3 von 7"),
    JobStep("Koordination eingeladen", "failed", "Die Adresse nimmt keine E-Mails an."),
    JobStep("Freigeschaltet", "open"),
]


def job_at(done: int) -> list[JobStep]:
    """The sample job after so many steps."""
    return [
        JobStep(step.label, "done" if number < done else "running" if number == done else "open")
        for number, step in enumerate(JOB_STEPS)
    ]


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that was removed and can be brought back."""

    pk: int
    name: str
    removed_at: datetime

    def __str__(self) -> str:
        return self.name


REMOVED = [
    Removed(1, "Nähcafé", datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)),
    Removed(2, "Lesepatenschaften für Kinder im Grundschulalter", datetime(2026, 10, 2, 15, 30, tzinfo=BERLIN)),
]
DEFINITIONS = [
    ("Kommune", "Stadt Beispielstadt"),
    ("Amtlicher Gemeindeschlüssel", "06999999"),
    ("Dabei seit", "01.10.2025"),
    ("Zuwendung", "290.657,90 €"),
]
ACTIONS = [
    Action("Bearbeiten", "edit", "#bearbeiten"),
    Action("Vorlage daraus machen", "content_copy", "#vorlage"),
    Action("Löschen", "delete", "#loeschen", dialog="loeschen", is_danger=True),
]
TICKS = [
    ("open", "Sich bei den Schulen vorstellen", "Ein Anruf genügt."),
    ("done", "Schlüssel und Ausweis abholen", "Im Rathaus, Zimmer 12."),
    ("dropped", "Eigene Visitenkarten bestellen", "Die Stadt hat gemeinsame."),
]
NOTICED_AT = datetime(2026, 11, 24, 8, 15, tzinfo=BERLIN)
NOTICES = [
    ("groups", "Elif Demir hat Ihnen 3 offene Einträge übergeben.", "#eintraege", "Näheres hier.", None),
    ("fact_check", "Ihre Checkliste liegt bereit.", "", "", None),
    ("school", "Zur Vorlage „Sprachcafé“ gibt es eine neue Fassung.", "#vorlage", "Zwei Texte sind neu.", NOTICED_AT),
]
"""Symbol, title, address, text, when it was read."""


def qr() -> str:
    """A QR code's drawing, as an address."""
    return segno.make("https://beispielstadt.example/u/muster/", error="m", micro=False).svg_data_uri(scale=8, border=4)


DATES = [
    ("24", "Nov", "Netzwerktreffen Sprache", "14:00 · Rathaus, Raum 2.04"),
    ("26", "Nov", "Offene Sprechstunde", "09:00–12:00 · 4 Anmeldungen"),
    ("01", "Dez", "Integrationskommission", "18:00 · Sitzungssaal"),
]
FOLLOW_UPS = [
    ("Warteliste der Beratung klären", "Wohlfahrtsverband Mitte", "heute", "bad", "Überfällig"),
    ("Förderantrag Landesprogramm", "Sachbericht 2026", "27.11.2026", "warn", "Bald fällig"),
    ("Abfrage „Was brauchen Sie?“ auswerten", "427 Antworten in 9 Sprachen", "04.12.2026", "info", "In Arbeit"),
    ("Kooperationsvertrag VHS", "Verlängerung", "15.12.2026", "ok", "Geplant"),
]

SHOWN = (
    *("CRUMBS", "TABS", "STEPS", "HAPPENINGS", "JOB_STEPS", "DEFINITIONS", "ACTIONS"),
    *("TICKS", "NOTICES", "NOTICED_AT", "REMOVED"),
)
"""What the page of components is drawn from."""
