"""Sample forms: every kind of field."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kisi.ui.forms import (
    DateInput,
    FileUpload,
    GermanDateField,
    GermanDecimalField,
    MultipleTiles,
    TextDateInput,
    Tiles,
)

TOPICS = [
    ("language", "Sprache"),
    ("education", "Bildung & Kinderbetreuung"),
    ("work", "Arbeit & Ausbildung"),
    ("housing", "Wohnen"),
    ("health", "Gesundheit"),
    ("benefits", "Leistungen & Aufenthalt"),
]
TOPIC_ICONS = {
    "language": "translate",
    "education": "school",
    "work": "work",
    "housing": "home",
    "health": "health_and_safety",
    "benefits": "gavel",
}


class MeasureForm(forms.Form):
    """A measure, as a coordinator would plan it."""

    title = forms.CharField(
        label="Titel der Maßnahme", max_length=120, help_text="Kurz und verständlich, z. B. „Sprachcafé Nordstadt“."
    )
    topic = forms.ChoiceField(label="Handlungsfeld", choices=[("", "Bitte auswählen"), *TOPICS])
    begins = GermanDateField(label="Beginn", widget=DateInput(attrs={"data-width": "half"}))
    ends = GermanDateField(label="Ende", required=False, widget=DateInput(attrs={"data-width": "half"}))
    budget = GermanDecimalField(
        label="Budget in Euro",
        required=False,
        min_value=0,
        decimal_places=2,
        help_text="Zum Beispiel 2.500 oder 2500,50.",
    )
    description = forms.CharField(label="Beschreibung", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    groups = forms.MultipleChoiceField(
        label="Zielgruppen",
        required=False,
        choices=[("new", "Neuzugewanderte"), ("women", "Frauen"), ("youth", "Jugendliche")],
        widget=forms.CheckboxSelectMultiple,
    )
    visibility = forms.ChoiceField(
        label="Sichtbarkeit",
        choices=[("team", "Nur das Team"), ("public", "Öffentliche Seite")],
        widget=forms.RadioSelect,
        help_text="Sie können das später ändern.",
    )
    contact = forms.EmailField(
        label="E-Mail für Rückfragen", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    flyer = forms.FileField(
        label="Aushang",
        required=False,
        widget=FileUpload(rules="PDF oder PNG, höchstens 10 MB.", accept=".pdf,.png"),
    )
    informed = forms.BooleanField(label="Die Beteiligten sind informiert")


class ContactForm(forms.Form):
    """A contact in ten seconds: tiles, no name."""

    topic = forms.ChoiceField(label="Worum ging es?", choices=TOPICS, widget=Tiles(icons=TOPIC_ICONS))
    channel = forms.ChoiceField(
        label="Wie kam der Kontakt zustande?",
        choices=[("visit", "Besuch"), ("phone", "Telefon"), ("mail", "E-Mail")],
        widget=Tiles(icons={"visit": "person", "phone": "call", "mail": "mail"}),
    )
    born = GermanDateField(
        label="Geburtsdatum", required=False, widget=TextDateInput(), help_text="Zum Beispiel 22.11.1988."
    )


SURVEY_TEXTS: dict[str, dict[str, Any]] = {
    "de": {
        "title": "Was brauchen Sie?",
        "intro": "Diese Umfrage ist freiwillig und anonym. Sie dauert etwa 5 Minuten.",
        "progress": "Frage 1 bis 2 von 8",
        "needs": "Wobei brauchen Sie zurzeit Unterstützung?",
        "need_choices": ["Deutsch lernen", "Arbeit suchen", "Wohnung suchen", "Kita oder Schule", "Gesundheit"],
        "since": "Seit wann wohnen Sie in der Stadt?",
        "since_choices": ["Weniger als ein Jahr", "Ein bis drei Jahre", "Länger als drei Jahre"],
        "next": "Weiter",
    },
    "ar": {
        "title": "ما الذي تحتاج إليه؟",
        "intro": "هذا الاستبيان اختياري ومجهول الهوية. يستغرق حوالي 5 دقائق.",
        "progress": "السؤال 1 إلى 2 من 8",
        "needs": "ما الدعم الذي تحتاج إليه حاليًا؟",
        "need_choices": ["تعلّم اللغة الألمانية", "البحث عن عمل", "البحث عن سكن", "روضة أو مدرسة", "الصحة"],
        "since": "منذ متى تعيش في المدينة؟",
        "since_choices": ["أقل من سنة", "من سنة إلى ثلاث سنوات", "أكثر من ثلاث سنوات"],
        "next": "التالي",
    },
    "ti": {
        "title": "እንታይ የድልየኩም?",
        "intro": "እዚ መጠይቕ ብፍቓድኩም እዩ። ስም ኣይሕተትን። 5 ደቓይቕ ይወስድ።",
        "progress": "1–2 / 8",
        "needs": "ኣብ ምንታይ ሓገዝ የድልየኩም?",
        "need_choices": ["ጀርመንኛ ምምሃር", "ስራሕ ምድላይ", "ገዛ ምድላይ", "ቤት ትምህርቲ", "ጥዕና"],
        "since": "ካብ መዓስ ኣብዛ ከተማ ትነብሩ?",
        "since_choices": ["ትሕቲ ሓደ ዓመት", "ካብ ሓደ ክሳብ ሰለስተ ዓመት", "ልዕሊ ሰለስተ ዓመት"],
        "next": "ቀጽል",
    },
    "uk": {
        "title": "Що вам потрібно?",
        "intro": "Це опитування добровільне й анонімне. Воно триває близько 5 хвилин.",
        "progress": "Питання 1–2 з 8",
        "needs": "З чим вам зараз потрібна допомога?",
        "need_choices": ["Вивчення німецької", "Пошук роботи", "Пошук житла", "Дитсадок або школа", "Здоров’я"],
        "since": "Відколи ви живете в місті?",
        "since_choices": ["Менше року", "Від одного до трьох років", "Понад три роки"],
        "next": "Далі",
    },
}


class SurveyForm(forms.Form):
    """One page of a survey in one language; both questions may be skipped."""

    def __init__(self, language: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.texts = SURVEY_TEXTS.get(language, SURVEY_TEXTS["de"])
        self.fields["needs"] = forms.MultipleChoiceField(
            label=self.texts["needs"],
            choices=list(enumerate(self.texts["need_choices"])),
            widget=MultipleTiles(as_list=True),
        )
        self.fields["since"] = forms.ChoiceField(
            label=self.texts["since"],
            choices=list(enumerate(self.texts["since_choices"])),
            widget=Tiles(as_list=True),
        )
