"""Who may open which page – written by hand, so that a slip on the screen of permissions is seen.

Route → roles, for each kind of host. A new page needs a line here.
"""

from __future__ import annotations

from typing import Final

from kisi.core.roles import CENTRAL_ROLES, MUNICIPAL_ROLES, Role

EVERYBODY: Final = "everybody"
TOWN: Final = MUNICIPAL_ROLES
CENTRE: Final = CENTRAL_ROLES - {Role.INTEGRATOR}
STAFF: Final = TOWN | CENTRE

MANAGES: Final = frozenset({Role.COORDINATOR, Role.OPERATOR})
SEES_PEOPLE: Final = MANAGES | {Role.GUIDE, Role.AUDITOR}

READS_THE_TRAIL: Final = MANAGES | {Role.AUDITOR}
OPERATOR: Final = frozenset({Role.OPERATOR})
WRITES_TEMPLATES: Final = frozenset({Role.TEMPLATE_EDITOR})
ADOPTS: Final = frozenset({Role.COORDINATOR, Role.GUIDE})
SEES_TOWNS: Final = frozenset({Role.OPERATOR, Role.MINISTRY_ANALYST, Role.AMIF_REPORTER})

Roles = frozenset[Role] | str

BOTH_HOSTS: Final[dict[str, Roles]] = {
    "": STAFF,
    "anmelden/": EVERYBODY,
    "anmelden/passkey/": EVERYBODY,
    "anmelden/zweiter-faktor/": EVERYBODY,
    "anmelden/gesperrt/": EVERYBODY,
    "anmelden/dienst/abgebrochen/": EVERYBODY,
    "anmelden/dienst/<slug:provider_id>/": EVERYBODY,
    "anmelden/dienst/<slug:provider_id>/zurueck/": EVERYBODY,
    "abmelden/": STAFF,
    "passwort-vergessen/": EVERYBODY,
    "passwort-vergessen/unterwegs/": EVERYBODY,
    "passwort-neu/<str:token>/": EVERYBODY,
    "einladung/<str:token>/": EVERYBODY,
    "einladung/<str:token>/erneuern/": EVERYBODY,
    "konto/": STAFF,
    "konto/eingaben/": STAFF,
    "konto/passwort/": STAFF,
    "konto/sitzungen/beenden/": STAFF,
    "konto/sitzungen/<slug:key>/beenden/": STAFF,
    "konto/bestaetigen/passwort/": STAFF,
    "konto/bestaetigen/code/": STAFF,
    "konto/bestaetigen/passkey/": STAFF,
    "konto/zweiter-faktor/": STAFF,
    "konto/zweiter-faktor/app/": STAFF,
    "konto/zweiter-faktor/app/entfernen/": STAFF,
    "konto/zweiter-faktor/passkeys/": STAFF,
    "konto/zweiter-faktor/passkeys/neu/": STAFF,
    "konto/zweiter-faktor/passkeys/<int:pk>/": STAFF,
    "konto/zweiter-faktor/passkeys/<int:pk>/entfernen/": STAFF,
    "konto/zweiter-faktor/notfallcodes/": STAFF,
    "konto/zweiter-faktor/notfallcodes/neu/": STAFF,
    "personen/": SEES_PEOPLE,
    "personen/einladen/": MANAGES,
    "personen/einstellungen/": MANAGES,
    "personen/anmeldedienst/": MANAGES,
    "personen/anmeldedienst/entfernen/": MANAGES,
    "personen/<int:pk>/": MANAGES,
    "personen/<int:pk>/deaktivieren/": MANAGES,
    "personen/<int:pk>/aktivieren/": MANAGES,
    "personen/<int:pk>/faktoren-entfernen/": MANAGES,
    "personen/einladungen/<int:pk>/": MANAGES,
    "personen/einladungen/<int:pk>/senden/": MANAGES,
    "personen/einladungen/<int:pk>/zurueckziehen/": MANAGES,
    "hilfe/": STAFF,
    "hilfe/neuigkeiten/": STAFF,
    "hilfe/tastenkuerzel/": STAFF,
    "hilfe/zu/<slug:key>/": STAFF,
    "hinweise/": STAFF,
    "hinweise/alle-gelesen/": STAFF,
    "hinweise/wege/": STAFF,
    "hinweise/<int:pk>/": STAFF,
    "hinweise/<int:pk>/gelesen/": STAFF,
    "einstellungen/": MANAGES,
    "einstellungen/hinweise/": MANAGES,
    "suche/": STAFF,
    "pruefprotokoll/": READS_THE_TRAIL,
    "pruefprotokoll/pruefen/": READS_THE_TRAIL,
    # The design system: sample data only.
    "darstellung/": EVERYBODY,
    "galerie/": EVERYBODY,
    "galerie/suche/": EVERYBODY,
    "galerie/arbeit/<int:done>/": EVERYBODY,
    "galerie/umfrage/": EVERYBODY,
    "galerie/fehler/<int:code>/": EVERYBODY,
    "galerie/<slug:page>/": EVERYBODY,
}
SEES_SURVEYS: Final = frozenset({Role.GUIDE, Role.COORDINATOR, Role.AUDITOR})
EDITS_SURVEYS: Final = frozenset({Role.GUIDE, Role.COORDINATOR})
TYPES_SHEETS: Final = EDITS_SURVEYS | {Role.CONTRIBUTOR}
SETS_UP_THE_TOWN: Final = frozenset({Role.COORDINATOR})

TOWN_HOST: Final[dict[str, Roles]] = {
    # Visitors find the town's public page at the same address as staff their desk.
    "": EVERYBODY,
    "impressum/": EVERYBODY,
    "datenschutz/": EVERYBODY,
    "barrierefreiheit/": EVERYBODY,
    "barrierefreiheit/melden/": EVERYBODY,
    "barrierefreiheit/melden/danke/": EVERYBODY,
    "logo": EVERYBODY,
    "office-hours.ics": EVERYBODY,
    "einstellungen/seite/": MANAGES,
    "einstellungen/seite/angaben/": MANAGES,
    "einstellungen/seite/logo/": MANAGES,
    "einstellungen/seite/logo/entfernen/": MANAGES,
    "einstellungen/seite/texte/<slug:kind>/<slug:language>/": MANAGES,
    "einstellungen/seite/rueckmeldungen/": MANAGES,
    "einstellungen/seite/rueckmeldungen/<int:pk>/": MANAGES,
    "anlaufstellen/": TOWN,
    "anlaufstellen/neu/": MANAGES,
    "anlaufstellen/<int:pk>/": TOWN,
    "anlaufstellen/<int:pk>/aendern/": MANAGES,
    "anlaufstellen/<int:pk>/entfernen/": MANAGES,
    "anlaufstellen/<int:pk>/wiederherstellen/": MANAGES,
    "anlaufstellen/<int:pk>/sprechzeiten/": MANAGES,
    "anlaufstellen/<int:pk>/ausnahmen/neu/": MANAGES,
    "anlaufstellen/<int:pk>/ausnahmen/<int:exception>/entfernen/": MANAGES,
    "anlaufstellen/<int:pk>/ausnahmen/<int:exception>/wiederherstellen/": MANAGES,
    "checklisten/": TOWN,
    "checklisten/<int:pk>/": TOWN,
    "checklisten/<int:pk>/zeigen/": TOWN,
    "checklisten/<slug:key>/beginnen/": TOWN,
    "checklisten/eintraege/<int:pk>/": TOWN,
    "einstellungen/kommune/": MANAGES,
    "einstellungen/bereiche/": MANAGES,
    "erhebungen/": SEES_SURVEYS,
    "erhebungen/neu/": EDITS_SURVEYS,
    "erhebungen/einstellungen/": SETS_UP_THE_TOWN,
    "erhebungen/<int:pk>/": SEES_SURVEYS,
    "erhebungen/<int:pk>/aendern/": EDITS_SURVEYS,
    "erhebungen/<int:pk>/freigeben/": EDITS_SURVEYS,
    "erhebungen/<int:pk>/beenden/": EDITS_SURVEYS,
    "erhebungen/<int:pk>/wieder-oeffnen/": EDITS_SURVEYS,
    "erhebungen/<int:pk>/codes/": EDITS_SURVEYS,
    "erhebungen/<int:pk>/qr.<slug:kind>": SEES_SURVEYS,
    "u/<slug:token>/": EVERYBODY,
    "u/<slug:token>/beginnen/<slug:language>/": EVERYBODY,
    "u/<slug:token>/weiter/": EVERYBODY,
    "u/<slug:token>/bogen/": EVERYBODY,
    "u/<slug:token>/bogen/<slug:key>/": EVERYBODY,
    "u/<slug:token>/fertig/": EVERYBODY,
    "vorlagen/": TOWN,
    "vorlagen/<slug:key>/": TOWN,
    "vorlagen/<slug:key>/vergleich/": TOWN,
    "vorlagen/<slug:key>/uebernehmen/": ADOPTS,
    "vorlagen/<slug:key>/entscheiden/": ADOPTS,
    "vorlagen/<slug:key>/<int:number>/": TOWN,
}
PUBLIC_HOST: Final[dict[str, Roles]] = {
    # A page for strangers, the desk for who is signed in.
    "": EVERYBODY,
    "impressum/": EVERYBODY,
    "datenschutz/": EVERYBODY,
    "barrierefreiheit/": EVERYBODY,
    "zugaenge/": OPERATOR,
    "zugaenge/neu/": OPERATOR,
    "zugaenge/<slug:client_id>/sperren/": OPERATOR,
    "betrieb/": OPERATOR,
    "betrieb/auftraege/": OPERATOR,
    "betrieb/abgewiesen/": OPERATOR,
    "betrieb/texte/": OPERATOR,
    "betrieb/pruefungen/<uuid:pk>/": OPERATOR,
    "betrieb/pruefungen/<slug:kind>/starten/": OPERATOR,
    "postfach/": OPERATOR,
    "postfach/<int:pk>/": OPERATOR,
    "postfach/<int:pk>/html/": OPERATOR,
    # Municipalities: the ministry's roles look, the operator acts.
    "kommunen/": SEES_TOWNS,
    "kommunen/<int:pk>/": SEES_TOWNS,
    "kommunen/<int:pk>/aussetzen/": OPERATOR,
    "kommunen/<int:pk>/oeffnen/": OPERATOR,
    "kommunen/<int:pk>/einladung/": OPERATOR,
    "kommunen/<int:pk>/verabschieden/": OPERATOR,
    "kommunen/aufnehmen/": OPERATOR,
    "kommunen/aufnehmen/<str:ags>/": OPERATOR,
    "aufnahmen/": SEES_TOWNS,
    "aufnahmen/<uuid:pk>/": SEES_TOWNS,
    "aufnahmen/<uuid:pk>/stand/": SEES_TOWNS,
    "aufnahmen/<uuid:pk>/wiederholen/": OPERATOR,
    "verabschiedungen/<uuid:pk>/": SEES_TOWNS,
    "verabschiedungen/<uuid:pk>/stand/": SEES_TOWNS,
    "verabschiedungen/<uuid:pk>/wiederholen/": OPERATOR,
    "verabschiedungen/<uuid:pk>/zuruecknehmen/": OPERATOR,
    # The library: all staff of the centre looks, the editors write.
    "vorlagen/": CENTRE,
    "vorlagen/neu/": WRITES_TEMPLATES,
    "vorlagen/neu/<slug:kind>/": WRITES_TEMPLATES,
    "vorlagen/einlesen/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/": CENTRE,
    "vorlagen/<slug:key>/vergleich/": CENTRE,
    "vorlagen/<slug:key>/angebot/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/neue-fassung/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/<int:number>/": CENTRE,
    "vorlagen/<slug:key>/<int:number>/datei/": CENTRE,
    "vorlagen/<slug:key>/<int:number>/bearbeiten/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/<int:number>/einlesen/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/<int:number>/verwerfen/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/<int:number>/zur-pruefung/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/<int:number>/zurueckholen/": WRITES_TEMPLATES,
    "vorlagen/<slug:key>/<int:number>/pruefen/": WRITES_TEMPLATES,
}
