"""Every kind of problem the API answers with: one screen, also shown on the documentation page."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Described(NamedTuple):
    """Status code, title, and what to do about it."""

    status: int
    title: str | Promise
    way_out: str | Promise


class Kind(Enum):
    """A problem type; ``key`` is the last part of its ``type`` address."""

    MALFORMED_BODY = Described(
        400, _("Der Inhalt der Anfrage ist nicht lesbar"), _("Senden Sie ein JSON-Objekt in UTF-8.")
    )
    INVALID_REQUEST = Described(
        400, _("Die Anfrage ist nicht lesbar"), _("Prüfen Sie Adresse und Kopfzeilen der Anfrage.")
    )
    INVALID_PARAMETER = Described(
        400, _("Ein Parameter der Adresse passt nicht"), _("Unter „errors“ steht, welcher Parameter was erwartet.")
    )
    INVALID_HEADER = Described(
        400, _("Eine Kopfzeile fehlt oder passt nicht"), _("Unter „errors“ steht, welche Kopfzeile was erwartet.")
    )
    NOT_AUTHENTICATED = Described(
        401,
        _("Es fehlt ein Zugriffstoken"),
        _("Senden Sie ein Token als „Authorization: Bearer …“. Woher es kommt, steht unter /api/v1/docs."),
    )
    TOKEN_INVALID = Described(
        401, _("Das Zugriffstoken gilt nicht"), _("Es ist abgelaufen, gesperrt oder unbekannt. Holen Sie ein neues.")
    )
    CLIENT_REFUSED = Described(
        401,
        _("Die Anmeldung des Zugangs ist nicht gültig"),
        _("Senden Sie client_id und client_secret mit HTTP Basic in der Kopfzeile „Authorization“."),
    )
    TOKEN_REFUSED = Described(
        400,
        _("Es wurde kein Token ausgestellt"),
        _("Senden Sie grant_type=client_credentials und nur Rechte (scope), die Ihr Zugang hat."),
    )
    SCOPE_MISSING = Described(
        403,
        _("Diesem Zugang fehlt das Recht dazu"),
        _("Bitten Sie um das genannte Recht, wer den Zugang ausgestellt hat."),
    )
    NOT_FOUND = Described(
        404, _("Das gibt es hier nicht"), _("Prüfen Sie die Adresse; die Beschreibung steht unter /api/v1/docs.")
    )
    METHOD_NOT_ALLOWED = Described(
        405, _("Diese Methode gibt es hier nicht"), _("Die Kopfzeile „Allow“ nennt die möglichen Methoden.")
    )
    NOT_ACCEPTABLE = Described(
        406, _("Das verlangte Format gibt es nicht"), _("Die Antworten sind JSON: „Accept: application/json“.")
    )
    ALREADY_ON_BOARD = Described(409, _("Diese Kommune ist schon dabei"), _("Unter „links“ steht, wo Sie sie finden."))
    STATE_CONFLICT = Described(
        409, _("Das geht im jetzigen Zustand nicht"), _("Lesen Sie den Zustand neu und entscheiden Sie dann.")
    )
    KEY_REUSED = Described(
        409,
        _("Der Idempotency-Key gehört zu einer anderen Anfrage"),
        _("Nehmen Sie für jede neue Anfrage einen neuen Schlüssel, etwa eine UUID."),
    )
    KEY_IN_USE = Described(
        409,
        _("Eine Anfrage mit diesem Idempotency-Key wird gerade bearbeitet"),
        _("Senden Sie dieselbe Anfrage nach der Zeit in „Retry-After“ noch einmal."),
    )
    LENGTH_REQUIRED = Described(411, _("Die Länge des Inhalts fehlt"), _("Senden Sie die Kopfzeile „Content-Length“."))
    PRECONDITION_FAILED = Described(
        412, _("Der Stand hat sich geändert"), _("Lesen Sie neu und senden Sie den jetzigen ETag.")
    )
    BODY_TOO_LARGE = Described(413, _("Der Inhalt ist zu groß"), _("Senden Sie weniger Daten in einer Anfrage."))
    UNSUPPORTED_MEDIA_TYPE = Described(
        415, _("Dieser Inhaltstyp wird nicht angenommen"), _("Senden Sie „Content-Type: application/json“.")
    )
    INVALID_DATA = Described(
        422, _("Einige Angaben passen nicht"), _("Unter „errors“ steht zu jeder Angabe, was fehlt oder nicht passt.")
    )
    PRECONDITION_REQUIRED = Described(
        428,
        _("Es fehlt die Kopfzeile „If-Match“"),
        _("Lesen Sie die Kommune und senden Sie ihren ETag als „If-Match“ mit."),
    )
    RATE_LIMITED = Described(
        429, _("Zu viele Anfragen"), _("Warten Sie die Zeit in „Retry-After“ ab; „RateLimit“ zeigt, was übrig ist.")
    )
    INTERNAL_ERROR = Described(
        500, _("Auf unserer Seite ist ein Fehler aufgetreten"), _("Nennen Sie dem Betrieb die Nummer unter „instance“.")
    )
    UNAVAILABLE = Described(
        503, _("Die Plattform ist gerade nicht erreichbar"), _("Senden Sie die Anfrage in einigen Sekunden neu.")
    )

    @property
    def key(self) -> str:
        """The name in the type's address: ``already-on-board``."""
        return self.name.lower().replace("_", "-")

    @property
    def status(self) -> int:
        """The HTTP status code."""
        return self.value.status

    @property
    def title(self) -> str:
        """One short German sentence, the same for every occurrence."""
        return str(self.value.title)

    @property
    def way_out(self) -> str:
        """What the caller can do."""
        return str(self.value.way_out)
