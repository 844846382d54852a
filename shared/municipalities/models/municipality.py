"""The tenant itself – kept narrow: every app owns its settings in a table of its own."""

from __future__ import annotations

import secrets
import string

from django.core.validators import RegexValidator
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from shared.municipalities.vocabulary import RESERVED_SLUGS, Status

SLUG_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"


def opaque_schema_name() -> str:
    """A new schema name that says nothing about its owner (names of other schemas can be seen in the catalogue)."""
    alphabet = string.ascii_lowercase + string.digits
    return "m_" + "".join(secrets.choice(alphabet) for _ in range(14))


class Municipality(TenantMixin):
    """A municipality on the platform. The AGS is its key to the outside and may change; the id never does."""

    auto_create_schema = False
    auto_drop_schema = False

    schema_name = models.CharField("Schema", max_length=63, unique=True, default=opaque_schema_name)
    ags = models.CharField("AGS", max_length=8)
    slug = models.CharField("Kurzname in der Adresse", max_length=40)
    name = models.CharField("Name", max_length=200)
    status = models.CharField("Status", max_length=20, choices=Status, default=Status.ONBOARDING)
    joined_on = models.DateField("dabei seit", null=True, blank=True)
    left_on = models.DateField("ausgeschieden am", null=True, blank=True)
    is_demo = models.BooleanField("Teil der Demo-Auswahl", default=False)
    database = models.CharField("Datenbank", max_length=40, default="default")
    schema_state = models.CharField("Stand der Migrationen", max_length=32, blank=True)
    revision = models.PositiveIntegerField("Revision", default=1)
    created_at = models.DateTimeField("angelegt", auto_now_add=True)
    updated_at = models.DateTimeField("geändert", auto_now=True)

    class Meta:
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ags"], condition=~models.Q(status="left"), name="municipality_ags_once_on_board"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=~models.Q(status="left"), name="municipality_slug_once_on_board"
            ),
            models.CheckConstraint(condition=models.Q(ags__regex=r"^06\d{6}$"), name="municipality_ags_is_hessian"),
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG_PATTERN), name="municipality_slug_is_dns_label"),
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^m_[a-z0-9]{14}$"), name="municipality_schema_is_opaque"
            ),
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="municipality_slug_is_free"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """A further host name of a municipality, beside ``<slug>.<base domain>`` which needs no row."""

    domain = models.CharField(
        "Domain",
        max_length=253,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", "Bitte nur Kleinbuchstaben, Ziffern, Punkte und Bindestriche."
            )
        ],
    )

    class Meta:
        verbose_name = "Domain"
        verbose_name_plural = "Domains"
