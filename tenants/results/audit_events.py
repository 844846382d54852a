"""Names of what is recorded about results. Which codes an answer got is not: answers stay out of the trail."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Detail, Subject, declare_details, declare_subjects
from kisi.core.vocabulary import AgeBracket, Perspective, Sex, Topic
from tenants.results.vocabulary import Crossing

declare_events(
    {
        "results.settings_changed": _("Einstellungen der Ergebnisse geändert"),
        "results.figures_changed": _("Vergleichszahlen geändert"),
        "results.figures_removed": _("Vergleichszahlen gelöscht"),
        "results.code_added": _("Code angelegt"),
        "results.code_changed": _("Code geändert"),
        "results.code_retired": _("Code abgelegt"),
        "results.code_restored": _("Code zurückgeholt"),
        "results.answer_coded": _("Freie Antwort gelesen"),
        "results.cross_tab_fixed": _("Kreuztabelle festgehalten"),
        "results.published": _("Ergebnis veröffentlicht"),
        "results.report_exported": _("Ergebnisbericht exportiert"),
        "results.withdrawn": _("Veröffentlichtes Ergebnis zurückgezogen"),
    }
)

declare_subjects(
    {
        "results.code": Subject(model="results.AnswerCode"),
        "results.figures": Subject(model="results.ReferencePopulation", keys=dict(Perspective.choices)),
        "results.report": Subject(_("Bericht über die Ergebnisse")),
    }
)

declare_details(
    {
        **{f"{sex}-{age}": f"{sex.label} {age.label}" for sex in Sex for age in AgeBracket},
        "as_of": _("Stichtag"),
        "crossed_by": Detail(_("aufgeteilt nach"), dict(Crossing.choices)),
        "people": _("Menschen"),
        "question": _("Frage"),
        "sheets": _("Antwortbögen"),
        "source": _("Quelle"),
        "total": _("Gesamt"),
        "results.topic": Detail(_("Handlungsfeld"), dict(Topic.choices)),
        "results.waves": _("Wellen"),
    }
)
