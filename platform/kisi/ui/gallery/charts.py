"""Sample charts, from invented numbers and an invented country."""

from random import Random

from kisi.ui.charts import (
    Area,
    Band,
    Bar,
    BarList,
    Choropleth,
    Edge,
    LineChart,
    Network,
    Node,
    Series,
    Sparkline,
    StackedBars,
    StackedRow,
)
from kisi.ui.charts.band import Peers

MONTHS = ["Dez", "Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov"]
CONTACTS = [62, 71, 68, 80, 77, 91, 84, 69, 88, 104, 112, 118]
YEAR_BEFORE = [55, 58, 61, 63, 70, 72, 66, 60, 71, 80, 84, 90]


def contacts() -> LineChart:
    """Two lines, the second dashed."""
    return LineChart(
        key="kontakte",
        title="Beratungskontakte",
        labels=MONTHS,
        series=[Series("2025/26", CONTACTS), Series("Vorjahr", YEAR_BEFORE)],
        show_title=False,
    )


def five_lines() -> LineChart:
    """The most lines a chart takes, with gaps and ends close together."""
    names = ["Sprache", "Wohnen", "Arbeit & Ausbildung", "Kinderbetreuung", "Gesundheit"]
    lines = [[30 + number * 4 + (month * (5 - number)) % 17 for month in range(12)] for number in range(5)]
    with_gap = [value if month not in (4, 5) else None for month, value in enumerate(lines[3])]
    series = [Series(name, with_gap if number == 3 else lines[number]) for number, name in enumerate(names)]
    return LineChart(
        key="felder", title="Kontakte nach Handlungsfeld", labels=MONTHS, series=series, filled=False, unit="Kontakte"
    )


def needs() -> BarList:
    """Bars with names of different length."""
    return BarList(
        key="bedarf",
        title="Bedarf nach Handlungsfeld",
        unit="Nennungen",
        show_title=False,
        bars=[
            Bar("Sprachförderung", 142, "#sprache"),
            Bar("Wohnen", 97),
            Bar("Arbeit & Ausbildung", 88),
            Bar("Kinderbetreuung", 61),
            Bar("Gesundheit", 39),
        ],
    )


def measures() -> StackedBars:
    """Three parts of a whole, one row without any."""
    return StackedBars(
        key="umsetzung",
        title="Umsetzungsstand der Maßnahmen",
        parts=["abgeschlossen", "läuft", "geplant"],
        bars=[
            StackedRow("Sprache", [43, 30, 16]),
            StackedRow("Arbeit", [22, 23, 11]),
            StackedRow("Wohnen", [9, 15, 16]),
            StackedRow("Familie", [0, 0, 0]),
            StackedRow("Gesundheit", [12, 0, 3]),
        ],
        show_title=False,
    )


def bands() -> list[Band]:
    """Inside the band, beyond it, and not drawn."""
    return [
        Band(key="band-1", title="Kontakte je 1.000 Einwohner", unit="", own=12.4, peers=Peers(7.1, 9.3, 13.8, 24)),
        Band(key="band-2", title="Rücklauf der Bedarfserhebung", unit="%", own=64, peers=Peers(21, 34, 41, 18)),
        Band(
            key="band-3",
            title="Anteil abgeschlossener Maßnahmen",
            unit="%",
            own=41,
            peers=None,
            why_not="Erst 6 Kommunen melden diese Kennzahl. Ab 10 zeigen wir den Vergleich.",
        ),
    ]


def spark() -> Sparkline:
    """A year in a word."""
    return Sparkline(key="verlauf", title="Kontakte im Jahresverlauf", labels=MONTHS, values=CONTACTS)


def towns(count_x: int = 9, count_y: int = 12) -> list[Area]:
    """An invented country of irregular towns that fit together without gaps."""
    chance = Random(7)  # noqa: S311 (a drawing, not a secret)
    corner = {
        (x, y): (x + chance.uniform(-0.32, 0.32), y + chance.uniform(-0.32, 0.32))
        for x in range(count_x + 1)
        for y in range(count_y + 1)
    }
    syllables = [
        "Adel",
        "Birken",
        "Dorn",
        "Eichen",
        "Falken",
        "Grün",
        "Hasel",
        "Linden",
        "Mühl",
        "Neu",
        "Ober",
        "Wiesen",
    ]
    endings = ["bach", "berg", "feld", "hausen", "heim", "stadt", "tal", "au", "dorf"]
    areas = []
    for x in range(count_x):
        for y in range(count_y):
            if ((x - 4) / 5) ** 2 + ((y - 5.5) / 7) ** 2 > 1:
                continue
            ring = [corner[x, y], corner[x + 1, y], corner[x + 1, y + 1], corner[x, y + 1], corner[x, y]]
            areas.append(Area(f"{x}-{y}", syllables[y % 12] + endings[x % 9], [ring]))
    return areas


def country() -> Choropleth:
    """Some of the towns take part."""
    areas = towns()
    chance = Random(11)  # noqa: S311 (a drawing, not a secret)
    taking_part = chance.sample(areas, 24)
    return Choropleth(
        key="karte",
        title="Beratungen je Kommune",
        unit="Beratungen",
        areas=areas,
        values={area.key: 5 * chance.randrange(4, 96) for area in taking_part},
        urls={area.key: f"#kommune-{area.key}" for area in taking_part},
        geographic=False,
        no_value="nicht beteiligt",
        source="Erfundene Flächen. Werte sind auf 5 gerundet.",
        show_title=False,
    )


KINDS = ["Träger", "Vereine", "Behörden", "Bildung"]
ACTORS = {
    "Träger": [
        "Wohlfahrtsverband Mitte",
        "Diakoniestelle",
        "Freiwilligenagentur",
        "Familienzentrum",
        "Mehrgenerationenhaus",
        "Frauenberatung",
        "Wohnhilfe",
    ],
    "Vereine": [
        "Sportverein 1920",
        "Kulturverein Ararat",
        "Ukraine-Hilfe e. V.",
        "Moscheeverein",
        "Nachbarschaft Nord",
        "Gartenfreunde",
    ],
    "Behörden": [
        "Ausländerbehörde",
        "Jobcenter",
        "Gesundheitsamt",
        "Jugendamt",
        "Standesamt",
        "Polizei",
    ],
    "Bildung": [
        "Volkshochschule",
        "Grundschule Nord",
        "Berufsschule",
        "Bibliothek",
        "Handwerkskammer",
        "Sprachschule am Markt",
    ],
}


def network() -> Network:
    """Twenty-five actors around an invented town hall."""
    chance = Random(3)  # noqa: S311 (a drawing, not a secret)
    nodes = [
        Node(f"{kind}-{number}", name, kind, ring=1 + (number + len(kind)) % 3, url=f"#akteur-{kind}-{number}")
        for kind, names in ACTORS.items()
        for number, name in enumerate(names)
    ]
    own = [Edge("", node.key, 4 - node.ring) for node in nodes]
    pairs = [chance.sample(nodes, 2) for _pair in range(14)]
    return Network(
        key="netz",
        title="Netzwerkkarte",
        centre="Stadt Beispielstadt",
        kinds=KINDS,
        nodes=nodes,
        edges=own + [Edge(one.key, other.key) for one, other in pairs],
        show_title=False,
    )
