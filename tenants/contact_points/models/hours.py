"""When a contact point is open: weekly hours and exceptions. Times are those of the clock on the wall."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.contact_points.models.contact_point import ContactPoint
from tenants.contact_points.vocabulary import ExceptionKind, Weekday


class OfficeHours(models.Model):
    """Open every week on one weekday from one time to another, perhaps only for a season."""

    contact_point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="office_hours")
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=Weekday.choices)
    opens_at = models.TimeField(_("von"))
    closes_at = models.TimeField(_("bis"))
    note = models.CharField(_("Hinweis"), max_length=120, blank=True)
    valid_from = models.DateField(_("gilt ab"), null=True, blank=True)
    valid_until = models.DateField(_("gilt bis"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Sprechzeit")
        verbose_name_plural = _("Sprechzeiten")
        ordering = ["weekday", "opens_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="office_hours_close_after_they_open"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="office_hours_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="office_hours_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class HoursException(models.Model):
    """Other hours, or none, on some days in a row. A removed one stays as a row, as for contact points."""

    contact_point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="exceptions")
    kind = models.CharField(_("Was gilt"), max_length=12, choices=ExceptionKind.choices)
    first_day = models.DateField(_("erster Tag"))
    last_day = models.DateField(_("letzter Tag"))
    opens_at = models.TimeField(_("von"), null=True, blank=True)
    closes_at = models.TimeField(_("bis"), null=True, blank=True)
    reason = models.CharField(
        _("Grund"),
        max_length=120,
        blank=True,
        help_text=_("Steht auf der öffentlichen Seite, zum Beispiel: Betriebsausflug."),
    )
    removed_at = models.DateTimeField(_("entfernt"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Ausnahme")
        verbose_name_plural = _("Ausnahmen")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="hours_exceptions_days_in_order"),
            models.CheckConstraint(
                condition=Q(kind=ExceptionKind.CLOSED, opens_at=None, closes_at=None)
                | (~Q(kind=ExceptionKind.CLOSED) & Q(closes_at__gt=F("opens_at"), opens_at__isnull=False)),
                name="hours_exceptions_closed_or_with_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first_day:%d.%m.%Y}–{self.last_day:%d.%m.%Y}"
