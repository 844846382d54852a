"""What the platform's own public pages say until the operator writes it: true, and open about what is missing."""

from __future__ import annotations

from typing import Final


def paragraphs(text: str) -> str:
    """The text with each paragraph on one line; an empty line parts two paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


ABOUT: Final = paragraphs("""\
KISI heißt „Kommunale Integrations-Guides zur Stärkung der Integrationserfolge“. In den beteiligten hessischen
Kommunen gibt es feste Ansprechpersonen für alle Fragen der Integration: die Integrationsguides.

Diese Plattform ist ihr Arbeitsplatz. Jede Kommune arbeitet in einem eigenen, abgeschlossenen Bereich. Das
Land sieht veröffentlichte Summen, keine Angaben zu Personen.

Sie suchen Rat oder Angebote vor Ort? Dann öffnen Sie bitte die Seite Ihrer Kommune.""")

IMPRINT: Final = paragraphs("""\
Dieser Text ist noch nicht ausgefüllt. Der Betrieb der Plattform trägt hier ein, wer sie anbietet: Name,
Anschrift, Vertretung, Telefon und E-Mail-Adresse nach § 5 Digitale-Dienste-Gesetz.

Für die Seiten einer Kommune ist die Kommune selbst verantwortlich; ihr Impressum steht dort.""")

PRIVACY: Final = paragraphs("""\
Diese Seiten speichern über Besucherinnen und Besucher nichts, was über den einzelnen Aufruf hinausgeht: keine
Werbung, keine Messung der Reichweite, keine Inhalte von fremden Servern.

Wer sich anmeldet, bekommt ein Cookie, das die Sitzung hält und mit der Abmeldung endet. Ein zweites Cookie
schützt Formulare vor fremden Absendern.

Für die Daten im Arbeitsbereich und auf den Seiten einer Kommune ist die Kommune verantwortlich; ihre Hinweise
stehen dort.

Dieser Text ist eine Vorlage. Der Betrieb der Plattform ergänzt hier Verantwortliche, Datenschutzbeauftragte,
Rechtsgrundlagen, Speicherfristen und die Rechte der Betroffenen.""")

ACCESSIBILITY: Final = paragraphs("""\
Diese Plattform soll für alle Menschen benutzbar sein. Maßstab sind § 14 des Hessischen Behinderten-
Gleichstellungsgesetzes, die Hessische Verordnung über barrierefreie Informationstechnik und die Richtlinien
WCAG 2.2 in der Stufe AA.

Die Seiten werden bei jeder Änderung mit automatischen Prüfungen untersucht: mit Tastatur, ohne Skripte, auf
schmalen Bildschirmen, hell und dunkel. Eine Prüfung durch eine unabhängige Stelle steht noch aus; ihr
Ergebnis wird hier eingetragen.

Sie haben eine Barriere gefunden? Bitte schreiben Sie uns. Wenn wir Ihnen nicht innerhalb von vier Wochen
helfen, können Sie sich an die Durchsetzungs- und Überwachungsstelle für barrierefreie Informationstechnik des
Landes Hessen wenden.

Dieser Text ist eine Vorlage. Der Betrieb der Plattform ergänzt Anschrift und Fristen.""")

DEFAULTS: Final = {"about": ABOUT, "imprint": IMPRINT, "privacy": PRIVACY, "accessibility": ACCESSIBILITY}
