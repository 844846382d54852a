"""A sample list of offers with filter, sorting, pages and export."""

from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

from django import forms
from django.http import HttpRequest

from kisi.core.text_search import all_occur, folded_words
from kisi.ui.forms import GermanDateField
from kisi.ui.parts import Action
from kisi.ui.tables import Column, Filtered, Status, Table

FREE, OPEN, FULL, WAITING = (
    Status("Freie Plätze", "ok"),
    Status("Offen", "info"),
    Status("Ausgebucht", "bad"),
    Status("Warteliste", "warn"),
)


@dataclass(frozen=True)
class Offer:
    """A row of the sample."""

    name: str
    provider: str
    topic: str
    when: str
    languages: str
    places: int | None
    begins: date
    status: Status


FIRST = [
    Offer(
        "Integrationskurs B1 (abends)",
        "VHS Beispielstadt",
        "Sprache",
        "Mo, Mi 18:00",
        "de, uk, ar",
        20,
        date(2026, 9, 7),
        FREE,
    ),
    Offer("Sprachcafé Nordstadt", "Ortsverein Nordstadt", "Sprache", "Do 16:00", "de", None, date(2026, 1, 8), OPEN),
    Offer(
        "Erstorientierung für Eltern",
        "Familienzentrum Mitte",
        "Familie",
        "Di 10:00",
        "de, tr, fa",
        20,
        date(2026, 10, 6),
        FULL,
    ),
    Offer(
        "Migrationsberatung für Erwachsene",
        "Beratungsstelle Mitte",
        "Beratung",
        "n. Vereinbarung",
        "de, ar, ti, en",
        9,
        date(2025, 10, 1),
        WAITING,
    ),
    Offer(
        "Bewerbungswerkstatt",
        "Jobcenter Beispielstadt",
        "Arbeit & Ausbildung",
        "Fr 09:00",
        "de, en",
        12,
        date(2026, 11, 6),
        FREE,
    ),
    Offer(
        "Schwimmkurs für Frauen", "Sportverein Beispielstadt", "Begegnung", "Sa 11:00", "de", 8, date(2026, 9, 12), FREE
    ),
    Offer(
        "Lotsendienst „Ankommen“",
        "Stadt Beispielstadt",
        "Ehrenamt",
        "laufend",
        "de, uk, ru, so",
        31,
        date(2025, 12, 1),
        OPEN,
    ),
    Offer("Gesundheitslotsen", "Gesundheitsamt", "Gesundheit", "Mi 14:00", "de, ku, ar", 8, date(2026, 3, 4), FREE),
]


def sample_offers() -> list[Offer]:
    """Sixty-four offers; the later ones repeat the first with a number."""
    repeated = islice(cycle(FIRST), 64)
    return [
        offer
        if number < len(FIRST)
        else Offer(
            f"{offer.name} {number // len(FIRST) + 1}", offer.provider, offer.topic, offer.when,
            offer.languages, offer.places, offer.begins, offer.status,
        )
        for number, offer in enumerate(repeated)
    ]  # fmt: skip


class OfferFilter(forms.Form):
    """The filter bar of the sample."""

    q = forms.CharField(label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    topic = forms.ChoiceField(
        label="Handlungsfeld",
        required=False,
        choices=[("", "Alle"), *((topic, topic) for topic in sorted({offer.topic for offer in FIRST}))],
    )
    begins = GermanDateField(label="Beginnt nach", required=False)


OFFERS = Table(
    key="angebote",
    caption="Angebote",
    per_page=10,
    empty_title="Noch keine Angebote",
    empty_text="Legen Sie das erste Angebot an. Es erscheint dann auf der öffentlichen Seite.",
    columns=[
        Column(
            key="name",
            label="Angebot",
            order_by=("name",),
            link=lambda offer: f"#{offer.provider}",
            sub=lambda offer: offer.provider,
        ),
        Column(key="topic", label="Handlungsfeld", order_by=("topic", "name")),
        Column(key="when", label="Wann"),
        Column(key="languages", label="Sprachen"),
        Column(key="begins", label="Beginn", order_by=("begins",)),
        Column(key="places", label="Plätze", order_by=("places",), number=True),
        Column(key="status", label="Status"),
    ],
    actions=lambda offer: [
        Action(f"{offer.name} bearbeiten", "edit", "#bearbeiten"),
        Action("Absagen", "cancel", "#absagen", dialog="absagen", is_danger=True),
    ],
)


def filtered_offers(request: HttpRequest) -> Filtered:
    """The sample's rows that pass the filter bar."""
    form = OfferFilter(request.GET)
    rows = sample_offers()
    if not form.is_valid():
        return Filtered(form, rows)
    wanted = form.cleaned_data
    words = folded_words(wanted["q"])
    return Filtered(
        form,
        [
            offer
            for offer in rows
            if all_occur(words, offer.name, offer.provider)
            and wanted["topic"] in ("", offer.topic)
            and (wanted["begins"] is None or offer.begins > wanted["begins"])
        ],
    )
