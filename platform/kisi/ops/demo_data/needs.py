"""The demo's needs: stated from the answers of the town's own waves and partly decided, made by real actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kisi.accounts.models import User
from kisi.core.realms import inside, realm_of
from kisi.core.roles import Role
from kisi.ops.demo_data.answers import Town
from kisi.ops.demo_data.municipalities import DEMO
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.register.entries import DemoEntry
from tenants.needs import actions
from tenants.needs.citing import Citation, Results, offered
from tenants.needs.models import Evidence, Need

NUMBER: Final = 6
"""How many needs a town states, from the topics with the largest shares."""
TITLES: Final = {
    "language": "Sprachkurse am Abend und mit Kinderbetreuung",
    "education": "Plätze in Kita und Ganztag",
    "work": "Begleitung in Arbeit und Ausbildung",
    "housing": "Bezahlbare Wohnungen für Familien",
    "health": "Ärztliche Versorgung mit Sprachmittlung",
    "benefits": "Hilfe bei Anträgen und Bescheiden",
    "encounter": "Orte, an denen man sich begegnet",
    "family": "Beratung für Familien und Alleinerziehende",
    "mobility": "Bus am Abend und am Wochenende",
    "safety": "Anlaufstelle bei Diskriminierung",
    "volunteering": "Begleitung für Ehrenamtliche",
    "procedures": "Verständliche Schreiben und kürzere Wege",
}
DECISIONS: Final = (
    (
        ("decided", "now", "Der Ausschuss hat es auf die nächste Sitzung gesetzt."),
        ("in_work", "", "Auftakt ist erfolgt."),
    ),
    (("decided", "next", "Sobald die Förderzusage vorliegt."),),
    (("decided", "later", "Zuständig ist der Kreis; wir sprechen es dort an."),),
    (),
    (),
    (),
)
"""What is decided about the first, second, … need; the last ones wait."""


def state_needs(entry: DemoEntry, seed: int) -> None:
    """Needs of a town that has none yet. Made in one transaction: a start that was stopped leaves all or nothing."""
    with inside(realm_of(municipality_by_slug(entry.slug))), transaction.atomic():
        if Need.objects.exists():
            return
        chance = Town(entry.slug, seed).chance("needs")
        responsible = User.objects.filter(is_active=True, role=Role.GUIDE).order_by("pk").first()
        for (topic, cited), steps in zip(_largest(), DECISIONS, strict=False):
            need = Need(
                title=TITLES[topic],
                topic=topic,
                perspectives=[one.wave.perspective for one in cited],
                reach=round(chance.uniform(40, 600), -1),
                urgency="high" if max(_share(one) for one in cited) > 0.65 else "medium",
                responsible=responsible if steps else None,
                review_on=timezone.localdate() + timedelta(days=chance.randrange(20, 180)),
            )
            evidence = [one.as_evidence() for one in cited]
            evidence.append(
                Evidence(kind="observation", text="Danach wird in der Anlaufstelle oft gefragt.", source="Sprechstunde")
            )
            actions.add_need(need=need, evidence=evidence, by=DEMO)
            for state, priority, reason in steps:
                actions.decide(need=need, state=state, priority=priority, reason=reason, by=DEMO)


def _largest() -> list[tuple[str, list[Citation]]]:
    """Topics with what speaks for them, the largest share of any perspective first."""
    results = Results()
    found = [(topic, offered(results, topic=topic)) for topic in TITLES]
    asked = [(topic, cited) for topic, cited in found if cited]
    return sorted(asked, key=lambda one: -max(_share(cited) for cited in one[1]))[:NUMBER]


def _share(cited: Citation) -> float:
    return cited.share.value if cited.share else 0.0
