"""What an app declares about its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kisi.core.privacy.legal import LegalBasis
from kisi.core.privacy.terms import Retention

type Text = str | Promise
type Place = Literal["workspace", "central"]
type Points = Literal["", "pk", "name", "email"]


class Category(models.TextChoices):
    """Categories of personal data, as the register names them (Art. 30 (1) (c) DSGVO)."""

    NAME = "name", _("Name")
    CONTACT = "contact", _("E-Mail-Adresse und andere Kontaktdaten")
    WORK = "work", _("Aufgabe und Arbeitsstand in der Anwendung")
    SIGN_IN = "sign_in", _("Anmeldedaten (nur als Prüfsumme oder verschlüsselt)")
    TRACE = "trace", _("Zeitpunkte und Spuren der Nutzung")
    MESSAGE = "message", _("Inhalt von Mitteilungen")
    FREE_TEXT = "free_text", _("Freitext, in dem Menschen über sich selbst schreiben können")


class Remains(models.TextChoices):
    """What is left of a field when the data of a person are erased."""

    NOTHING = "nothing", _("nichts, die Angabe wird gelöscht")
    PSEUDONYM = "pseudonym", _("ein Kennzeichen ohne Namen („Gelöschtes Konto 12“)")
    ANONYMOUS = "anonymous", _("die Angabe in einer Zeile, die zu niemandem mehr führt")
    UNCHANGED = "unchanged", _("die Angabe selbst, weil Nachweispflichten ihre Änderung ausschließen")


class Row(models.TextChoices):
    """What happens to a row when the person it is about is erased."""

    GOES = "goes", _("Die Zeile wird gelöscht.")
    STAYS = "stays", _("Die Zeile bleibt ohne die Angaben zur Person.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One processing activity (Verarbeitungstätigkeit): what belongs together by its purpose.

    ``special`` says where special categories (Art. 9 DSGVO) may occur; empty where they do not.
    """

    key: str
    name: Text
    purpose: Text
    people: tuple[Text, ...]
    legal_basis: LegalBasis
    recipients: Text
    measures: Text
    special: Text = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Personal:
    """A field that holds something about a person.

    ``points`` is what of an account the value repeats: its key (as a number or as text), its name or address.
    ``is_secret`` is handed out to nobody, not even to the person (hashes, keys, contents of sessions).
    """

    category: Category
    remains: Remains = Remains.NOTHING
    points: Points = ""
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDeclaration:
    """Everything that is declared about one model. ``about`` says whom a row as a whole is about.

    ``about`` is a lookup to the account's key, or a field that holds its e-mail address (``points="email"``);
    ``where`` says for which rows that counts.
    """

    model: str
    activity: Activity | None = None
    retention: tuple[Retention, ...] = ()
    about: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    row: Row = Row.STAYS
    personal: Mapping[str, Personal] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    remark: Text = ""

    @property
    def fields(self) -> frozenset[str]:
        """Every field that is declared."""
        return self.free | self.personal.keys()


def holds(
    model: str,
    *,
    activity: Activity,
    retention: Retention | tuple[Retention, ...],
    personal: Mapping[str, Personal],
    free: str = "",
    about: str = "",
    where: Mapping[str, str] | None = None,
    row: Row = Row.STAYS,
    remark: Text = "",
) -> TableDeclaration:
    """A model with personal data; ``free`` lists the names of its other fields."""
    return TableDeclaration(
        model=model,
        activity=activity,
        retention=retention if isinstance(retention, tuple) else (retention,),
        about=about,
        where=where or {},
        row=row,
        personal=personal,
        free=frozenset(free.split()),
        remark=remark,
    )


def impersonal(model: str, fields: str, remark: Text = "") -> TableDeclaration:
    """A model without any personal data: all its fields, so that a new one is looked at again."""
    return TableDeclaration(model=model, free=frozenset(fields.split()), remark=remark)
