"""The entries of the register of the current schema, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kisi.core.privacy import Category, Controller, Remains, Row, TableDeclaration, activities
from kisi.core.privacy.controllers import controller_here
from kisi.core.privacy.leaving import LEAVING
from kisi.core.privacy.places import place_here
from kisi.core.privacy.registry import Processing
from kisi.core.privacy.terms import retention_texts


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of row of an activity: what it is called, its personal fields, what happens when they are erased."""

    name: str
    fields: str
    remains: str
    remark: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One processing activity, as Art. 30 (1) wants it described."""

    key: str
    name: str
    purpose: str
    people: str
    categories: str
    special: str
    legal_basis: str
    recipients: str
    retention: str
    measures: str
    holdings: tuple[Holding, ...]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Term and value, without what does not occur."""
        facts = [
            (_("Zweck"), self.purpose),
            (_("Betroffene Personen"), self.people),
            (_("Kategorien der Daten"), self.categories),
            (_("Besondere Kategorien"), self.special),
            (_("Rechtsgrundlage"), self.legal_basis),
            (_("Empfänger"), self.recipients),
            (_("Fristen für die Löschung"), self.retention),
            (_("Technische und organisatorische Maßnahmen"), self.measures),
        ]
        return [fact for fact in facts if fact[1]]


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the register says in one place. ``third_countries`` is one sentence for all activities."""

    controller: Controller
    entries: tuple[Entry, ...]
    leaving: str
    third_countries: str

    @property
    def responsible(self) -> list[tuple[str, str]]:
        """Term and value about the controller; what nobody has written yet says so."""
        missing = _("noch nicht eingetragen")
        told = self.controller
        return [
            (_("Verantwortliche Stelle"), told.name or missing),
            (_("Anschrift"), told.address or missing),
            (_("Kontakt"), told.contact or missing),
            (_("Datenschutzbeauftragte Stelle"), told.officer or missing),
        ]

    @property
    def is_complete(self) -> bool:
        """Whether name, address, contact and officer are known."""
        return all((self.controller.name, self.controller.address, self.controller.contact, self.controller.officer))


def register_here() -> Register:
    """The register of the current schema. One statement for the periods, one for the controller."""
    processings = activities(place_here())
    rules = retention_texts(
        [LEAVING, *(rule for one in processings for table in one.tables for rule in table.retention)]
    )
    return Register(
        controller=controller_here(),
        entries=tuple(_entry(processing, rules) for processing in processings),
        leaving=rules[LEAVING.key],
        third_countries=_("Daten werden nicht in Drittländer oder an internationale Organisationen übermittelt."),
    )


def _entry(processing: Processing, rules: dict[str, str]) -> Entry:
    activity, tables = processing.activity, processing.tables
    used = {personal.category for table in tables for personal in table.personal.values()}
    return Entry(
        key=activity.key,
        name=str(activity.name),
        purpose=str(activity.purpose),
        people="; ".join(map(str, activity.people)),
        categories="; ".join(str(category.label) for category in Category if category in used),
        special=str(activity.special),
        legal_basis=str(activity.legal_basis.label),
        recipients=str(activity.recipients),
        retention=" ".join(_once(rules[rule.key] for table in tables for rule in table.retention)),
        measures=str(activity.measures),
        holdings=tuple(_holding(table) for table in tables),
    )


def _holding(table: TableDeclaration) -> Holding:
    options = apps.get_model(table.model)._meta
    fields = (str(getattr(options.get_field(name), "verbose_name", name)) for name in table.personal)
    return Holding(
        name=capfirst(str(options.verbose_name_plural)),
        fields=", ".join(capfirst(field) for field in fields),
        remains=_remains(table),
        remark=str(table.remark),
    )


def _remains(table: TableDeclaration) -> str:
    if table.row is Row.GOES:
        return str(Row.GOES.label)
    left = {personal.remains for personal in table.personal.values()}
    said = "; ".join(str(remains.label) for remains in Remains if remains in left)
    return _("Es bleibt: %(what)s.") % {"what": said}


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
